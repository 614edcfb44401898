"""A stage for answers that ask without waiting: the questions bring their numbers.

Enters and leaves: as ``CalmStage``. A reply says of what moment it is, and nothing of its number: which question it
answers only the answer can know.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import describe, same
from helpers.checks.judges.calm_stage import CalmStage

__all__ = ["Numbered"]


class Numbered(CalmStage):
    """A stage whose questions bring their numbers; a reply says of what moment it is."""

    def __init__(self, trial: Trial, *takes: float) -> None:
        super().__init__(trial, *takes)
        self.numbers: list[object] = []  # as the answer gave them
        self.given_up: dict[str, float] = {}  # number → when its question was cancelled

    def _wrong(self) -> str:
        """Here no question fails, and so no task may raise anything."""
        return super()._wrong() or self._children.raised

    @property
    def ask(self) -> Callable[..., Any]:
        """``await ask(number)`` sends a question and gives its reply, a text."""

        async def ask(number: object) -> str:
            self.numbers.append(number)
            told = describe(number, limit=20)
            try:
                data = await self._exchange(f"/poll?number={told if told.isalnum() else ''}")
            except asyncio.CancelledError:
                self.given_up[told] = self.clock()
                raise
            return self.reply(int(data.rpartition(b"\r\n")[2]))

        return ask

    def reply(self, number: int) -> str:
        """What the server says to this question."""
        return f"as of {self.asked[number - 1]:g} s"

    def arrivals(self) -> Sequence[tuple[float, int]]:
        """When which reply came, in that order."""
        takes = [*self.takes, *[self.takes[-1]] * len(self.asked)]
        came = [(asked + takes[at], at + 1) for at, asked in enumerate(self.asked)]
        return sorted(one for one in came if one[0] <= self.clock())

    def number(self, what: object) -> int | None:
        """Which reply this is, if it is one."""
        return next((at + 1 for at in range(len(self.asked)) if same(what, self.reply(at + 1))), None)
