"""The library's server in this kernel closes at once, whoever has connected and says nothing."""

import asyncio
import contextlib

import websockets

from helpers.loops.quiet import quiet
from helpers.net import serve
from helpers.net.library import library
from tests.chat.chat_samples import in_loop


async def echo(socket):
    async for text in socket:
        await socket.send(text)


@in_loop
async def test_says_goodbye_to_all_and_waits_for_nobody_who_has_not_said_his_request():
    server = await serve("echo", opens=library(echo))
    mute, writer = await asyncio.open_connection(server.host, server.port)
    async with asyncio.timeout(5), websockets.connect(server.url("/", "ws")) as socket:
        await socket.send("hello")
        assert await socket.recv() == "hello"
        await quiet()
        closing = asyncio.create_task(server.aclose())
        await socket.wait_closed()
        await closing
        assert socket.close_code == 1001
    with contextlib.suppress(ConnectionResetError):
        assert await mute.read() == b""
    writer.close()


@in_loop
async def test_a_handler_that_waits_for_something_else_does_not_keep_it_open(monkeypatch):
    monkeypatch.setattr("helpers.net.library.GRACE", 0.05)
    ended = asyncio.Event()

    async def elsewhere(socket):
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    server = await serve("elsewhere", opens=library(elsewhere))
    async with asyncio.timeout(5), websockets.connect(server.url("/", "ws")) as socket:
        await server.aclose()
        await ended.wait()
        await socket.wait_closed()
