"""The tasks that an answer starts: each under a limit as the answer itself is, and what the first one raised is kept.

Without this a task with an endless loop would stop the kernel (the answer's own alarm looks at the answer's own steps
only), and an error in a task that nobody awaits would be seen by nobody. Other tasks of the loop are left alone: the
answer is known by its context, which its tasks inherit. To the answer they are tasks as any others: it can cancel
one, and finds it as ``asyncio.current_task()``.
"""

import asyncio
import inspect
from contextvars import ContextVar, copy_context
from types import TracebackType
from typing import Any

from helpers.checks.alarm import Budget
from helpers.checks.limits import Printed, Stepped

__all__ = ["Children"]

MANY = 500  # tasks: whoever starts more never stops
_PARENT: ContextVar[object] = ContextVar("parent", default=None)


class Children:
    """While it is entered, ``tasks`` gets every task of the answer.

    ``trouble`` says of the first task that was stopped, ``raised`` of the first that raised an error.
    """

    def __init__(self, budget: Budget, tasks: set[asyncio.Task[Any]]) -> None:
        self.trouble = self.raised = ""
        self._budget, self._tasks = budget, tasks
        self._limited: list[tuple[Stepped, asyncio.Task[Any]]] = []

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

    def give_up(self) -> None:
        """End them all."""
        for stepped, task in self._limited:
            stepped.give_up(task)

    def _make(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> Any:
        make: Any = self._before or _task
        if _PARENT.get() is not self or not asyncio.iscoroutine(coroutine):
            return make(loop, coroutine, **options)
        if len(self._tasks) > MANY:
            self.trouble = self.trouble or f"Your code started more than {MANY} tasks."
            coroutine.close()
            raise RuntimeError(self.trouble)
        stepped = Stepped(coroutine, self._budget, Printed())
        task = make(loop, self._drive(stepped), **options)
        timer = loop.call_later(self._budget.left, stepped.give_up, task)
        task.add_done_callback(lambda _: timer.cancel())
        task.add_done_callback(lambda _: _close(coroutine))
        self._limited.append((stepped, task))
        self._tasks.add(task)
        return task

    async def _drive(self, stepped: Stepped) -> object:
        outcome = await stepped
        match outcome.error:
            case asyncio.CancelledError():
                raise outcome.error
            case Exception():
                reason = outcome.reason or "NotImplementedError"
                self.raised = self.raised or f"A task of yours raised {reason}"
                raise outcome.error
        if outcome.trouble is not None:
            self.trouble = self.trouble or f"In a task {outcome.reason}."
        return outcome.value


def _task(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> "asyncio.Task[Any]":
    return asyncio.Task(coroutine, loop=loop, **options)


def _close(coroutine: Any) -> None:
    """One that was cancelled before its first step would complain that nobody awaited it."""
    if inspect.iscoroutine(coroutine) and inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED:
        coroutine.close()
