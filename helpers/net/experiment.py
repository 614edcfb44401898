"""One client's loop at a slow server, on a step clock: what lesson 2C tries its loops on.

Enters: a loop such as ``ask_then_sleep`` and how the server behaves. Leaves: the trace, with the marks of both, and
what the loop rendered, with the time. A run of a minute takes milliseconds and gives the same each time.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientConnectionError, web

from helpers.loops.clock import Clock, StepClock
from helpers.loops.lane import Lane
from helpers.net.parties import spawn
from helpers.net.patient import patient_session
from helpers.net.server import serve
from helpers.net.tap import tap
from helpers.trace import Trace

__all__ = ["experiment", "run_client", "slow_app"]

Loop = Callable[..., Awaitable[object]]
Seconds = Callable[[int], float]


async def run_client(url: str, loop: Loop, **options: Any) -> None:
    """Run ``loop`` with a function that asks ``url`` over one session, which waits however long a reply takes."""
    async with patient_session() as session:

        async def ask() -> object:
            try:
                async with session.get(url) as reply:
                    return await reply.json()
            except ClientConnectionError as error:  # not always an OSError, which is what loops know
                raise ConnectionError(str(error)) from error

        await loop(ask, **options)


def slow_app(
    clock: Clock, lane: Lane, takes: Seconds = lambda number: 4, at_once: int = 100
) -> web.Application:
    """A server whose reply to request ``number`` takes ``takes(number)`` s; it works on ``at_once`` at a time."""
    numbers, room = itertools.count(1), asyncio.Semaphore(at_once)

    async def poll(request: web.Request) -> web.Response:
        number = next(numbers)
        async with room:
            with lane.span(f"answer {number}"):
                await clock.sleep(takes(number))
        return web.json_response(number)

    app = web.Application()
    app.router.add_get("/poll", poll)
    return app


async def experiment(
    name: str,
    loop: Loop,
    seconds: float,
    *,
    after: float = 0,
    stop: asyncio.Event | None = None,
    **server: Any,
) -> tuple[Trace, list[tuple[float, object]]]:
    """Let ``loop`` ask every 3 s for ``seconds``, cancel it (or set ``stop``), and let time go on ``after`` that."""
    clock = StepClock()
    wire = await tap(f"{name}'s wire", await serve(name, app=web.Application()), clock=clock)
    await serve(name, app=slow_app(clock, Lane("server", wire.trace), **server))
    shown: list[tuple[float, object]] = []

    def render(number: object) -> None:
        shown.append((clock(), number))

    options: dict[str, Any] = {"seconds": 3, "clock": clock, "lane": Lane(name, wire.trace), "render": render}
    if stop is not None:
        options["stop"] = stop
    try:
        party = spawn(name, run_client(wire.url("/poll"), loop, **options))
        await clock.advance(seconds)
        if stop is not None:
            stop.set()
        else:
            party.task.cancel()
        await clock.advance(after)
    finally:
        clock.close()
    return wire.trace, shown
