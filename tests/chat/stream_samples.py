"""What the tests of replies that stay open share: a chat over HTTP/1.1 and over HTTP/2 with TLS, and its clients."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

import pytest

from helpers.chat.clients.client import Client, Presence, Refused
from helpers.chat.clients.http2_stream import Http2Stream
from helpers.chat.clients.sse import Sse
from helpers.chat.domain import Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.http2 import chat_http2
from helpers.chat.servers.http2_stream import http2_stream
from helpers.chat.servers.sse import sse
from helpers.loops.clock import Clock, WallClock
from helpers.net import Server, Tap, serve
from helpers.net.http2 import serve_http2
from helpers.net.tls import Authority

AUTHORITY = Authority()
CLIENTS = {"http2-stream": Http2Stream, "sse": Sse}
PATHS = {"http2-stream": "/msgs", "sse": "/events"}


def fresh(**options) -> Chat:
    return Chat("e1", now=lambda: 0.0, **options)


async def serve_chat(
    chat: Chat, *, http2: bool, port: int = 0, clock: Clock | None = None, log: list[str] | None = None
) -> Server:
    """The same two ways, over HTTP/2 with TLS or over HTTP/1.1."""
    ways = [http2_stream(clock=clock or WallClock()), sse(retry=0.02, clock=clock or WallClock())]
    if http2:
        handler = chat_http2(chat, ways, base=0.02, log=log)
        return await serve_http2("chat", handler, tls=AUTHORITY, http1=True, port=port)
    return await serve("chat", app=chat_app(chat, ways, base=0.02, log=log), port=port)


def join(place: Server | Tap, way: str, who: str = "eve", **options) -> Client:
    options = {"base": 0.02, "cap": 0.2, "attempts": 60, "random": Random(who)} | options
    return Client(who, CLIENTS[way](place.url(), authority=AUTHORITY, **options), random=Random(who))


def texts(client: Client) -> list[str]:
    return [message.text for message in client.messages]


def say(chat: Chat, count: int = 1) -> None:
    for _ in range(count):
        number = int(chat.cursor.rpartition(".")[2]) + 1
        chat.post(Post(f"fill-{number}", "bob", f"message {number}"))


async def hear_all(eve: Client, ada: Client, *, chat: Chat) -> None:
    """One message is there already; then both post and somebody else does: both have all of it, in order."""
    await eve.seen(1)
    stored = await eve.post("hello")
    await ada.post("hello eve")
    say(chat)
    for client in (eve, ada):
        await client.seen(4)
        assert texts(client) == ["message 1", "hello", "hello eve", "message 4"]
        assert client.presence is Presence.LIVE
    assert eve.messages[1] == stored
    with pytest.raises(Refused, match="400: text is empty"):
        await eve.post(" ")


async def outlive(
    server: Server, eve: Client, *, chat: Chat, again: Callable[[], Awaitable[object]], meanwhile: int = 1
) -> None:
    """The server stops, and starts ``again``: what was said meanwhile is there, and what eve posts then."""
    say(chat)
    await eve.seen(1)
    await server.aclose()
    posting = asyncio.create_task(eve.post("meanwhile"))
    say(chat, meanwhile)
    await again()
    await posting
    await eve.seen(meanwhile + 2)
    assert texts(eve) == [*(f"message {n}" for n in range(1, meanwhile + 2)), "meanwhile"]
    assert eve.gaps == 0


async def post_over_cuts(eve: Client, ada: Client, *, chat: Chat, wire: Tap) -> None:
    """Two clients post at the same time, the wire is cut after each few posts: nobody misses or doubles anything."""
    await asyncio.gather(eve.seen(0), ada.seen(0))
    for number in range(12):
        posting = asyncio.gather(eve.post(f"eve {number}"), ada.post(f"ada {number}"))
        if number % 3 == 0:
            for link in list(wire.links):
                wire.cut(connection=link)
        await posting
    stored = [message.text for message in chat._log]
    assert len(stored) == len(set(stored)) == 24
    for client in (eve, ada):
        await client.seen(24)
        assert texts(client) == stored
        assert client.gaps == 0
