"""The chat on the ``websockets`` library: its own server, beside the page's, on a port of its own.

The messages are those of ``websocket.py``, and so is the page's module. The library does the rest: handshake, frames,
pings, limits, compression, and back-pressure, since its ``send`` waits for a reader that is slow.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from websockets import ConnectionClosed
from websockets.asyncio.server import ServerConnection

from helpers.chat.domain import BadCursor, Chat
from helpers.chat.servers.app import BODY_LIMIT, Settings, Transport
from helpers.chat.servers.files import TRANSPORTS
from helpers.chat.servers.following import first_page, following
from helpers.chat.servers.websocket import BAD_CURSOR, SUBPROTOCOL, answer
from helpers.loops.clock import Clock, WallClock
from helpers.net.library import library
from helpers.net.logged import error_of, keeping
from helpers.net.server import serve

__all__ = ["talk", "websockets_library"]

LOCAL = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
HERE: Sequence[Any] = (None, LOCAL)  # a page of this machine, or no page at all: another's must not come in


def websockets_library(
    name: str = "websockets", *, origins: Sequence[Any] | None = HERE, beat: float = 20.0, patience: float = 10.0,
    clock: Clock | None = None, **options: Any,
) -> Transport:  # fmt: skip
    """A server ``name`` of the library; ``options`` are the library's own, such as ``ping_interval``.

    Who mounts the same transport again gets the port that it had: a page that is open may speak to no other.
    """
    clock, port = clock or WallClock(), 0
    options = {"ping_interval": 20, "open_timeout": 10, **options}
    options = {"max_size": BODY_LIMIT, "subprotocols": [SUBPROTOCOL], **options}

    def mount(app: web.Application, chat: Chat) -> Settings:
        settings: dict[str, object] = {"path": "", "beat": beat, "patience": patience}

        async def beside(app: web.Application) -> AsyncIterator[None]:
            nonlocal port
            log = list[str]()
            logger = keeping(log, said=lambda record: error_of(record) is None)
            opens = library(partial(talk, chat, clock), origins=origins, logger=logger, **options)
            server = await serve(name, opens=opens, port=port)
            server.log, port = log, server.port
            settings["origin"] = server.url("", "ws")
            yield
            await server.aclose()

        app.cleanup_ctx.append(beside)
        return settings

    return Transport("websockets-library", TRANSPORTS / "websocket.js", mount)


async def talk(chat: Chat, clock: Clock, socket: ServerConnection) -> None:
    """One connection: what is new goes out by a task of its own, what comes is answered."""
    telling = asyncio.create_task(_tell(socket, chat, clock))
    try:
        with suppress(ConnectionClosed):  # the iteration itself ends only where both have said goodbye
            async for message in socket:
                await socket.send(json.dumps(answer(chat, message)))
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError, ConnectionClosed):
            await telling


async def _tell(socket: ServerConnection, chat: Chat, clock: Clock) -> None:
    assert socket.request is not None  # it is open
    cursor = parse_qs(urlsplit(socket.request.path).query).get("after", [None])[0]
    try:
        page = first_page(chat, cursor)
    except BadCursor as error:
        return await socket.close(BAD_CURSOR, str(error)[:100])
    async with aclosing(following(chat, page, clock=clock, keep_alive=0)) as pages:
        async for news in pages:
            if news is not None:
                await socket.send(json.dumps({"type": "page", "page": news.as_json()}))
