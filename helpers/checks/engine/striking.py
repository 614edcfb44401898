"""What climbs out of an answer that swallows its alarm, on Python 3.12 and newer: each of its lines raises.

From 3.12 on Python looks for signals at fewer places, and a second one that is pending no longer strikes in the
handler that swallowed the first. ``sys.monitoring`` does: a callback that raises does so at every event again, so
that no ``try`` gets anywhere. It raises only while the answer is on the stack.
"""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

__all__ = ["Striking"]

_TOOL = 4  # one of the numbers that no debugger, profiler or coverage tool has


class Striking:
    """Raises ``error`` at each event below the frame ``below``, from begin() to end(); idle before Python 3.12."""

    def __init__(self, error: BaseException) -> None:
        self._error = error
        self.below: FrameType | None = None
        self._monitoring: Any = getattr(sys, "monitoring", None)
        self.ready = False
        self.begin: Callable[[], object] = int  # strike from now on

    def prepare(self) -> None:
        """Make ready, at no cost yet: at the recursion limit there is room for one call of C and no more."""
        if self._monitoring is None or self._monitoring.get_tool(_TOOL) is not None:
            return
        events = self._monitoring.events
        self._monitoring.use_tool_id(_TOOL, "the alarm of a check")
        for event in (events.LINE, events.JUMP, events.PY_START):
            self._monitoring.register_callback(_TOOL, event, self._strike())
        self.begin = partial(self._monitoring.set_events, _TOOL, events.LINE | events.JUMP | events.PY_START)
        self.ready = True

    def end(self) -> None:
        """Strike no more."""
        self.below = None
        if self.ready:
            self.ready = False
            self._monitoring.set_events(_TOOL, 0)
            self._monitoring.free_tool_id(_TOOL)

    def _strike(self) -> Callable[..., None]:
        def strike(*_: object) -> None:
            frame: FrameType | None = sys._getframe(1)
            while frame is not None and frame is not self.below:
                frame = frame.f_back  # not its code: where there are audit hooks, each look at one is a call
            if frame is not None:
                raise self._error.with_traceback(None)

        return strike
