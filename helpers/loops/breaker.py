"""A circuit breaker: after too many failures in a row nobody asks at all for a while, then one may try.

Closed, calls go through. Open, they fail at once and cost the server nothing. After the cooldown it is half open: one
trial goes through and decides. The state machine is a table, from which the lesson draws its picture.
"""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TypeVar

from helpers.loops.clock import Clock
from helpers.loops.lane import NOWHERE, Lane

__all__ = ["TRANSITIONS", "Breaker", "BreakerOpen", "Circuit", "Event"]

Result = TypeVar("Result")


class Circuit(Enum):
    """What the breaker does with a call."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half open"


class Event(Enum):
    """What can change that."""

    SUCCESS = "success"
    FAILURE = "failure"
    LAST_STRAW = "too many failures"
    COOLED = "cooldown over"


TRANSITIONS: dict[tuple[Circuit, Event], Circuit] = {
    (Circuit.CLOSED, Event.SUCCESS): Circuit.CLOSED,
    (Circuit.CLOSED, Event.FAILURE): Circuit.CLOSED,
    (Circuit.CLOSED, Event.LAST_STRAW): Circuit.OPEN,
    (Circuit.OPEN, Event.COOLED): Circuit.HALF_OPEN,
    (Circuit.HALF_OPEN, Event.SUCCESS): Circuit.CLOSED,
    (Circuit.HALF_OPEN, Event.FAILURE): Circuit.OPEN,
}


class BreakerOpen(ConnectionError):
    """Not even tried; ``after`` seconds from now a trial may be let through."""

    def __init__(self, after: float) -> None:
        super().__init__(f"not asked: the circuit is open for another {after:.3g} s")
        self.after = after


class Breaker:
    """Opens after ``threshold`` failures in a row, for ``cooldown`` seconds. An ``Exception`` is a failure."""

    def __init__(
        self, *, clock: Clock, threshold: int = 5, cooldown: float = 30.0, lane: Lane = NOWHERE
    ) -> None:
        self.state = Circuit.CLOSED
        self.failures = 0
        self.threshold, self.cooldown = threshold, cooldown
        self._clock, self._lane = clock, lane
        self._opened = 0.0
        self._trying = False
        self._era = 0  # an outcome that belongs to an earlier era of the circuit says nothing about this one

    async def call(self, action: Callable[[], Awaitable[Result]]) -> Result:
        """Do ``action`` if the circuit lets it through; otherwise ``BreakerOpen``, at once."""
        self._admit()
        era = self._era
        try:
            result = await action()
        except Exception:
            self._count(Event.FAILURE, era)
            raise
        else:
            self._count(Event.SUCCESS, era)
            return result
        finally:
            if era == self._era:
                self._trying = False  # also when the trial was cancelled: the next may try

    def _admit(self) -> None:
        left = self._opened + self.cooldown - self._clock()
        if self.state is Circuit.OPEN and left <= 0:
            self._change(Event.COOLED)
        if self.state is Circuit.OPEN or self._trying:
            raise BreakerOpen(max(0.0, left))
        self._trying = self.state is Circuit.HALF_OPEN

    def _count(self, event: Event, era: int) -> None:
        if era != self._era:
            return
        self.failures = 0 if event is Event.SUCCESS else self.failures + 1
        if self.state is Circuit.CLOSED and self.failures >= self.threshold:
            event = Event.LAST_STRAW
        self._change(event)

    def _change(self, event: Event) -> None:
        before, self.state = self.state, TRANSITIONS[self.state, event]
        if self.state is before:
            return
        if before is Circuit.OPEN:
            self._lane.mark("open", start=self._opened)
        if self.state is Circuit.OPEN:
            self._opened = self._clock()
        self._trying, self.failures, self._era = False, 0, self._era + 1

    def __repr__(self) -> str:
        return f"<breaker: {self.state.value}, {self.failures} of {self.threshold} failures>"
