"""The client's loop, twice: ask, render, *then* sleep; and at a fixed rate, whatever the replies do.

The first is what a ``setTimeout`` at the end of the callback does: one request in flight, ever. The second is what
``setInterval`` does: slow replies overlap, and may overtake each other. Neither knows what is asked or shown.
"""

import asyncio
import itertools
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from helpers.loops.clock import Clock
from helpers.loops.gate import Gate
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.nap import nap

__all__ = ["ask_then_sleep", "ask_until_stopped", "ask_while_watched", "fixed_rate"]

Reply = TypeVar("Reply")
Ask = Callable[[], Awaitable[Reply]]
Render = Callable[[Reply], object]


async def ask_then_sleep(
    ask: Ask[Reply], render: Render[Reply], *, seconds: float, clock: Clock, lane: Lane = NOWHERE
) -> None:
    """Ask, render the reply, sleep, for ever; cancelling it loses the reply that is on its way."""
    while True:
        with lane.span("request"):
            reply = await ask()
        render(reply)
        with lane.span("sleep"):
            await clock.sleep(seconds)


async def fixed_rate(
    ask: Ask[Reply], render: Render[Reply], *, seconds: float, clock: Clock, lane: Lane = NOWHERE
) -> None:
    """Ask now and every ``seconds``, for ever, without waiting for replies; each is rendered as it comes.

    A tick that comes late does not move the next; ticks that were missed are left out. A request that the network
    fails (``OSError``) is one reply less; any other error ends all. Cancelling it cancels every request in flight.
    """

    async def ask_once(number: int) -> None:
        try:
            with lane.span(f"request {number}"):
                reply = await ask()
        except OSError:
            return  # the next tick asks again
        render(reply)

    started, tick = clock(), 0
    async with asyncio.TaskGroup() as requests:
        for number in itertools.count(1):
            requests.create_task(ask_once(number))
            tick = max(tick + 1, math.ceil((clock() - started) / seconds))
            await clock.sleep(started + tick * seconds - clock())


async def ask_until_stopped(
    ask: Ask[Reply],
    render: Render[Reply],
    *,
    seconds: float,
    clock: Clock,
    stop: asyncio.Event,
    lane: Lane = NOWHERE,
) -> None:
    """As ``ask_then_sleep``, until ``stop`` is set: that ends a sleep at once, and a request after its reply."""
    while not stop.is_set():
        with lane.span("request"):
            reply = await ask()
        render(reply)
        with lane.span("sleep"):
            await nap(clock, seconds, woken=stop)


async def ask_while_watched(
    ask: Ask[Reply],
    render: Render[Reply],
    *,
    seconds: float,
    clock: Clock,
    gate: Gate,
    lane: Lane = NOWHERE,
) -> None:
    """As ``ask_then_sleep``, but not while ``gate`` is paused; when somebody looks again it asks at once."""
    while True:
        if gate.paused:
            with lane.span("pause"):
                await gate.watched()
        gate.asked()
        with lane.span("request"):
            reply = await ask()
        render(reply)
        with lane.span("sleep"):
            await nap(clock, seconds, woken=gate.changed)
