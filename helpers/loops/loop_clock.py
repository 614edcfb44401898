"""A step clock that takes the event loop's own time along, for libraries that sleep on no other.

A library sleeps by ``asyncio.sleep`` and gives up by ``asyncio.timeout``: both ask the loop what time it is, and tell
it when to call. Here the loop's answer is this clock's, and each of its timers is one of the clock's sleepers: so a
ping that is due in 20 s comes when somebody advances the clock by 20 s, in its place among all others.

Only for a loop whose every timer may stand still: a process that counts, never a kernel in which somebody works.
Rejected: a count in real time (its edges fall between two pings or upon one, so two runs differ, and it takes 20 s).
"""

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any

from helpers.loops.clock import NANO, Sleeper, StepClock

__all__ = ["LoopClock", "parting"]


class LoopClock(StepClock):
    """Holds the running loop's time from the moment it is made until ``give_back``."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._zero = self._loop.time()
        vars(self._loop).update(time=self._time, call_at=self._call_at)

    def give_back(self) -> None:
        """The loop asks the system's clock again; what still sleeps here sleeps on until this clock is closed."""
        for name in ("time", "call_at"):
            vars(self._loop).pop(name, None)

    def close(self) -> None:
        """Give the time back, and cancel every sleeper."""
        self.give_back()
        super().close()

    def _time(self) -> float:
        return self._zero + self()

    def _call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        bell = self._loop.create_future()
        bell.add_done_callback(lambda bell: None if bell.cancelled() else callback(*args), context=context)
        due = max(self._now, round((when - self._zero) * NANO))
        heapq.heappush(self._sleepers, Sleeper(due, next(self._numbers), "a timer of the loop", bell))
        if due == self._now:
            bell.set_result(None)
        return _Timer(bell, when, callback, args, self._loop, context)


@asynccontextmanager
async def parting(clock: StepClock) -> AsyncIterator[None]:
    """Innermost among what must be closed: who says goodbye, and gives up after a second, does so in real time."""
    try:
        yield
    finally:
        if isinstance(clock, LoopClock):
            clock.give_back()


class _Timer(asyncio.TimerHandle):
    """What the loop gives to whoever sets a timer: it may be cancelled."""

    def __init__(self, bell: "asyncio.Future[None]", *args: Any) -> None:
        super().__init__(*args)
        self._bell = bell

    def cancel(self) -> None:
        """Ring no more."""
        self._bell.cancel()
        super().cancel()
