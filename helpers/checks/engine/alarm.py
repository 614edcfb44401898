"""The clock that stops an answer: a bell (``bells``) that raises an exception inside the answer.

Enters: how many seconds all calls of one check share. Leaves: ``OutOfTime`` raised in the answer's own code, wherever
it is: in a ``while True``, in a blocking call, in a C function that looks for signals. An answer that swallows it is
rung again, and from the second ring on the next one is already pending when the exception is raised: it strikes in
the very handler that swallowed the first, and so climbs out of any nest of ``try`` (from Python 3.12 on by
``striking``).

Never raises in our own frames or in the event loop's: a ring is silent unless the answer is on the stack. What no
bell can stop: C code that never looks for a signal (``sum`` over an endless range) and ``os._exit``; a second process
could, but the learner's names live in this one.
"""

import _thread
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from types import FrameType
from typing import Any

from helpers.checks.engine.bells import SIGNAL, bell
from helpers.checks.engine.striking import Striking

__all__ = ["GRACE", "Budget", "OutOfTime", "enter"]

GRACE = 0.2  # s


class OutOfTime(BaseException):
    """The answer's time is over; no ``except Exception`` catches it."""


def enter(function: Callable[..., Any], *args: Any) -> Any:
    """Call the answer; its being on the stack is what lets the alarm ring."""
    return function(*args)


class Budget:
    """Seconds that all calls of one check share: when they are over, what runs under ``enter`` is stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.rings = 0
        self._entered = False
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never below a hundredth: a timer of zero would be no timer."""
        return max(self._end - time.monotonic(), 0.01)

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return time.monotonic() >= self._end

    def restart(self) -> None:
        """All the seconds again: what a check did before its first call is not the answer's time."""
        self._end = time.monotonic() + self.seconds
        if self._entered:
            self._bell.set(self.left)

    def __enter__(self) -> "Budget":
        self._entered, self._error = True, OutOfTime()
        self._striking = Striking(self._error)
        self._striking.prepare()
        self._depth, self._bell = sys.getrecursionlimit(), bell()
        self._unraisable, sys.unraisablehook = sys.unraisablehook, self._unheard
        self._bell.open(self._ring)
        self._bell.set(self.left)
        return self

    def __exit__(self, *exception: object) -> None:
        self._entered = False
        self._striking.end()
        self._bell.close()
        sys.setrecursionlimit(self._depth)
        sys.unraisablehook = self._unraisable

    @contextmanager
    def grace(self) -> Iterator[None]:
        """A moment, however much is left, for what was given up to end in, be it when the check is over."""
        end, self._end = self._end, time.monotonic() + GRACE
        with nullcontext() if self._entered else self:
            self._bell.set(self.left)
            try:
                yield
            finally:
                self._end = end
                self._bell.set(self.left)

    def _unheard(self, unraisable: "sys.UnraisableHookArgs") -> None:
        """A ring in a destructor or in a weak reference's callback ends there; the next one comes all the same."""
        if unraisable.exc_type is not OutOfTime:
            self._unraisable(unraisable)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if not self._entered:
            return
        self.rings += 1
        # At the recursion limit nothing can be called, not even a class: hence an instance made beforehand. Nor can a
        # frame's code be read there, where that calls an audit hook (filelock has one): hence room first.
        with_room = self._depth + 100 * (self.rings if self.rings < 20 else 20)
        try:  # noqa: SIM105
            sys.setrecursionlimit(with_room)
        except RecursionError:
            pass
        while frame is not None and frame.f_code is not enter.__code__:
            frame = frame.f_back
        if frame is not None:
            try:
                if self.rings > 1 and self._striking.ready:
                    self._striking.below = frame
                    self._striking.begin()
                elif self.rings > 1:
                    _ = -_PENDING
            except RecursionError:
                pass
            raise self._error


class _Pending:
    """Written ``-pending``: the signal is pending again. An operator, because after a call Python would look for
    signals at once, in our handler, and not in the answer's.
    """

    __neg__ = staticmethod(partial(_thread.interrupt_main, SIGNAL))


_PENDING = _Pending()
