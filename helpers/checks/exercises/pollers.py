"""Clients that poll as lesson 2A says, over real connections on a step clock: minutes take milliseconds.

Enters: who polls how, and when what is said. Leaves: the log, a poll a tuple, in the order in which replies came.
"""

import itertools
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from helpers.checks.judges.wire import Wire, get, json_reply, replying, status_and_json
from helpers.loops.clock import StepClock
from helpers.loops.poll import ask_then_sleep, fixed_rate

__all__ = ["Poll", "Pollers", "record"]

Poll = tuple[float, float, list[float]]
"""When its request left, when its reply was there, and when the messages that it brought had been said."""


@dataclass(frozen=True, slots=True)
class Pollers:
    """``starts`` is when each client begins, ``takes`` how long replies take, one after the other and round again."""

    about: str
    interval: float
    takes: Sequence[float]
    said: Sequence[float] = ()
    starts: Sequence[float] = (0.0,)
    lasts: float = 20
    waits: bool = True  # ask, then sleep; otherwise at a fixed rate


async def record(pollers: Pollers) -> list[Poll]:
    """Let them poll, and write down what they see. A message reaches the server when it is said."""
    log, takes = list[Poll](), itertools.cycle(pollers.takes)
    with closing(StepClock()) as clock:

        async def respond(request: bytes) -> bytes:
            """What was said after what the client has, as of the middle of the time that the reply takes."""
            half, known = next(takes) / 2, int(request.split()[1].rpartition(b"=")[2])
            await clock.sleep(half)
            news = [moment for moment in pollers.said[known:] if moment <= clock()]
            await clock.sleep(half)
            return json_reply(200, news)

        async with Wire(replying(respond)) as wire:
            for start in pollers.starts:
                wire.begin(_poll(pollers, start, clock=clock, wire=wire, log=log))
            await clock.advance(pollers.lasts)
            wire.look()
    return log


async def _poll(pollers: Pollers, start: float, *, clock: StepClock, wire: Wire, log: list[Poll]) -> None:
    """One client, which drops what it was sent twice."""
    seen: list[float] = []

    async def ask() -> None:
        asked = clock()
        _, news = status_and_json(await wire.say(get(f"/poll?after={len(seen)}")))
        log.append((asked, clock(), [moment for moment in news if moment not in seen]))
        seen.extend(log[-1][2])

    await clock.sleep(start)
    loop = ask_then_sleep if pollers.waits else fixed_rate
    await loop(ask, lambda _: None, seconds=pollers.interval, clock=clock)
