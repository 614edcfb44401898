"""A stage for answers that ask without waiting: the questions bring numbers, the answer's tasks are under its limit.

Enters and leaves: as ``Stage``. A reply says of what moment it is, and nothing of its number: which question it
answers only the answer can know.
"""

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from helpers.checks.exercise import Trial
from helpers.checks.loops.calm_stage import CalmStage
from helpers.checks.loops.children import Children
from helpers.checks.values import describe, same

__all__ = ["Numbered"]


class Numbered(CalmStage):
    """A stage whose questions bring their numbers; a reply says of what moment it is."""

    def __init__(self, trial: Trial, *takes: float) -> None:
        super().__init__(*takes)
        self.numbers: list[object] = []  # as the answer gave them
        self.given_up: dict[str, float] = {}  # number → when its question was cancelled
        self._trial, self._children = trial, Children(trial.budget, self._tasks)

    async def __aenter__(self) -> "Numbered":
        await super().__aenter__()
        self._children.__enter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._children.give_up()
        try:
            await super().__aexit__(kind, error, where)
        finally:
            self._children.__exit__(kind, error, where)

    def start(self, trial: Trial, *args: object, case: str) -> "asyncio.Task[object]":
        """Let the answer begin, with its tasks under the limit."""
        return self._children.adopt(trial.call(*args, case=case))

    async def until(self, moment: float, task: "asyncio.Task[object]") -> bool:
        """Let time pass until ``moment``; what is wrong with the answer or one of its tasks already is raised."""
        await self.clock.advance(moment - self.clock())
        if trouble := self._children.trouble or self._children.raised:
            self._trial.fail(trouble)
        return await super().until(moment, task)

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
