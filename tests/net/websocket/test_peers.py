"""Other people's clients and servers: ``websockets`` and aiohttp, each on the other side of ours."""

import aiohttp
import websockets
from aiohttp import web

from helpers.net import serve
from helpers.net.websocket import connect_websocket, serve_websocket
from helpers.net.websocket.in_aiohttp import close_at_shutdown, in_aiohttp
from tests.net.net_samples import in_loop
from tests.net.websocket.websocket_samples import echo

MESSAGES = ["Olé", b"\x00\xff", "", "x" * 300_000]


@in_loop
async def test_the_library_and_aiohttp_talk_to_our_server():
    server = await serve_websocket("echo", echo, subprotocols=["json"])
    async with websockets.connect(server.url("/", "ws"), subprotocols=["json"]) as socket:
        assert socket.subprotocol == "json"
        for message in MESSAGES:
            await socket.send(message)
            assert await socket.recv() == message
        await (await socket.ping())
    assert (socket.close_code, server.log) == (1000, [])
    async with aiohttp.ClientSession() as session, session.ws_connect(server.url()) as socket:
        await socket.send_str("Olé")
        assert (await socket.receive()).data == "Olé"


@in_loop
async def test_our_client_talks_to_the_library_and_to_aiohttp():
    async def back(socket):
        async for message in socket:
            await socket.send(message)

    async def answer(request):
        socket = web.WebSocketResponse(protocols=["json"])
        await socket.prepare(request)
        async for message in socket:
            await socket.send_str(message.data)
        return socket

    app = web.Application()
    app.router.add_get("/", answer)
    library = await serve("library", opens=lambda **where: websockets.serve(back, **where))
    for server in (library, await serve("aiohttp", app=app)):
        async with connect_websocket(server.url("/", "ws"), subprotocols=["json"]) as socket:
            for message in ("Olé", "x" * 300_000):
                await socket.send(message)
                assert await socket.receive() == message
        assert socket.over.code == 1000


@in_loop
async def test_an_application_of_aiohttp_hands_a_connection_over():
    app = web.Application()
    close_at_shutdown(app)

    async def socket_at(request):
        return await in_aiohttp(request, echo, subprotocols=["json"])

    async def page(request):
        return web.Response(text="a page")

    app.router.add_get("/socket", socket_at)
    app.router.add_get("/", page)
    server = await serve("app", app=app)
    async with aiohttp.ClientSession() as session:
        async with session.get(server.url("/socket")) as reply:
            assert reply.status == 400
        async with session.get(server.url()) as reply:
            assert await reply.text() == "a page"
    async with websockets.connect(server.url("/socket?a=1", "ws"), subprotocols=["json"]) as socket:
        for message in MESSAGES:
            await socket.send(message)
            assert await socket.recv() == message
    assert socket.close_code == 1000
    async with connect_websocket(server.url("/socket", "ws")) as socket:
        await socket.send("Hello")
        assert await socket.receive() == "Hello"
        await server.aclose()
        assert [message async for message in socket] == []
    assert socket.over.code == 1001
