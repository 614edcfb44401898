"""A stage that stays calm whatever its answer does: one that idles, one that storms, one that refuses to end.

Enters and leaves: as ``Stage``, whose clock, server and tasks it uses. It waits for an answer's first step in real
time, ends the answer's tasks, parks the questions of a tight loop, and tells whether an answer went on after it was
cancelled.
"""

import asyncio
from types import TracebackType
from typing import Any

from helpers.checks.engine.ending import end
from helpers.checks.engine.exercise import Trial
from helpers.checks.judges.stage import Stage

__all__ = ["CalmStage"]

STORM = 25  # questions in one moment of the clock: whoever sends more never stops


class CalmStage(Stage):
    """``begun`` counts the questions and sleeps that the answer has begun."""

    def __init__(self, trial: Trial, *takes: float) -> None:
        super().__init__(*takes)
        self.begun = 0
        self._trial, self._children = trial, trial.children
        self._answers: list[asyncio.Task[object]] = []
        self._first = asyncio.Event()
        self._burst = (0.0, 0)  # a moment, and the questions in it

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            await end(self._answers)  # before its tasks, whose end would only make it go on
            await self._children.end()
        finally:
            await super().__aexit__(kind, error, where)

    async def begin(self, *args: object, case: str) -> "asyncio.Task[object]":
        """Let the answer begin, and wait until it asks or sleeps, has ended, or has no time left."""
        task = self.start(self._trial, *args, case=case)
        self._answers.append(task)
        first = asyncio.ensure_future(self._first.wait())
        try:
            await asyncio.wait({task, first}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            first.cancel()
        await self.until(self.clock(), task)
        return task

    async def until(self, moment: float, task: "asyncio.Task[object]") -> bool:
        """Let time pass until ``moment``; what is wrong with the answer or one of its tasks already is raised."""
        await self.clock.advance(moment - self.clock())
        if wrong := self._wrong():
            self._trial.fail(wrong)
        if task.done():
            task.result()
        return task.done()

    async def goes_on(self, task: "asyncio.Task[Any]") -> bool:
        """Cancel the answer; whether it asked or slept again."""
        begun = self.begun
        task.cancel()
        await asyncio.wait({task}, timeout=1)
        return self.begun > begun

    def _wrong(self) -> str:
        """What is wrong with the answer's tasks."""
        return self._children.trouble

    async def _exchange(self, target: str) -> bytes:
        """Send a GET over a connection of its own, and read until the server closes."""
        self._watch()
        await self._park()
        reader, writer = await asyncio.open_connection(*self._server.sockets[0].getsockname())
        try:
            writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            return await reader.read()
        finally:
            writer.close()

    async def _park(self) -> None:
        """Keep for ever what is too much for one moment: then nothing moves, and the check can go on."""
        moment, count = self._burst
        self._burst = (self.clock(), count + 1 if moment == self.clock() else 1)
        if self._burst[1] > STORM:
            await asyncio.Event().wait()

    def _watch(self) -> None:
        super()._watch()
        self.begun += 1
        self._first.set()
