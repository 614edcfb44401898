"""The tasks that an answer starts: each under a limit as the answer itself is, and what the first one raised is kept.

Without this a task with an endless loop would stop the kernel (the answer's own alarm looks at the answer's own steps
only), and an error in a task that nobody awaits would be seen by nobody. Other tasks of the loop are left alone: the
answer is known by its context, which its tasks inherit. To the answer they are tasks as any others: it can cancel
one, and finds it as ``asyncio.current_task()``.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.limits import Outcome, Printed, Stepped, Trouble

__all__ = ["Children", "end"]

MANY = 500  # tasks at once: whoever starts more never stops
_PARENT: ContextVar[object] = ContextVar("parent", default=None)


class Children:
    """While it is entered, the answer and its tasks share the seconds of ``budget``; then they are over.

    ``trouble`` says of the first task that was stopped, ``raised`` of the first that raised an error.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.trouble = self.raised = ""
        self._running: dict[asyncio.Task[Any], Stepped] = {}

    async def __aenter__(self) -> "Children":
        self._loop = asyncio.get_running_loop()
        self._before = self._loop.get_task_factory()
        self._loop.set_task_factory(self._make)
        self.budget.__enter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        try:
            await self.end()
        finally:
            self.budget.__exit__()
            self._loop.set_task_factory(self._before)

    @contextmanager
    def begun(self) -> Iterator[None]:
        """What runs in here is the answer, and so are all whom it starts."""
        token = _PARENT.set(self)
        try:
            yield
        finally:
            _PARENT.reset(token)

    async def end(self) -> None:
        """Give up all that still run, which is no trouble."""
        running, self._running = self._running, {}
        for task, stepped in running.items():
            stepped.give_up(task)
        await end(running)

    def _make(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> Any:
        make: Any = self._before or _task
        if _PARENT.get() is not self or not asyncio.iscoroutine(coroutine):
            return make(loop, coroutine, **options)
        if len(self._running) == MANY:
            self.trouble = self.trouble or f"Your code started more than {MANY} tasks."
            coroutine.close()
            raise RuntimeError(self.trouble)
        stepped = Stepped(coroutine, self.budget, Printed())
        task = make(loop, self._drive(stepped), **options)
        self._running[task] = stepped
        timer = loop.call_later(self.budget.left, stepped.give_up, task)

        def done(task: asyncio.Task[Any]) -> None:
            timer.cancel()
            self._running.pop(task, None)
            stepped.close()
            _ = task.cancelled() or task.exception()  # noted: nobody has to look at it

        task.add_done_callback(done)
        return task

    async def _drive(self, stepped: Stepped) -> object:
        outcome = await stepped
        if asyncio.current_task() in self._running:
            self._note(outcome)
        if isinstance(outcome.error, Exception | asyncio.CancelledError):
            raise outcome.error
        return outcome.value

    def _note(self, outcome: Outcome) -> None:
        if outcome.trouble is None or isinstance(outcome.error, asyncio.CancelledError):
            return
        if outcome.trouble in (Trouble.RAISED, Trouble.NOT_WRITTEN):
            self.raised = self.raised or f"A task of yours raised {outcome.reason or 'NotImplementedError'}"
        else:
            self.trouble = self.trouble or f"In a task {outcome.reason}."


async def end(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel them all but the one that calls, and wait up to a second for those who take their time."""
    others = set(tasks) - {asyncio.current_task()}
    running = [task for task in others if not task.done()]
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=1)
    for task in others:
        if task.done() and not task.cancelled():
            task.exception()


def _task(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> "asyncio.Task[Any]":
    return asyncio.Task(coroutine, loop=loop, **options)
