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
import ctypes
import inspect
import io
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from types import TracebackType
from typing import Any

from helpers.checks.engine.alarm import Alarm, Budget, available, enter
from helpers.checks.engine.values import same, shorten

__all__ = ["Outcome", "Printed", "Stepped", "Trouble", "run", "step"]

GRACE = 0.2  # s, for what was given up to end in


class Trouble(Enum):
    """Why an answer gave no value that can be judged."""

    NOT_WRITTEN = "not written"
    OUT_OF_TIME = "out of time"
    RAISED = "raised"
    EXITED = "exited"
    CHANGED_INPUT = "changed its input"
    NO_LIMIT = "no limit here"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to. ``error`` is the exception raised, ``line`` where in the learner's cell."""

    value: object = None
    trouble: Trouble | None = None
    reason: str = ""
    line: int | None = None
    error: BaseException | None = None
    printed: str = ""


class Printed(io.TextIOBase):
    """Keeps the first ``limit`` characters of what is printed, and drops the rest."""

    def __init__(self, limit: int = 2000) -> None:
        self._parts: list[str] = []
        self._room = limit

    def writable(self) -> bool:
        """Text may be written."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        kept = text[: self._room]
        if kept:
            self._parts.append(kept)
        self._room -= len(kept)
        return len(text)

    @property
    def text(self) -> str:
        """What was kept."""
        return "".join(self._parts)


async def run(answer: Callable[..., Any], args: tuple[Any, ...], *, budget: Budget) -> Outcome:
    """Call ``answer(*args)``, await it where it asks for that, and say what came of it."""
    if not available():
        return Outcome(
            trouble=Trouble.NO_LIMIT,
            reason="a check must run in the notebook's main thread, on Linux, macOS or WSL: "
            "only there can it stop an answer that never ends",
        )
    given = copy.deepcopy(args)
    printed = Printed()
    outcome = step(partial(answer, *given), budget, printed)
    if outcome.trouble is None and inspect.iscoroutine(outcome.value):
        outcome = await _finish(outcome.value, budget, printed)
    if outcome.trouble is None and not same(given, args):
        outcome = Outcome(trouble=Trouble.CHANGED_INPUT, reason="your code changed what it was given")
    return replace(outcome, line=outcome.line or _line(outcome.error, answer), printed=printed.text)


def step(call: Callable[[], Any], budget: Budget, printed: Printed) -> Outcome:
    """One call under the alarm, with everything it may throw turned into an outcome."""
    alarm = Alarm(budget.left)
    try:
        with alarm, contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            value = enter(call)
    except BaseException as error:
        return _stopped(budget) if alarm.rings else _trouble(error)
    return _stopped(budget) if alarm.rings else Outcome(value=value)


def _stopped(budget: Budget) -> Outcome:
    reason = f"your code was still running after {budget.seconds:g} s and was stopped"
    return Outcome(trouble=Trouble.OUT_OF_TIME, reason=reason)


def _trouble(error: BaseException) -> Outcome:
    match error:
        case NotImplementedError():
            return Outcome(trouble=Trouble.NOT_WRITTEN, error=error)
        case SystemExit():
            return Outcome(trouble=Trouble.EXITED, reason="your code asked Python to exit", error=error)
        case KeyboardInterrupt():
            return Outcome(trouble=Trouble.EXITED, reason="the check was interrupted", error=error)
    return Outcome(trouble=Trouble.RAISED, reason=_one_line(error), error=error)


def _one_line(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:
        text = ""
    first = text.strip().splitlines()[:1]
    return shorten(f"{type(error).__name__}: {first[0]}" if first else type(error).__name__, 200)


def _line(error: BaseException | None, answer: Callable[..., Any]) -> int | None:
    """The last line of the learner's own file on the way to the error."""
    code = getattr(answer, "__code__", None)
    place: TracebackType | None = error.__traceback__ if error and code else None
    line = None
    while place is not None:
        if place.tb_frame.f_code.co_filename == getattr(code, "co_filename", None):
            line = place.tb_lineno
        place = place.tb_next
    return line


async def _finish(coroutine: Coroutine[Any, Any, Any], budget: Budget, printed: Printed) -> Outcome:
    """Await the coroutine to its end or to the end of the budget.

    It gets a task of its own: what an answer cancels with ``asyncio.timeout`` or a task group is the task that it
    runs in, and must not be the one that checks it. No task factory has a say in that.
    """
    stepped = Stepped(coroutine, budget, printed)
    task = asyncio.Task(stepped.drive(), loop=asyncio.get_running_loop())
    try:
        await asyncio.wait([task], timeout=budget.left)
    finally:
        if not task.done():
            stepped.give_up(task)
            await asyncio.wait([task], timeout=GRACE)
        if inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED:
            coroutine.close()  # cancelled before its first step
    if task.done() and not task.cancelled():
        return task.result()
    _keep_for_ever(coroutine)  # it awaits somebody who refuses to be cancelled
    return _stopped(budget)


class Stepped:
    """An awaitable that drives a coroutine, with every step under the alarm, in the task that awaits it."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], budget: Budget, printed: Printed) -> None:
        self._given_up = False
        self._coroutine = coroutine
        self._budget = budget
        self._printed = printed

    async def drive(self) -> Outcome:
        """What the coroutine came to, for a task."""
        return await self

    def give_up(self, task: "asyncio.Task[Any]") -> None:
        """End the coroutine, which ``task`` drives."""
        self._given_up = True
        task.cancel()

    def __await__(self) -> Generator[Any, Any, Outcome]:
        call = partial(_advance, self._coroutine.send, None)
        while True:
            outcome = step(call, self._budget, self._printed)
            if not isinstance(outcome.value, _Waiting):
                return outcome
            try:
                call = partial(_advance, self._coroutine.send, (yield outcome.value.future))
            except BaseException as error:
                call = partial(_advance, self._coroutine.throw, error)
            if self._given_up or self._budget.over:
                return self._leave(call)

    def _leave(self, call: Callable[[], Any]) -> Outcome:
        """Take one more step, for it to end in; what waits again is left behind."""
        last = step(call, Budget(GRACE), self._printed)
        if isinstance(last.value, _Waiting):
            _keep_for_ever(self._coroutine)
        return _stopped(self._budget)


def _keep_for_ever(coroutine: Coroutine[Any, Any, Any]) -> None:
    """Take a reference that nobody gives back, so that not even the end of Python closes the coroutine.

    Closing throws into it once more, when its module is already empty: an answer that swallows everything would then
    spin on ``None.sleep``, and the process would never end.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(coroutine))


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
