"""The tasks that an answer starts: each under a limit as the answer itself is, and what the first one raised is kept.

Without this a task with an endless loop would stop the kernel (the answer's own alarm looks at the answer's own steps
only), and an error in a task that nobody awaits would be seen by nobody. Other tasks of the loop are left alone: the
answer is known by its context, which its tasks inherit.
"""

import asyncio
import inspect
from contextvars import ContextVar, copy_context
from types import TracebackType
from typing import Any

from helpers.checks.alarm import Budget
from helpers.checks.limits import Outcome, Trouble, run

__all__ = ["Children"]

MANY = 500  # tasks: whoever starts more never stops
_PARENT: ContextVar[object] = ContextVar("parent", default=None)


class Children:
    """While it is entered, ``tasks`` gets every task of the answer; ``trouble`` says what went wrong in one."""

    def __init__(self, budget: Budget, tasks: set[asyncio.Task[Any]]) -> None:
        self.trouble = ""
        self._budget, self._tasks = budget, tasks

    def __enter__(self) -> "Children":
        self._loop = asyncio.get_running_loop()
        self._before = self._loop.get_task_factory()
        self._loop.set_task_factory(self._make)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._loop.set_task_factory(self._before)

    def adopt(self, answer: Any) -> "asyncio.Task[Any]":
        """A task for the answer itself; it has its own limit."""
        context = copy_context()
        context.run(_PARENT.set, self)
        task = self._loop.create_task(answer, context=context)
        self._tasks.add(task)
        return task

    def _make(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> Any:
        make: Any = self._before or _task
        if _PARENT.get() is not self:
            return make(loop, coroutine, **options)
        if len(self._tasks) > MANY:
            self.trouble = self.trouble or f"Your code started more than {MANY} tasks."
            _close(coroutine)
            raise RuntimeError(self.trouble)
        task = make(loop, self._limited(coroutine), **options)
        task.add_done_callback(lambda _: _close(coroutine))
        self._tasks.add(task)
        return task

    async def _limited(self, coroutine: Any) -> object:
        outcome = await run(lambda: coroutine, (), budget=self._budget)
        self.trouble = self.trouble or _sentence(outcome)
        if isinstance(outcome.error, Exception):
            raise outcome.error
        return outcome.value


def _sentence(outcome: Outcome) -> str:
    if outcome.trouble in (None, Trouble.RAISED):
        return f"A task of yours raised {outcome.reason}" if outcome.trouble else ""
    return f"In a task {outcome.reason or 'nothing is written yet'}."


def _task(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> "asyncio.Task[Any]":
    return asyncio.Task(coroutine, loop=loop, **options)


def _close(coroutine: Any) -> None:
    """One that was cancelled before its first step would complain that nobody awaited it."""
    if inspect.iscoroutine(coroutine) and inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED:
        coroutine.close()
