"""A clock, an event and a gate as an answer knows them, each of which tells its check a little more."""

import asyncio

from helpers.loops.clock import StepClock
from helpers.loops.gate import Gate

__all__ = ["StageClock", "StageEvent", "StageGate"]


class StageClock(StepClock):
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


class StageEvent(asyncio.Event):
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


class StageGate(Gate):
    """Its ``changed`` is set for as long as nobody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = StageEvent(
            "gate.changed is set while nobody looks: no nap lasts, await gate.watched()"
        )
