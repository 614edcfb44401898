"""Run a learner's function or coroutine so that whatever it does ends in an ``Outcome``.

Enters: the answer, its arguments, the time it may take. Leaves: what it returned, or what went wrong in one line with
the learner's own line number; what it printed; whether it changed its arguments. Never raises what the answer raised,
never outlives the budget, never lets an exit through.

A coroutine is driven step by step, each step under the alarm: between steps the event loop is somebody else's, and an
exception raised there would stop the kernel. Waiting that never ends is cancelled; an answer that refuses to be
cancelled, or awaits somebody who refuses, is left behind.
"""

import asyncio
import contextlib
import copy
import gc
import inspect
import io
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from traceback import walk_tb
from typing import Any

from helpers.checks.engine.alarm import GRACE, Budget, enter
from helpers.checks.engine.values import same, shorten

__all__ = ["Outcome", "Printed", "Stepped", "Trouble", "run", "step"]

_CONTAINERS = (list, dict, tuple)  # what an answer could change; a clock is to be the check's own


class Trouble(Enum):
    """Why an answer gave no value that can be judged."""

    NOT_WRITTEN = "not written"
    OUT_OF_TIME = "out of time"
    RAISED = "raised"
    EXITED = "exited"
    CHANGED_INPUT = "changed its input"


@dataclass(slots=True)
class Outcome:
    """What a call came to. ``error`` is the exception raised, ``line`` where in the learner's cell."""

    value: object = None
    trouble: Trouble | None = None
    reason: str = ""
    line: int | None = None
    error: BaseException | None = None
    printed: str = ""


class Printed(io.StringIO):
    """Keeps the first 2,000 characters of what is printed, and drops the rest."""

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        super().write(text[: 2000 - self.tell()])
        return len(text)


async def run(answer: Callable[..., Any], args: tuple[Any, ...], *, budget: Budget) -> Outcome:
    """Call ``answer(*args)``, await it where it asks for that, and say what came of it."""
    given = tuple(copy.deepcopy(one) if isinstance(one, _CONTAINERS) else one for one in args)
    printed = Printed()
    outcome = step(partial(answer, *given), budget, printed)
    if outcome.trouble is None and inspect.iscoroutine(outcome.value):
        outcome = await _finish(Stepped(outcome.value, budget, printed))
    if outcome.trouble is None and not same(given, args):
        outcome = Outcome(trouble=Trouble.CHANGED_INPUT, reason="your code changed what it was given")
    outcome.line, outcome.printed = _line(outcome.error, answer), printed.getvalue()
    return outcome


def step(call: Callable[[], Any], budget: Budget, printed: Printed) -> Outcome:
    """One call that the budget's alarm can stop, with everything it may throw turned into an outcome."""
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            value = enter(call)
    except BaseException as error:
        return _stopped(budget) if budget.over else _trouble(error)
    if budget.over and inspect.iscoroutine(value):
        value.close()  # or it would complain that nobody awaited it
    return _stopped(budget) if budget.over else Outcome(value)


def _stopped(budget: Budget) -> Outcome:
    reason = f"your code was still running after {budget.seconds:g} s and was stopped"
    return Outcome(trouble=Trouble.OUT_OF_TIME, reason=reason)


def _trouble(error: BaseException) -> Outcome:
    trouble, reason = Trouble.RAISED, _one_line(error)
    match error:
        case NotImplementedError():
            trouble, reason = Trouble.NOT_WRITTEN, ""
        case SystemExit():
            trouble, reason = Trouble.EXITED, "your code asked Python to exit"
        case KeyboardInterrupt():
            trouble, reason = Trouble.EXITED, "the check was interrupted"
    return Outcome(trouble=trouble, reason=reason, error=error)


def _one_line(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:
        text = ""
    first = text.strip().splitlines()[:1]
    return shorten(": ".join((_name(type(error)), *first)), 200)


def _name(kind: type[BaseException]) -> str:
    """``zlib.error`` and ``struct.error`` are called error alone."""
    return kind.__name__ if kind.__name__ != "error" else f"{kind.__module__}.error"


def _line(error: BaseException | None, answer: Callable[..., Any]) -> int | None:
    """The last line of the learner's own file on the way to the error."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    way = walk_tb(error.__traceback__ if error else None)
    return ([None] + [line for frame, line in way if frame.f_code.co_filename == file])[-1]


async def _finish(stepped: "Stepped") -> Outcome:
    """Await the coroutine to its end or to the end of the budget.

    It gets a task of its own: what an answer cancels with ``asyncio.timeout`` or a task group is the task that it
    runs in, and must not be the one that checks it. No task factory has a say in that.
    """
    task = asyncio.Task(stepped.drive(), loop=asyncio.get_running_loop())
    try:
        await asyncio.wait([task], timeout=stepped.budget.left)
    finally:
        if not task.done():
            stepped.give_up(task)
            await asyncio.wait([task], timeout=GRACE)
        stepped.close()
    if task.done() and not task.cancelled():
        return task.result()
    stepped.leave_behind()  # it awaits somebody who refuses to be cancelled
    return _stopped(stepped.budget)


class Stepped:
    """An awaitable that drives a coroutine, with every step under the alarm, in the task that awaits it."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], budget: Budget, printed: Printed) -> None:
        self.budget = budget
        self._coroutine = coroutine
        self._given_up = False
        self._printed = printed

    async def drive(self) -> Outcome:
        """What the coroutine came to, for a task."""
        return await self

    def give_up(self, task: "asyncio.Task[Any]") -> None:
        """End the coroutine, which ``task`` drives."""
        self._given_up = True
        task.cancel()

    def close(self) -> None:
        """One that was cancelled before its first step would complain that nobody awaited it."""
        coroutine = self._coroutine
        if inspect.iscoroutine(coroutine) and inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED:
            coroutine.close()

    def leave_behind(self) -> None:
        """Keep it in a circle that is never collected, so that not even the end of Python closes the coroutine.

        Closing throws into it once more, when its module is already empty: an answer that swallows everything would
        then spin on ``None.sleep``, and the process would never end.
        """
        circle: list[object] = [self._coroutine]
        circle.append(circle)
        gc.collect()
        gc.freeze()

    def __await__(self) -> Generator[Any, Any, Outcome]:
        call = partial(_advance, self._coroutine.send, None)
        while True:
            outcome = step(call, self.budget, self._printed)
            if not isinstance(outcome.value, _Waiting):
                return outcome
            try:
                call = partial(_advance, self._coroutine.send, (yield outcome.value.future))
            except BaseException as error:
                call = partial(_advance, self._coroutine.throw, error)
            if self._given_up or self.budget.over:
                return self._last(call)

    def _last(self, call: Callable[[], Any]) -> Outcome:
        """Take one more step, for it to end in; what waits again is left behind."""
        with self.budget.grace():
            outcome = step(call, self.budget, self._printed)
        if isinstance(outcome.value, _Waiting):
            self.leave_behind()
        return _stopped(self.budget)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What a coroutine waits for."""

    future: object


def _advance(move: Callable[[Any], Any], value: object) -> object:
    """One step of a coroutine: what it returned, or what it waits for."""
    try:
        return _Waiting(move(value))
    except StopIteration as done:
        return done.value
