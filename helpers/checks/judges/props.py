"""What an answer gets as it is: a check copies arguments, and a copy of a clock is another clock.

Enters and leaves: as the clock, the event and the gate that they are, and each tells its check a little more.
"""

import asyncio
from typing import Self

from helpers.loops.clock import StepClock
from helpers.loops.gate import Gate

__all__ = ["Shared", "SharedClock", "SharedEvent", "SharedGate"]


class Shared:
    """Is passed on, not copied."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


class SharedClock(Shared, StepClock):
    """``begun`` counts what an answer has begun, its questions too; ``asleep`` the sleeps that somebody is in."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.begun, self.asleep = asyncio.Event(), 0, 0

    def note(self) -> None:
        """Something was begun."""
        self.begun += 1
        self.first.set()

    async def sleep(self, seconds: float) -> None:
        """As any clock."""
        self.note()
        self.asleep += 1
        try:
            await super().sleep(seconds)
        finally:
            self.asleep -= 1


class SharedEvent(Shared, asyncio.Event):
    """Looked at again and again while it is set, it says so: a loop of naps on it would never end."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why, self.looks = why, 0

    def is_set(self) -> bool:
        """As any event."""
        self.looks = self.looks + 1 if super().is_set() else 0
        if self.looks > 500:
            raise RuntimeError(self.why)
        return super().is_set()


class SharedGate(Shared, Gate):
    """Its ``changed`` is set for as long as nobody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = SharedEvent(
            "gate.changed is set while nobody looks: no nap lasts, await gate.watched()"
        )
