"""The chat by WebSocket: one connection, both ways, on our own codec. Each message is JSON and says its ``type``.

From the server: ``page`` (first the history, then what is new), ``stored`` and ``refused`` (the answer to a post, by
its key), ``pong``. From the client: ``post``, and ``ping``, since a page's script sees none of the protocol's own. A
listener has a place in the chat and no queue: one that reads slowly gets more in a page, and costs no memory.
"""

import asyncio
import json
from collections.abc import Collection
from contextlib import aclosing, suppress
from typing import Any

from aiohttp import web

from helpers.chat.domain import BadCursor, Chat
from helpers.chat.servers.answers import refusal
from helpers.chat.servers.app import BODY_LIMIT, Settings, Transport
from helpers.chat.servers.files import TRANSPORTS
from helpers.chat.servers.following import first_page, following
from helpers.chat.servers.origins import welcome
from helpers.chat.servers.requests import stored
from helpers.loops.clock import Clock, WallClock
from helpers.net.websocket import Ended, Limits, Message, WebSocket
from helpers.net.websocket.in_aiohttp import close_at_shutdown, in_aiohttp

__all__ = ["BAD_CURSOR", "SUBPROTOCOL", "answer", "websocket"]

SUBPROTOCOL = "json"
BAD_CURSOR = 4400  # RFC 6455 §7.4.2: 4000 to 4999 are ours
LIMITS = Limits(message=BODY_LIMIT)


def websocket(
    *,
    beat: float = 20.0,
    patience: float = 10.0,
    origins: Collection[str] = (),
    limits: Limits = LIMITS,
    clock: Clock | None = None,
) -> Transport:
    """At ``/socket``. The page says ``ping`` after ``beat`` quiet s, and gives a line up that is quiet for longer by
    ``patience``; the server asks and gives up as ``limits`` say. A page of another origin is refused, unless it is
    one of ``origins``; ``"*"`` is any."""
    clock = clock or WallClock()

    def mount(app: web.Application, chat: Chat) -> Settings:
        async def talk(socket: WebSocket) -> None:
            await _talk(socket, chat, clock)

        async def get(request: web.Request) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            if not welcome(origin, request.host, origins):
                return refusal(403, f"a page of {origin} may not talk here")
            return await in_aiohttp(request, talk, subprotocols=[SUBPROTOCOL], limits=limits, clock=clock)

        close_at_shutdown(app)
        app.router.add_get("/socket", get, allow_head=False)
        return {"path": "socket", "beat": beat, "patience": patience}

    return Transport("websocket", TRANSPORTS / "websocket.js", mount)


async def _talk(socket: WebSocket, chat: Chat, clock: Clock) -> None:
    telling = asyncio.ensure_future(_tell(socket, chat, clock))
    try:
        async for message in socket:
            await socket.send(json.dumps(answer(chat, message)))
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError, Ended):
            await telling


async def _tell(socket: WebSocket, chat: Chat, clock: Clock) -> None:
    """The history, or what came after the client's cursor; then each next page when it comes."""
    try:
        page = first_page(chat, socket.query.get("after"))
    except BadCursor as error:
        return socket.close(BAD_CURSOR, reason=str(error)[:100])
    async with aclosing(following(chat, page, clock=clock, keep_alive=0)) as pages:
        async for news in pages:
            if news is not None:
                await socket.send(json.dumps({"type": "page", "page": news.as_json()}))


def answer(chat: Chat, message: Message) -> dict[str, object]:
    """What is said to a client's message, by its type."""
    match value := _parsed(message):
        case {"type": "ping"}:
            return {"type": "pong"}
        case {"type": "post"}:
            status, said = stored(chat, json.dumps(value).encode())
            kind = {"type": "stored"} if status < 300 else {"type": "refused", "status": status}
            return {**kind, "key": value.get("key"), **({"message": said} if status < 300 else said)}
    return {"type": "refused", "status": 400, "key": None, "error": "no message of a type that is known here"}


def _parsed(message: Message) -> Any:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None
