"""The chat over plain requests: ``GET /poll``, ``GET /poll?after=CURSOR``, ``POST /poll`` (aiohttp).

With a ``hold`` a GET that has nothing to tell is kept until there is news or the time is over: long polling
(RFC 6202). A client may ask for less with ``&wait=SECONDS``. ``ETag`` and 304 save the body of a reply that has
nothing new (RFC 9110 §13). Every refusal is JSON with an ``error``, and nothing is stored. Rejected: CORS headers, as
the page has the same origin.
"""

import asyncio
import math

from aiohttp import web
from aiohttp.typedefs import Middleware

from helpers.chat.domain import BadCursor, BadPost, Chat, Conflict, Page, parse_post
from helpers.chat.servers.answers import answers, refusal
from helpers.chat.servers.files import add_page
from helpers.loops.clock import Clock, WallClock
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.nap import nap

__all__ = ["BODY_LIMIT", "HOLD", "PollingServer", "polling_app"]

BODY_LIMIT = 64 * 1024  # bytes of a POST
HOLD = 30.0  # s: safe before the proxies' own timeouts (RFC 6202 §5.5)


def polling_app(
    chat: Chat,
    *,
    hold: float = 0.0,
    clock: Clock | None = None,
    interval: float = 3.0,
    base: float = 1.0,
    middlewares: list[Middleware] | None = None,
    log: list[str] | None = None,
    lane: Lane = NOWHERE,
) -> web.Application:
    """The application to serve: polls, posts and the chat page. ``hold`` is the longest a GET is kept, in seconds.

    ``interval`` is what the page waits between two short polls, ``base`` the base of its backoff (s). Each request
    leaves a line in ``log``, each hold a mark on ``lane``.
    """
    server = PollingServer(chat, hold=hold, clock=clock or WallClock(), lane=lane)
    app = web.Application(middlewares=[answers(log), *(middlewares or [])], client_max_size=BODY_LIMIT)
    app.router.add_get("/poll", server.get, allow_head=False)
    app.router.add_post("/poll", server.post)
    transports = ["polling", "long-polling"] if hold else ["polling"]
    add_page(app, {"transports": transports, "interval": interval, "hold": hold, "base": base})
    return app


class PollingServer:
    """Answers polls from ``chat``."""

    def __init__(self, chat: Chat, *, hold: float, clock: Clock, lane: Lane = NOWHERE) -> None:
        self.chat, self.hold, self.clock, self.lane = chat, hold, clock, lane
        self.held = 0  # requests that are kept at the moment

    async def get(self, request: web.Request) -> web.Response:
        """History, or what came after a cursor; 304 where the client has it already; 400 for a bad query."""
        cursor = request.query.get("after")
        try:
            wait = _seconds(request.query.get("wait"), most=self.hold)
            page = self.chat.greeting() if cursor is None else await self._news(cursor, wait)
        except (BadCursor, ValueError) as error:
            return refusal(400, str(error))
        headers = {"ETag": f'"{self.chat.cursor}"', "Cache-Control": "no-cache"}
        if _known(request, headers["ETag"]):
            return web.Response(status=304, headers=headers)
        return web.json_response(page.as_json(), headers=headers)

    async def post(self, request: web.Request) -> web.Response:
        """Store one message: 201, or 200 where its key was stored before."""
        if request.content_type != "application/json":
            return refusal(415, f"send application/json, not {request.content_type}")
        try:
            message, new = self.chat.post(parse_post(await _body(request)))
        except BadPost as error:
            return refusal(400, str(error))
        except Conflict as error:
            return refusal(409, str(error))
        return web.json_response(message.as_json(), status=201 if new else 200)

    async def _news(self, cursor: str, wait: float) -> Page:
        """What came after ``cursor``; with nothing to tell, wait for news or the time.

        Between the look and the subscription nothing is awaited, so no message can fall between them.
        """
        page = self.chat.after(cursor)
        if page.messages or page.gap or not wait:
            return page
        news = asyncio.Event()
        unsubscribe = self.chat.subscribe(lambda message: news.set())
        self.held += 1
        try:
            with self.lane.span("hold") as span:
                span.outcome = "news" if await nap(self.clock, wait, woken=news) else "nothing new"
        finally:
            self.held -= 1
            unsubscribe()
        return self.chat.after(cursor)


async def _body(request: web.Request) -> bytes:
    """The whole body; half of one, or one that its headers belie, is no post."""
    try:
        return await request.read()
    except ConnectionError:
        raise BadPost("the connection ended before the body did") from None
    except web.RequestPayloadError:
        request.content.feed_eof()  # aiohttp would read on, and fail over it once more
        raise BadPost("the body does not decode as its headers say") from None


def _seconds(text: str | None, *, most: float) -> float:
    if text is None:
        return most
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not seconds >= 0:
        raise ValueError(f"wait must be a number of seconds from 0, not {text[:40]!r}")
    return min(seconds, most)


def _known(request: web.Request, etag: str) -> bool:
    """Whether ``If-None-Match`` names what we would send (RFC 9110 §13.1.2: a weak comparison)."""
    tags = request.if_none_match or ()
    return any(tag.value in ("*", etag.strip('"')) for tag in tags)
