"""What code raises is shown: ``finish`` raises the cause, a step says it, the wire is marked at that moment."""

import asyncio
import json

import pytest
from aiohttp import web

from helpers.kernel.sections import open_lesson
from helpers.net import NothingToStep, finish, serve, spawn, stop_all, tap
from helpers.net.patient import patient_session
from helpers.net.peers import connect_websockets, serve_websockets
from helpers.net.raw_websocket import Trial, welcome
from helpers.net.tls import Authority
from helpers.trace import Arrival, Mark
from tests.net.net_samples import CLIENT, SERVER, connect, failure, in_loop, run_async, settled

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
MISSING = "NameError: name 'HELLO' is not defined"


async def greet(url: str) -> str:
    async with connect_websockets(url) as socket:
        await socket.send("Hello")
        return str(await socket.recv())


def test_the_crash_of_a_handler_is_raised_instead_of_what_the_client_saw():
    async def main():
        async def broken(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            raise NameError("name 'HELLO' is not defined", name="HELLO")

        wire = await tap("wire", await serve("by hand", handler=broken))
        with pytest.raises(NameError, match="HELLO") as raised:
            await finish(spawn("ada", greet(wire.url("/", scheme="ws"))))
        assert raised.value.__notes__ == [
            "So the client got InvalidMessage: did not receive a valid HTTP response"
        ]
        assert raised.value.__suppress_context__
        await stop_all()

    run_async(main(), debug=False)


def test_the_crash_of_a_library_handler_too():
    async def main():
        async def broken(socket):
            raise ZeroDivisionError("in the handler")

        server = await serve_websockets("chat", broken)
        with pytest.raises(ZeroDivisionError, match="in the handler"):
            await finish(greet(server.url("/", scheme="ws")))
        await stop_all()

    run_async(main(), debug=False)


def test_an_older_crash_is_no_cause():
    async def main():
        async def broken(reader, writer):
            raise ZeroDivisionError("in the handler")

        server = await serve("by hand", handler=broken)
        reader, writer = await asyncio.open_connection(server.host, server.port)
        assert await reader.read() == b""
        writer.close()
        with pytest.raises(KeyError):
            await finish(spawn("ada", fails()))
        await stop_all()

    async def fails():
        raise KeyError("her own")

    run_async(main(), debug=False)


def test_a_peer_that_left_is_no_crash():
    async def main():
        async def hangs_up(reader, writer):
            raise ConnectionResetError("gone")

        server = await serve("by hand", handler=hangs_up)
        with pytest.raises(EOFError):
            await finish(spawn("ada", asks(server)))
        await stop_all()

    async def asks(server):
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.close()
        return await reader.readexactly(1)

    run_async(main(), debug=False)


# ---- as a mark on the wire, and under the cell that waits ----


def missing() -> bytes:
    return HELLO  # noqa: F821


async def by_handler(name, **options):
    async def broken(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        missing()

    return await serve(name, handler=broken, **options)


async def by_app(name, **options):
    async def broken(request):
        return web.Response(body=missing())

    app = web.Application()
    app.router.add_get("/", broken)
    return await serve(name, app=app, **options)


async def by_protocol(name, **options):
    class Broken(asyncio.Protocol):
        def data_received(self, data):
            missing()

    return await serve(name, protocol=Broken, **options)


async def by_factory(name, **options):
    return await serve(name, protocol=missing, **options)


def marks(wire):
    return [one for one in wire.trace.records if isinstance(one, Mark)]


@pytest.mark.parametrize("serving", [by_handler, by_app, by_protocol])
@pytest.mark.parametrize("secured", [False, True])
def test_what_a_server_raises_marks_its_connection_and_stands_under_the_step(
    serving, secured, capsys, caplog
):
    async def main():
        server = await serving("chat", tls=Authority() if secured else None)
        wire = await tap("wire", server, hold=True)
        await connect_to(wire)
        peer = await connect_to(wire)
        peer.send(GET)
        await wire.step()
        await settled(lambda: marks(wire))
        (mark, *_) = marks(wire)
        assert (mark.lane, mark.label, mark.connection, mark.side) == (
            "chat",
            f"error · {MISSING}",
            1,
            SERVER,
        )
        assert any("NameError" in line for line in server.log)
        before = wire.trace.records[: wire.trace.records.index(mark)]
        assert all(one.side is CLIENT for one in before if isinstance(one, Arrival))
        await wire.step()
        await stop_all()

    async def connect_to(wire):
        if not wire.authority:
            return await connect(wire)
        context = wire.authority.client_context()
        return await connect(wire, ssl=context, server_hostname="localhost")

    run_async(main(), debug=False)
    assert f"The server 'chat' raised {MISSING}" in capsys.readouterr().err


def test_a_factory_that_fails_is_said_too(capsys):
    async def main():
        server = await by_factory("chat")
        wire = await tap("wire", server, hold=True)
        await connect(wire)
        assert (await wire.step()).ending is not None
        assert [mark.label for mark in marks(wire)] == [f"error · {MISSING}"]
        await stop_all()

    run_async(main(), debug=False)
    assert f"The server 'chat' raised {MISSING}" in capsys.readouterr().err


def test_what_a_handler_returns_that_is_no_response_is_said(capsys, caplog):
    async def main():
        async def silent(request):
            return None

        app = web.Application()
        app.router.add_get("/", silent)
        wire = await tap("wire", await serve("chat", app=app))
        async with patient_session() as session, session.get(wire.url("/")) as reply:
            assert await finish(spawn("nobody", asyncio.sleep(0))) is None
            assert reply.status == 500
        assert [mark.label for mark in marks(wire)] == [
            "error · TypeError: the handler of GET / returned None, which is no response"
        ]
        await stop_all()

    run_async(main(), debug=False)
    assert "returned None" in capsys.readouterr().err


def test_a_refusal_in_the_way_of_aiohttp_is_no_error():
    async def main():
        async def refuses(request):
            raise web.HTTPNotFound

        app = web.Application()
        app.router.add_get("/", refuses)
        wire = await tap("wire", await serve("chat", app=app))
        async with patient_session() as session, session.get(wire.url("/")) as reply:
            assert reply.status == 404
        assert marks(wire) == []
        await stop_all()

    run_async(main(), debug=False)


def test_a_request_that_aiohttp_refuses_is_no_error_of_the_server(capsys):
    async def main():
        server = await by_app("chat")
        wire = await tap("wire", server)
        peer = await connect(wire)
        peer.send(b"GET / HTTP/1.1\r\n\r\n")
        assert (await peer.read_all()).startswith(b"HTTP/1.0 400 ")
        await finish(spawn("nobody", asyncio.sleep(0)))
        assert marks(wire) == []
        await stop_all()

    run_async(main(), debug=False)
    assert capsys.readouterr().err == ""


def test_a_trial_says_itself_how_a_server_broke(capsys):
    async def main():
        async def broken(reader, writer):
            await welcome(reader, writer)
            missing()

        await Trial()("chat", await serve("chat", handler=broken))
        await stop_all()

    run_async(main(), debug=False)
    printed = capsys.readouterr()
    assert "→ NameError" in printed.out
    assert printed.err == ""


def test_a_handler_of_websockets_marks_the_wire_before_its_goodbye():
    async def main():
        async def broken(socket):
            missing()

        wire = await tap("wire", await serve_websockets("chat", broken), hold=True)
        ada = spawn("ada", greet(wire.url("/", scheme="ws")))
        await wire.step()
        await settled(lambda: marks(wire))
        assert [(mark.lane, mark.label) for mark in marks(wire)] == [("chat", f"error · {MISSING}")]
        wire.run()
        assert isinstance(await failure(finish(ada)), NameError)
        await stop_all()

    run_async(main(), debug=False)


async def asks_and_fails(wire, session=None):
    async with patient_session() as session, session.get(wire.url("/")) as reply:
        await reply.text()
        missing()


async def talks_and_fails(wire):
    reader, writer = await asyncio.open_connection(wire.host, wire.port)
    writer.write(GET)
    try:
        await reader.readline()
        missing()
    finally:
        writer.close()


async def fails_in_a_library(wire):
    async with connect_websockets(wire.url("/", scheme="ws")):
        missing()


@pytest.mark.parametrize("talks", [asks_and_fails, talks_and_fails, fails_in_a_library])
def test_what_a_party_raises_marks_the_connection_that_it_had(talks, capsys):
    async def main():
        async def answer(request):
            if request.headers.get("Upgrade"):
                socket = web.WebSocketResponse()
                await socket.prepare(request)
                await socket.receive()
                return socket
            return web.Response(text="ok")

        app = web.Application()
        app.router.add_get("/", answer)
        other = await tap("other", await serve("chat", app=app))
        wire = await tap("wire", "chat", hold=True)
        await connect(wire)
        ada = spawn("ada", talks(wire))
        while not marks(wire):
            await wire.step()
        assert [(one.lane, one.label, one.side) for one in marks(wire)] == [
            ("ada", f"error · {MISSING}", CLIENT)
        ]
        assert marks(wire)[0].connection == 1
        assert marks(other) == []
        wire.run()
        assert isinstance(await failure(finish(ada)), NameError)
        await stop_all()

    run_async(main(), debug=False)
    assert capsys.readouterr().err.count(f"ada raised {MISSING}") <= 1


def test_a_tap_before_a_tap_is_marked_too():
    async def main():
        near = await tap("near", await by_handler("chat"))
        far = await tap("far", near)
        peer = await connect(far)
        peer.send(GET)
        await settled(lambda: marks(far))
        assert len(marks(near)) == len(marks(far)) == 1
        await failure(finish(spawn("ada", talks_and_fails(far))))
        assert [mark.lane for mark in marks(near)] == [mark.lane for mark in marks(far)]
        assert [mark.lane for mark in marks(far)] == ["chat", "chat", "ada"]
        await stop_all()

    run_async(main(), debug=False)


def test_a_missing_name_tells_its_section(tmp_path, capsys):
    cells = [("markdown", "## Who greets"), ("code", "HELLO = b'hello'")]
    notebook = tmp_path / "lesson.ipynb"
    notebook.write_text(
        json.dumps({"cells": [{"cell_type": kind, "source": [text]} for kind, text in cells]})
    )

    async def main():
        wire = await tap("wire", await by_handler("chat"), hold=True)
        peer = await connect(wire)
        peer.send(GET)
        await wire.step()
        assert marks(wire)[0].label.endswith(
            "is not defined: run the cells of the section “Who greets” first"
        )
        await stop_all()

    open_lesson(notebook)
    try:
        run_async(main(), debug=False)
    finally:
        open_lesson(None)
    assert f"{MISSING}: run the cells of the section “Who greets” first\n" in capsys.readouterr().err


@in_loop
async def test_who_waits_for_a_unit_is_told_why_none_comes() -> None:
    wire = await tap("wire", await by_handler("chat"), hold=True)
    peer = await connect(wire)
    wire.run()
    peer.send(GET)
    assert await peer.read_all() == b""
    wire.pause()
    said = str(await failure(wire.step(timeout=0.05)))
    assert isinstance(await failure(wire.step(timeout=0)), NothingToStep)
    assert f"The server 'chat' raised {MISSING}" in said


def test_a_cell_that_runs_again_does_not_tell_how_it_ended_what_it_had_held(capsys):
    async def cell(server):
        wire = await tap("dave's wire", server, hold=True)
        spawn("dave", greet(wire.url("/", scheme="ws")))
        assert (await wire.wait()).kind == "head"

    async def main():
        server = await serve_websockets("chat", lambda socket: socket.wait_closed())
        for _ in range(3):
            await cell(server)
        await stop_all()

    run_async(main(), debug=False)
    assert capsys.readouterr().err == ""


def test_a_cell_that_runs_again_marks_no_wire_of_somebody_else():
    async def asks(wire):
        async with patient_session() as session, session.post(wire.url("/"), data=b"?") as reply:
            return reply.status

    async def held(name, server):
        wire = await tap(f"{name}'s wire", server, hold=True)
        party = spawn(name, asks(wire))
        await wire.wait()
        return wire, party

    async def main():
        async def answer(request):
            return web.Response()

        app = web.Application()
        app.router.add_post("/", answer)
        server = await serve("chat", app=app)
        _, mallory = await held("mallory", server)
        bobs = await tap("bob's wire", server)
        await finish(spawn("bob", asks(bobs)))
        eves, _ = await held("eve", server)
        await held("mallory", server)
        await asyncio.wait([mallory.task])
        assert mallory.task.exception() is not None
        assert marks(eves) == marks(bobs) == []
        await stop_all()

    run_async(main(), debug=False)


def test_a_party_that_failed_and_that_nobody_replaced_is_told(capsys):
    async def main():
        async def fails():
            raise LookupError("no salt")

        spawn("dave", fails())
        await asyncio.sleep(0)
        spawn("erin", asyncio.sleep(0))
        await finish(spawn("nobody", asyncio.sleep(0)))
        await stop_all()

    run_async(main(), debug=False)
    assert "dave raised LookupError: no salt" in capsys.readouterr().err
