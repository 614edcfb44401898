import asyncio
import time

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosedError

from helpers.net import finish, spawn, tap
from helpers.net.peers import connect_websockets, serve_websockets
from tests.net.net_samples import connect, failure, in_loop, turns


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


@in_loop
async def test_the_library_talks_to_itself_through_a_tap() -> None:
    server = await serve_websockets("echo", echo)
    wire = await tap("wire", server)
    async with connect_websockets(wire.url(scheme="ws")) as client:
        await client.send("hello")
        assert await client.recv() == "hello"
    assert any("connection open" in line for line in server.log)


@in_loop
async def test_a_held_handshake_may_take_as_long_as_it_takes() -> None:
    server = await serve_websockets("echo", echo)
    wire = await tap("wire", server, hold=True)
    ada = spawn("ada", _talk(wire.url(scheme="ws")))
    heads = [await wire.step(), await wire.step()]
    assert [held.kind for held in heads] == ["head", "head"]
    assert (await wire.step()).kind == "frame"
    wire.run()
    assert await finish(ada) == "hello"


async def _talk(url: str) -> str | bytes:
    async with connect_websockets(url) as client:
        await client.send("hello")
        return await client.recv()


@in_loop
async def test_a_peer_that_does_not_answer_the_close_is_hung_up_on() -> None:
    server = await serve_websockets("echo", echo)
    wire = await tap("wire", server)
    client = await connect_websockets(wire.url(scheme="ws"))
    wire.pause()  # neither the close frame nor its answer passes
    began = time.monotonic()
    await server.aclose()
    assert time.monotonic() - began < 3
    await wire.aclose()
    assert isinstance(await failure(client.recv()), ConnectionClosedError)


@in_loop
async def test_a_handshake_that_never_ends_is_hung_up_on() -> None:
    server = await serve_websockets("echo", echo)
    client = await connect(server)
    client.send(b"GET / HT")
    await turns()
    await server.aclose()
    assert isinstance(await failure(client.read(1)), asyncio.IncompleteReadError | ConnectionResetError)


@in_loop
async def test_a_handler_that_waits_for_something_else_is_cancelled() -> None:
    waiting = asyncio.Event()

    async def wait(connection: ServerConnection) -> None:
        waiting.set()
        await asyncio.Event().wait()

    server = await serve_websockets("idle", wait)
    client = await connect_websockets(server.url(scheme="ws"))
    await waiting.wait()
    await server.aclose()
    await client.wait_closed()


@pytest.mark.parametrize("options", [{"compression": None}, {"subprotocols": ["chat"]}])
def test_options_reach_the_library(options: dict[str, object]) -> None:
    @in_loop
    async def talk() -> None:
        server = await serve_websockets("echo", echo, **options)
        async with connect_websockets(server.url(scheme="ws"), **options) as client:
            assert client.subprotocol == (options.get("subprotocols") or [None])[0]

    talk()
