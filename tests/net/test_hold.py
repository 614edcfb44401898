"""A tap that holds some units only: what passes, in which order, and what is recorded of it."""

import asyncio

import pytest

from helpers.net import Held, Tap, finish, spawn, tap
from helpers.trace import Release
from tests.net.net_samples import CLIENT, SERVER, Far, Peer, connect, in_loop, releases, settled, turns

GET = b"GET / HTTP/1.1\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n"


def heads(held: Held) -> bool:
    return held.kind == "head"


async def tapped(**options: object) -> tuple[Tap, Peer, Peer]:
    far = await Far().start()
    wire = await tap("wire", far.server, **options)
    return wire, await connect(wire), await far.accept()


def ranges(wire: Tap) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in releases(wire)]


@in_loop
async def test_what_need_not_wait_passes_and_is_recorded() -> None:
    wire, client, server = await tapped(hold=lambda held: held.data != GET)
    client.send(GET)
    assert await server.read(len(GET)) == GET
    assert ranges(wire) == [(0, len(GET))]
    client.send(POST)
    assert (await wire.wait()).data == POST
    assert ranges(wire) == [(0, len(GET))]
    client.close()


@in_loop
async def test_nothing_overtakes_what_waits_before_it() -> None:
    wire, client, server = await tapped(hold=heads)
    client.send(POST + b"abc" + POST + b"abc")
    assert (await wire.wait()).data == POST
    assert [held.kind for held in wire.held] == ["head", "body", "head", "body"]
    await wire.step()
    assert await server.read(len(POST) + 3) == POST + b"abc"
    assert [held.kind for held in wire.held] == ["head", "body"]
    assert ranges(wire) == [(0, len(POST)), (len(POST), len(POST) + 3)]
    client.close()


@in_loop
async def test_the_other_side_and_other_connections_do_not_wait_for_it() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server, hold=heads)
    one, two = await connect(wire), await connect(wire)
    first, second = await far.accept(), await far.accept()
    await one.send_alone(GET, wire)
    two.eof()
    assert await second.read_all() == b""
    first.eof()
    assert await one.read_all() == b""
    assert [held.data for held in wire.held] == [GET]
    for peer in (first, second):
        peer.close()


@in_loop
async def test_an_ending_passes_after_what_waits() -> None:
    wire, client, server = await tapped(hold=heads)
    client.send(GET)
    client.eof()
    await settled(lambda: len(wire.held) == 2)
    await wire.step()
    assert await server.read_all() == GET
    server.close()


@in_loop
async def test_a_stalled_side_does_not_pass_until_it_is_resumed() -> None:
    wire, client, server = await tapped(hold=lambda held: False)
    wire.stall(CLIENT)
    await client.send_alone(GET, wire)
    await turns()
    assert not releases(wire)
    server.send(b"HTTP/1.1 204 No Content\r\n\r\n")
    await client.read(10)
    wire.resume(CLIENT)
    assert await server.read(len(GET)) == GET
    client.close()


@in_loop
async def test_run_and_pause_keep_what_was_said() -> None:
    wire, client, server = await tapped(hold=heads)
    wire.run()
    client.send(GET)
    assert await server.read(len(GET)) == GET
    wire.pause()
    client.send(POST + b"abc")
    assert (await wire.wait()).data == POST
    await wire.tamper(GET)
    assert await server.read(len(GET) + 3) == GET + b"abc"
    assert [one.fault for one in wire.trace.records if isinstance(one, Release)] == ["", "tamper", ""]
    client.close()


@in_loop
async def test_units_that_never_fit_pass_read_by_read() -> None:
    wire, client, server = await tapped(hold=heads)
    client.send(b"POST / HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n")
    await wire.step()
    client.send(bytes(3_000_000))
    reading = asyncio.ensure_future(server.read(3_000_000))
    assert len(await reading) == 3_000_000
    server.send(GET)
    await settled(lambda: len(wire.trace.stream(0, SERVER)) == len(GET))
    client.close()


@in_loop
async def test_a_function_that_fails_holds_and_says_so() -> None:
    wire, client, _server = await tapped(hold=lambda held: held.nonsense)
    waiting = spawn("ada", client.read(1))
    client.send(GET)
    assert (await wire.step()).data == GET
    assert wire.log == ["hold failed with AttributeError: 'Held' object has no attribute 'nonsense'"]
    client.reset()
    with pytest.raises(AttributeError, match="nonsense"):
        await finish(waiting)
