"""One line of the timeline: what a loop did, written as ``Mark`` records into a trace.

A mark is written when its span ends, so that it is never changed. A label begins with what it is (``request``,
``sleep``, ``retry``, ``pause``, ``open``, ``hold``) and goes on with how it went, after a middle dot. Spans of one
lane may overlap: that is what a fixed rate with slow replies shows.
"""

import asyncio
from types import TracebackType

from helpers.trace import Mark, Trace

__all__ = ["NOWHERE", "Lane", "Span"]


class Lane:
    """A named line in ``trace``; without a trace nothing is written."""

    def __init__(self, name: str, trace: Trace | None = None) -> None:
        self.name, self.trace = name, trace

    def span(self, label: str) -> "Span":
        """A ``with`` block that becomes one mark; an error or a cancellation is added to the label."""
        return Span(self, label)

    def now(self) -> float:
        """The trace's time."""
        return 0.0 if self.trace is None else self.trace.clock()

    def mark(self, label: str, *, start: float) -> None:
        """Write that ``label`` went on from ``start`` until now."""
        if self.trace is not None:
            self.trace.append(Mark(self.name, start, self.now(), label))


class Span:
    """Something that goes on; set ``outcome`` to say how it went."""

    def __init__(self, lane: Lane, label: str) -> None:
        self.outcome = ""
        self._lane, self._label = lane, label

    def __enter__(self) -> "Span":
        self._start = self._lane.now()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        match error:
            case None:
                outcome = self.outcome
            case asyncio.CancelledError():
                outcome = "cancelled"
            case _:
                outcome = str(error) or type(error).__name__
        self._lane.mark(f"{self._label} · {outcome}" if outcome else self._label, start=self._start)


NOWHERE = Lane("nowhere")
