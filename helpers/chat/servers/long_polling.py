"""The chat by long polling (RFC 6202): a ``GET /long-poll?after=CURSOR`` with nothing to tell is kept for a while.

It is answered when there is news, when the time is over, or when its client has left. A client may ask for less time
with ``&wait=SECONDS``.
"""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from helpers.chat.domain import BadCursor, Chat, Page
from helpers.chat.servers.answers import refusal
from helpers.chat.servers.app import Settings, Transport
from helpers.chat.servers.files import TRANSPORTS
from helpers.chat.servers.requests import seconds_of, store, tell
from helpers.loops.clock import Clock, WallClock
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.nap import nap
from helpers.net.leaving import when_it_leaves

__all__ = ["HOLD", "Holding", "long_polling"]

HOLD = 25.0  # s: 30 s are safe (RFC 6202 §5.5), but a proxy that gives up after 30 s must hear from us before


def long_polling(*, hold: float = HOLD, clock: Clock | None = None, lane: Lane = NOWHERE) -> Transport:
    """Keep a question for at most ``hold`` seconds of ``clock``; each hold is a mark on ``lane``."""

    def mount(app: web.Application, chat: Chat) -> Settings:
        holding = Holding(chat, hold, clock or WallClock(), lane)
        app.router.add_get("/long-poll", holding.get, allow_head=False)
        app.router.add_post("/long-poll", holding.post)
        return {"path": "long-poll", "hold": hold}

    return Transport("long-polling", TRANSPORTS / "long-polling.js", mount)


@dataclass(frozen=True, slots=True)
class Holding:
    """Answers the questions to ``chat``, at once or later."""

    chat: Chat
    hold: float
    clock: Clock
    lane: Lane

    async def get(self, request: web.Request) -> web.Response:
        """History, or what came after a cursor; 304 where the client has it already; 400 for a bad query."""
        cursor = request.query.get("after")
        try:
            wait = seconds_of(request.query.get("wait"), most=self.hold)
            page = self.chat.greeting() if cursor is None else await self._news(request, cursor, wait)
        except (BadCursor, ValueError) as error:
            return refusal(400, str(error))
        return tell(request, page, tag=self.chat.cursor)

    async def post(self, request: web.Request) -> web.Response:
        """Store one message."""
        return await store(self.chat, request)

    async def _news(self, request: web.Request, cursor: str, wait: float) -> Page:
        """What came after ``cursor``; with nothing to tell, wait for news, the time, or the client to leave.

        Between the look and the subscription nothing is awaited, so no message can fall between them.
        """
        page = self.chat.after(cursor)
        if page.messages or page.gap or not wait:
            return page
        woken = asyncio.Event()
        unsubscribe = self.chat.subscribe(lambda message: woken.set())
        stay = when_it_leaves(request, woken.set)
        try:
            with self.lane.span("hold") as span:
                in_time = await nap(self.clock, wait, woken=woken)
                page = self.chat.after(cursor)
                span.outcome = "news" if page.messages else "its client left" if in_time else "nothing new"
        finally:
            unsubscribe()
            stay()
        return page
