"""Clients that poll as lesson 2A says, over real connections on a step clock: minutes take milliseconds.

Enters: who polls how, and when what is said. Leaves: the log, a poll a tuple, in the order in which replies came.
"""

import itertools
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from helpers.checks.judges.http_text import get, json_reply, status_and_json
from helpers.checks.judges.wire import Wire, replying
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
    with closing(StepClock()) as clock:
        recording = _Recording(pollers, clock)
        async with Wire(replying(recording.respond)) as wire:
            for start in pollers.starts:
                wire.begin(recording.poll(wire, start))
            await clock.advance(pollers.lasts)
            wire.look()
    return recording.log


class _Recording:
    """Who polls and is polled."""

    def __init__(self, pollers: Pollers, clock: StepClock) -> None:
        self.log: list[Poll] = []
        self._pollers, self._clock = pollers, clock
        self._takes = itertools.cycle(pollers.takes)

    async def respond(self, request: bytes) -> bytes:
        """What was said after what the client has, as of the middle of the time that the reply takes."""
        half, known = next(self._takes) / 2, int(request.split()[1].rpartition(b"=")[2])
        await self._clock.sleep(half)
        news = [moment for moment in self._pollers.said[known:] if moment <= self._clock()]
        await self._clock.sleep(half)
        return json_reply(200, news)

    async def poll(self, wire: Wire, start: float) -> None:
        """One client, which drops what it was sent twice."""
        seen: list[float] = []

        async def ask() -> None:
            asked = self._clock()
            _, news = status_and_json(await wire.say(get(f"/poll?after={len(seen)}")))
            self.log.append((asked, self._clock(), [moment for moment in news if moment not in seen]))
            seen.extend(self.log[-1][2])

        await self._clock.sleep(start)
        loop = ask_then_sleep if self._pollers.waits else fixed_rate
        await loop(ask, lambda _: None, seconds=self._pollers.interval, clock=self._clock)
