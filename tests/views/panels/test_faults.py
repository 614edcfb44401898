"""The fault panel over a tap: what it says of it, and what its buttons do to it."""

import asyncio

import pytest

from helpers.net import finish, serve, spawn, stop_all, tap
from helpers.views.panels.faults import SHOWN, FaultPanel
from helpers.vocabulary import Side


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)


async def say(wire, line):
    reader, writer = await asyncio.open_connection(wire.host, wire.port)
    try:
        writer.write(line)
        return await reader.readline()
    finally:
        writer.close()


def over_a_tap(scene, line=b"Hello\n", **options):
    async def main():
        try:
            await serve("echo", handler=echo)
            wire = await tap("wire", "echo", **options)
            ada = spawn("ada", say(wire, line))
            if wire.holding:
                await wire.wait()
            await scene(FaultPanel(wire), wire, ada)
        finally:
            await stop_all()

    asyncio.run(asyncio.wait_for(main(), 20))


def test_other_bytes_go_on_instead_of_what_waits():
    async def scene(panel, wire, ada):
        assert panel.values()[0][1].startswith("The tap 'wire' holds client → server")
        assert panel.fill_in() == "Change them, then press Tamper."
        assert panel.hex.value == "48 65 6c 6c 6f 0a"
        panel.hex.value = "48690a"
        assert await panel.tamper() == "3 bytes went on instead of the 6 of the client."
        await asyncio.sleep(0)
        assert "server → client" in panel.state.value  # the echo waits now
        wire.run()
        assert await finish(ada) == b"Hi\n"
        await panel.acted(panel.tamper)
        assert "Nothing waits at the tap" in panel.said.value

    over_a_tap(scene, hold=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [("zz", "&#x27;zz&#x27; is not hex"), ("4", "is not hex"), ("  ", "There are no bytes in the field")],
)
def test_what_is_no_hex_is_said(text, said):
    async def scene(panel, wire, ada):
        panel.hex.value = text
        await panel.acted(panel.tamper)
        assert said in panel.said.value
        assert len(wire.held) == 1

    over_a_tap(scene, hold=True)


def test_a_unit_that_is_too_long_for_the_field():
    async def scene(panel, wire, ada):
        with pytest.raises(ValueError, match="301 bytes wait, and the field takes 256"):
            panel.fill_in()

    over_a_tap(scene, b"x" * 300 + b"\n", hold=True)
    assert SHOWN == 256


def test_stall_and_resume_one_way():
    async def scene(panel, wire, ada):
        panel.way.value = "client → server"
        assert panel.stall() == "Nothing of the client's goes on until you press Resume."
        assert dict(panel.values())["stalled"] == "client → server"
        with pytest.raises(LookupError, match="Nothing waits"):
            panel.fill_in()
        panel.resume()
        assert dict(panel.values())["stalled"] == "nothing"
        wire.run()
        assert await finish(ada) == b"Hello\n"

    over_a_tap(scene, hold=True)


def test_delay_and_no_delay():
    async def scene(panel, wire, ada):
        panel.seconds.value = 0.01
        assert panel.delay() == "What passes now arrives 0.01 s later."
        assert dict(panel.values())["delay"] == "0.01 s"
        assert await finish(ada) == b"Hello\n"
        panel.no_delay()
        assert dict(panel.values())["delay"] == "none"
        assert "delay" in {getattr(record, "fault", "") for record in wire.trace.records}

    over_a_tap(scene)


def test_cut():
    async def scene(panel, wire, ada):
        await panel.acted(panel.cut)
        assert "Cut: both sides got a reset (RST)." in panel.said.value
        assert "has 0 open connections" in panel.state.value
        with pytest.raises(ConnectionError):
            await finish(ada)
        await panel.acted(panel.cut)
        assert "no connection is open" in panel.said.value

    over_a_tap(scene, hold=True)


def test_the_ways_are_the_sides():
    async def scene(panel, wire, ada):
        panel.way.value = "server → client"
        panel.stall()
        wire.run()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(ada.task), 0.05)
        panel.resume()
        assert await finish(ada) == b"Hello\n"
        assert Side.SERVER not in panel._stalled

    over_a_tap(scene, hold=True)
