"""A way to the chat whose reply never ends: the same handlers over HTTP/2 and, in chunks, over HTTP/1.1.

What enters: how a page of the chat is written. What leaves: a ``Transport`` that ``chat_app`` serves by aiohttp, and
whose ``routes`` ``chat_http2`` serves over HTTP/2. No client's name is asked: a cursor says all.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass

from aiohttp import web

from helpers.chat.domain import BadCursor, Chat, Page
from helpers.chat.servers.app import BODY_LIMIT, Mount, Settings, Transport
from helpers.chat.servers.files import TRANSPORTS
from helpers.chat.servers.following import first_page, following
from helpers.chat.servers.requests import JSON, store, stored, unsuited
from helpers.loops.clock import Clock
from helpers.net.http2 import Handler, Reply, Request, TooLong
from helpers.net.http2.http1 import in_aiohttp

__all__ = ["UNBUFFERED", "Routes", "Streamed", "streamed"]

Routes = Mapping[tuple[str, str], Handler]  # by method and path
Write = Callable[[Page | None], bytes]  # a page in bytes, and what keeps a quiet line alive

# No cache keeps it, and nginx passes each piece on when it comes.
UNBUFFERED = {"cache-control": "no-store", "x-accel-buffering": "no"}


@dataclass(frozen=True, slots=True)
class Streamed(Transport):
    """A transport that HTTP/2 can serve, too."""

    routes: Callable[[Chat], Routes]
    settings: Settings


def streamed(
    name: str,
    path: str,
    *,
    write: Write,
    content_type: str,
    clock: Clock,
    keep_alive: float,
    begin: bytes = b"",
    settings: Settings,
) -> Streamed:
    """``GET /path`` stays open and is sent ``begin``, then each page by ``write``; ``POST /path`` stores."""
    headers = {"content-type": content_type, **UNBUFFERED}

    def routes(chat: Chat) -> Routes:
        async def get(request: Request) -> Reply:
            cursor = request.headers.get("last-event-id", request.query.get("after"))
            try:
                page = first_page(chat, cursor)
            except BadCursor as error:
                return Reply.json({"error": str(error)}, status=400)
            news = following(chat, page, clock=clock, keep_alive=keep_alive)
            return Reply(200, headers, _written(news, write, begin))

        return {("GET", f"/{path}"): get, ("POST", f"/{path}"): _storing(chat)}

    mount = _mounted(f"/{path}", routes, settings)
    return Streamed(name, TRANSPORTS / f"{name}.js", mount, routes, settings)


def _mounted(path: str, routes: Callable[[Chat], Routes], settings: Settings) -> Mount:
    def mount(app: web.Application, chat: Chat) -> Settings:
        handler = routes(chat)["GET", path]

        async def get(request: web.Request) -> web.StreamResponse:
            return await in_aiohttp(request, handler)

        async def post(request: web.Request) -> web.Response:
            return await store(chat, request)

        app.router.add_get(path, get, allow_head=False)
        app.router.add_post(path, post)
        return settings

    return mount


async def _written(
    pages: AsyncGenerator[Page | None, None], write: Write, begin: bytes
) -> AsyncGenerator[bytes, None]:
    async with aclosing(pages):
        async for page in pages:
            yield begin + write(page)
            begin = b""


def _storing(chat: Chat) -> Handler:
    async def post(request: Request) -> Reply:
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != JSON:
            return Reply.json({"error": unsuited(content_type)}, status=415)
        try:
            body = await request.read(most=BODY_LIMIT)
        except TooLong as error:
            return Reply.json({"error": str(error)}, status=413)
        status, value = stored(chat, body)
        return Reply.json(value, status=status)

    return post
