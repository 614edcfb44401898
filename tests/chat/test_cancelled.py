"""A chat's server may be interrupted at any suspension of its start and of its stop: nothing is left of it."""

from collections.abc import Callable
from random import Random

import pytest

from helpers.chat.clients.client import Client
from helpers.chat.clients.http2_stream import Http2Stream
from helpers.chat.clients.long_polling import LongPolling
from helpers.chat.clients.socketio import SocketIO
from helpers.chat.clients.sse import Sse
from helpers.chat.clients.websocket import Websocket
from helpers.chat.clients.websockets_library import WebsocketsLibrary
from helpers.chat.domain import Chat
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.http2 import chat_http2
from helpers.chat.servers.http2_stream import http2_stream
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.socketio import socketio
from helpers.chat.servers.sse import sse
from helpers.chat.servers.websocket import websocket
from helpers.chat.servers.websockets_library import websockets_library
from helpers.net import Server, serve, stop_all
from helpers.net.http2 import serve_http2
from helpers.net.registry import registry
from tests.cancelled import at_each_suspension
from tests.chat.stream_samples import AUTHORITY, fresh, say
from tests.net.net_samples import in_loop
from tests.net.test_cancelled import looking


def by(*transports: Callable) -> Callable:
    async def start(chat: Chat) -> Server:
        return await serve("chat", app=chat_app(chat, [one() for one in transports]))

    return start


async def over_http2(chat: Chat) -> Server:
    return await serve_http2("chat", chat_http2(chat, [http2_stream()]), tls=AUTHORITY)


WAYS = {
    "long polling": (by(long_polling), lambda server: LongPolling(server.url())),
    "sse": (by(sse), lambda server: Sse(server.url())),
    "http2": (over_http2, lambda server: Http2Stream(server.url(), authority=AUTHORITY)),
    "websocket": (by(websocket), lambda server: Websocket(server.url())),
    "websockets library": (
        by(websockets_library),
        lambda server: WebsocketsLibrary(registry().find(Server, "websockets").url("/", "ws")),
    ),
    "socket.io": (by(socketio), lambda server: SocketIO(server.url())),
    "all": (by(long_polling, sse, websocket, websockets_library, socketio), lambda server: Sse(server.url())),
}
EACH = pytest.mark.parametrize(("start", "transport"), WAYS.values(), ids=WAYS)


@EACH
@in_loop
async def test_a_start_that_is_cancelled_leaves_nothing(start, transport):
    chat = fresh()
    assert await at_each_suspension(lambda: start(chat), looking()) >= 1
    assert chat._listeners == []


@pytest.mark.slow
@EACH
@in_loop
async def test_so_does_one_that_is_cancelled_once_more_while_it_clears_up(start, transport):
    chat, look = fresh(), looking()
    for again in range(1, 9):
        await at_each_suspension(lambda: start(chat), look, again=again)
    assert chat._listeners == []


@EACH
@in_loop
async def test_a_stop_that_is_cancelled_can_be_made_again(start, transport):
    chat, look = fresh(), looking()
    say(chat)

    async def begun() -> tuple[Server, Client]:
        server = await start(chat)
        eve = Client("eve", transport(server), random=Random(1)).start()
        await eve.seen(1)
        return server, eve

    async def stop() -> None:
        await server.aclose()

    async def again(number: int) -> None:
        nonlocal server, eve
        await stop_all()
        await eve.aclose()
        await look(number)
        assert chat._listeners == []
        server, eve = await begun()

    server, eve = await begun()
    await at_each_suspension(stop, again)
    await stop_all()
    await eve.aclose()
