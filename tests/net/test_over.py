"""A step where nobody talks any more says so at once, and which section makes the tap fresh."""

import asyncio
import json
import time

import pytest
from aiohttp import web

from helpers.kernel.sections import open_lesson
from helpers.net import NothingToStep, Tap, finish, serve, spawn, tap
from helpers.net import valve as valve_module
from helpers.net.patient import patient_session
from helpers.net.peers import connect_websockets, serve_websockets
from helpers.net.raw_websocket import dial, welcome
from tests.net.net_samples import failure, in_loop, settled, turns

WORDS = (
    "nobody talks on the tap 'wire' any more: its connection is closed, and nothing is held. "
    "For a fresh exchange run its cells again, from tap('wire', …) on."
)


async def chat() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if "Upgrade" not in request.headers:
            return web.Response(text="ok")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for _ in socket:
            pass
        return socket

    app = web.Application()
    app.router.add_get("/", answer)
    await serve("chat", app=app)


async def asks(wire: Tap) -> None:
    async with patient_session() as session, session.get(wire.url("/")) as reply:
        await reply.text()


async def reads(wire: Tap) -> None:
    reader, writer = await asyncio.open_connection(wire.host, wire.port)
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await reader.read()
    finally:
        writer.close()


async def listens(wire: Tap) -> None:
    async with connect_websockets(wire.url("/", scheme="ws")) as socket:
        await socket.recv()


async def talked_out(name: str) -> Tap:
    """A tap whose one client has come and gone."""
    wire = await tap(name, "chat", hold=True)
    ada = spawn("ada", asks(wire))
    while not ada.task.done() or wire.links:
        await wire.step()
    return wire


async def refused(wire: Tap) -> tuple[str, float]:
    began = time.monotonic()
    error = await failure(wire.step())
    assert isinstance(error, NothingToStep)
    return str(error), time.monotonic() - began


@in_loop
async def test_a_loop_of_steps_that_is_run_again_says_at_once_that_all_have_left() -> None:
    await chat()
    said, took = await refused(await talked_out("wire"))
    assert said == WORDS
    assert took < 1


@pytest.mark.parametrize("talks", [asks, reads, listens])
def test_who_waits_at_another_tap_is_nobody_here(talks) -> None:
    @in_loop
    async def main() -> None:
        await chat()
        wire = await talked_out("wire")
        other = await tap("dave's wire", "chat", hold=True)
        spawn("dave", talks(other))
        await other.wait()
        assert (await refused(wire))[0] == WORDS

    main()


@in_loop
async def test_a_client_by_hand_has_left_when_its_writer_is_closed() -> None:
    await serve("chat", handler=greets)
    wire = await tap("wire", "chat")
    _, writer = await dial(wire)
    wire.pause()
    writer.close()
    while wire.links:
        await wire.step()
    assert (await refused(wire))[0] == WORDS


async def greets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await welcome(reader, writer)
    await reader.read()


@in_loop
async def test_who_sleeps_may_come_again_and_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valve_module, "LIMIT", 0.05)
    await chat()
    wire = await talked_out("wire")
    spawn("bob", asyncio.Event().wait())
    said, _ = await refused(wire)
    assert said.startswith(
        "nothing to step within 0.05 s. The tap 'wire' has 0 open connections, holds nothing."
    )


@in_loop
async def test_who_comes_again_is_stepped() -> None:
    async def comes_again(wire: Tap) -> None:
        await wake.wait()
        await asks(wire)

    await chat()
    wire, wake = await talked_out("wire"), asyncio.Event()
    bob = spawn("bob", comes_again(wire))
    stepping = asyncio.ensure_future(wire.step())
    await turns()  # it waits
    wake.set()
    assert "GET /" in repr(await stepping)
    wire.run()
    await finish(bob)


@in_loop
async def test_before_anybody_came_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valve_module, "LIMIT", 0.05)
    await chat()
    said, _ = await refused(await tap("wire", "chat", hold=True))
    assert said.startswith("nothing to step within 0.05 s.")


@in_loop
async def test_the_tap_concerned_is_named_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valve_module, "LIMIT", 0.05)
    await serve_websockets("chat", lambda socket: socket.wait_closed())
    other = await tap("dave's wire", "chat", hold=True)
    spawn("dave", listens(other))
    await other.wait()
    wire = await tap("wire", "chat", hold=True)
    said, _ = await refused(wire)
    assert said.index("The tap 'wire' has") < said.index('The tap "dave\'s wire" holds')


def test_it_names_the_section_that_makes_the_tap_fresh(tmp_path) -> None:
    cells = [
        ("markdown", "## One request to leave HTTP"),
        ("code", 'wire = await tap("wire", "chat", hold=True)'),
        ("markdown", "## Another"),
    ]
    notebook = tmp_path / "lesson.ipynb"
    notebook.write_text(
        json.dumps({"cells": [{"cell_type": kind, "source": [text]} for kind, text in cells]})
    )

    @in_loop
    async def main() -> None:
        await chat()
        said, _ = await refused(await talked_out("wire"))
        assert "run the cells of the section “One request to leave HTTP” again" in said

    open_lesson(notebook)
    try:
        main()
    finally:
        open_lesson(None)


@in_loop
async def test_a_tap_is_over_once_the_last_connection_has_closed() -> None:
    await chat()
    wire = await tap("wire", "chat", hold=True)
    spawn("ada", listens(wire))
    await wire.step()
    await wire.step()
    wire.run()
    await settled(lambda: not wire.held)
    assert wire.links
    with pytest.raises(NothingToStep, match="nothing to step within 0"):
        await wire.step(timeout=0)
