"""A client that polls a chat far away, on a step clock: how often it asks, and how old its news is, in lesson 2A.

Enters: a loop such as ``ask_then_sleep``, its interval, and how long a message travels there and back. Leaves: what
passed on the wire, and the age of each message when it was read. Ten minutes take a second, and are always the same.
"""

import itertools
import random
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from helpers.chat.domain import Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.polling import polling
from helpers.loops.clock import Clock, StepClock
from helpers.net import serve, spawn, tap
from helpers.net.patient import patient_session
from helpers.trace import Trace

__all__ = ["listen"]

Loop = Callable[..., Awaitable[object]]


async def listen(
    loop: Loop, *, interval: float, round_trip: float, seconds: float = 600
) -> tuple[Trace, list[float]]:
    """Let one client poll for so long while somebody says something every second, on average."""
    with closing(StepClock()) as clock:
        chat = Chat(epoch="monday", now=clock)
        app = chat_app(chat, [polling()], middlewares=[_far_away(clock, round_trip)])
        wire = await tap("far wire", await serve("far away", app=app), clock=clock)
        ages: list[float] = []

        def render(page: dict[str, Any]) -> None:
            ages.extend(clock() - message["time"] for message in page["messages"])

        spawn("speaker", _say_something(chat, clock))
        spawn(
            "listener",
            _poll(wire.url("/poll"), loop, chat.cursor, render=render, seconds=interval, clock=clock),
        )
        await clock.advance(seconds)
        return wire.trace, ages


def _far_away(clock: Clock, round_trip: float) -> Any:
    @web.middleware
    async def travel(request: web.Request, handler: Handler) -> web.StreamResponse:
        await clock.sleep(round_trip / 2)
        response = await handler(request)
        await clock.sleep(round_trip / 2)
        return response

    return travel


async def _say_something(chat: Chat, clock: Clock) -> None:
    source = random.Random("any seed, but always the same")
    for number in itertools.count(1):
        await clock.sleep(source.expovariate(1))
        chat.post(Post(f"key-{number}", "Ada", f"message {number}"))


async def _poll(url: str, loop: Loop, cursor: str, **options: Any) -> None:
    async with patient_session() as session:

        async def ask() -> dict[str, Any]:
            nonlocal cursor
            async with session.get(url, params={"after": cursor}) as reply:
                page: dict[str, Any] = await reply.json()
            cursor = page["cursor"]
            return page

        await loop(ask, **options)
