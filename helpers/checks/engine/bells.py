"""What rings when an answer's time is over: a POSIX timer, or where there are no signals Python's own monitoring.

Enters: seconds. Leaves: ``ring(number, frame)``, called amid whatever runs then, again and again until the bell is
closed; what it raises, it raises there. A signal also cuts a blocking call. Monitoring is asked at jumps and calls of
Python code, and looks at the clock at each 256th: it stops what runs in Python, a ``while True`` first of all.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

__all__ = ["AGAIN", "SIGNAL", "Bell", "available", "bell"]

AGAIN = 0.02  # s between two rings
SIGNAL = getattr(signal, "SIGALRM", signal.SIGINT)
SIGNALS = hasattr(signal, "setitimer")
EVERY = 0xFF  # events between two looks at the clock, and one
TOOL = 3  # one of the numbers that no debugger, profiler or coverage tool has; 4 is that of ``striking``

# As a signal calls its handler: at the recursion limit there is no room for a call between.
Ring = Callable[[int, FrameType | None], object]


class Bell(Protocol):
    """Rings from the moment for which it was set."""

    def open(self, ring: Ring) -> None:
        """Be ready to be set."""

    def set(self, seconds: float) -> None:
        """Ring after so many seconds."""

    def close(self) -> None:
        """Ring no more, and leave everything as it was found."""


def available() -> bool:
    """Whether something can stop an answer here: a signal in the main thread, or monitoring in a browser tab."""
    if SIGNALS:
        return threading.current_thread() is threading.main_thread()
    return hasattr(sys, "monitoring")


def bell() -> Bell:
    """The one for this system."""
    return _Signal() if SIGNALS else _Monitor()


class _Signal:
    """A timer that somebody else had running is put back with the time it has left."""

    def open(self, ring: Ring) -> None:
        self._began = time.monotonic()
        self._handler = signal.signal(SIGNAL, ring)
        self._timer = signal.setitimer(signal.ITIMER_REAL, 0)

    def set(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)

    def close(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(SIGNAL, self._handler)
        left, interval = self._timer
        if left:
            left -= time.monotonic() - self._began
            signal.setitimer(signal.ITIMER_REAL, max(left, 1e-3), interval)


class _Monitor:
    """A callback of ``sys.monitoring``, which may raise where it is called."""

    def open(self, ring: Ring) -> None:
        self._ring, self._events, self._end = ring, 0, time.monotonic()
        monitoring: Any = vars(sys)["monitoring"]
        kinds = monitoring.events
        monitoring.use_tool_id(TOOL, "the time of a check")
        for kind in (kinds.JUMP, kinds.PY_START, kinds.PY_RESUME):
            monitoring.register_callback(TOOL, kind, self._look)
        self._monitoring, self._kinds = monitoring, kinds.JUMP | kinds.PY_START | kinds.PY_RESUME

    def set(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._monitoring.set_events(TOOL, self._kinds)

    def close(self) -> None:
        self._monitoring.set_events(TOOL, 0)
        self._monitoring.free_tool_id(TOOL)

    def _look(self, *_: object) -> None:
        self._events += 1
        if not self._events & EVERY and time.monotonic() >= self._end:
            self._end = time.monotonic() + AGAIN
            self._ring(0, sys._getframe(1))
