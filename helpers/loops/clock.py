"""What tells the time and waits: every loop and every tap takes one as an argument.

``WallClock`` counts real seconds from the moment it was made, so that a lesson's times begin at zero. ``StepClock``
stands still until somebody advances it, and then lets everything happen that happens until then, in order.
"""

import asyncio
import heapq
import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from helpers.loops.quiet import MOMENT, quiet

__all__ = ["Clock", "ClockClosed", "Sleeper", "StepClock", "WallClock"]

NANO = 1_000_000_000  # a StepClock counts whole nanoseconds: ten times 0.1 s is then 1 s


class Clock(Protocol):
    """Anything that tells the seconds when called and can sleep."""

    def __call__(self) -> float:
        """The time in seconds since the clock's zero."""

    async def sleep(self, seconds: float) -> None:
        """Return when ``seconds`` more have passed on this clock."""


class WallClock:
    """Real time, counted from zero."""

    def __init__(self) -> None:
        self._zero = time.monotonic_ns()

    def __call__(self) -> float:
        """The seconds since this clock was made, in whole nanoseconds: a difference of floats has noise below."""
        return (time.monotonic_ns() - self._zero) / 1e9

    async def sleep(self, seconds: float) -> None:
        """Sleep for real."""
        await asyncio.sleep(seconds)


class ClockClosed(RuntimeError):
    """Somebody wanted to advance a closed clock."""


@dataclass(order=True, slots=True)
class Sleeper:
    """A task that sleeps until ``due``, in nanoseconds; equal times wake in the order they went to sleep."""

    due: int
    number: int
    name: str = field(compare=False)
    bell: "asyncio.Future[None]" = field(compare=False, repr=False)

    @property
    def until(self) -> float:
        """When it wakes, in seconds on its clock."""
        return self.due / NANO


class StepClock:
    """A clock that somebody advances by hand; between two sleepers it waits until all is quiet.

    ``moment`` is how long (in real seconds) nothing may happen before it believes that nothing moves: see ``quiet``.
    """

    def __init__(self, *, moment: float = MOMENT) -> None:
        self.closed = False
        self._now = 0
        self._moment = moment
        self._sleepers: list[Sleeper] = []
        self._numbers = itertools.count()
        self._turn = asyncio.Lock()
        self._listeners: tuple[Callable[[], None], ...] = ()

    def __call__(self) -> float:
        """The seconds this clock was advanced so far."""
        return self._now / NANO

    @property
    def sleepers(self) -> Sequence[Sleeper]:
        """Who sleeps, in the order in which they will wake."""
        return sorted(sleeper for sleeper in self._sleepers if not sleeper.bell.done())

    async def sleep(self, seconds: float) -> None:
        """Return when the clock was advanced by ``seconds``; zero or less lets the others have a turn.

        On a closed clock it raises ``CancelledError``, as it did to those who slept when it was closed: who only
        waited for their turn to sleep end in the same way, and not in an error that nobody can help.
        """
        if self.closed:
            raise asyncio.CancelledError("this clock is closed: nobody can sleep on it")
        if not seconds > 0:
            _nanoseconds(0 if seconds <= 0 else seconds)
            return await asyncio.sleep(0)
        bell = asyncio.get_running_loop().create_future()
        due = self._now + _nanoseconds(seconds)
        heapq.heappush(self._sleepers, Sleeper(due, next(self._numbers), _name(), bell))
        self._tell()
        await bell

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` whenever time passes or somebody goes to sleep; the function that comes back ends it."""
        self._listeners += (listener,)

        def unsubscribe() -> None:
            self._listeners = tuple(one for one in self._listeners if one is not listener)

        return unsubscribe

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    async def settle(self) -> None:
        """Return when nothing moves any more: everybody sleeps on this clock or waits for somebody who does."""
        await quiet(moment=self._moment)

    async def advance(self, seconds: float) -> float:
        """Let ``seconds`` pass, waking one sleeper after the other; returns the time it is then.

        Before each next wake-up and at the end all is settled. Calls at the same time queue up and add up.
        """
        async with self._turn:
            await self.settle()
            until = self._now + _nanoseconds(seconds)
            while (sleeper := self._next(until)) is not None:
                self._now = sleeper.due
                sleeper.bell.set_result(None)
                self._tell()
                await self.settle()
            self._check_open()
            self._now = until
            self._tell()
            return self()

    def close(self) -> None:
        """Cancel every sleeper, and from now on everybody who wants to sleep here."""
        self.closed = True
        for sleeper in self._sleepers:
            sleeper.bell.cancel()
        self._sleepers.clear()
        self._tell()

    def _next(self, until: int) -> Sleeper | None:
        """Take the first who is due, passing over those who were cancelled in their sleep."""
        self._check_open()
        while self._sleepers and self._sleepers[0].due <= until:
            sleeper = heapq.heappop(self._sleepers)
            if not sleeper.bell.done():
                return sleeper
        return None

    def _check_open(self) -> None:
        if self.closed:
            raise ClockClosed("this clock is closed: nobody can advance it")

    def __repr__(self) -> str:
        count = len(self.sleepers)
        return f"<step clock at {self():g} s, {count} sleeper{'s' * (count != 1)}>"


def _nanoseconds(seconds: float) -> int:
    if not (math.isfinite(seconds) and seconds >= 0):
        raise ValueError(f"a clock goes forward by a finite number of seconds, not by {seconds!r}")
    return round(seconds * NANO)


def _name() -> str:
    task = asyncio.current_task()
    return "nobody" if task is None else task.get_name()
