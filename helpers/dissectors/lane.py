"""One side of one connection on its way into rows: the bytes that are in no row yet, and what was sent on.

Bytes, read boundaries and releases come in; drafts of rows take them out, in order. Costs what it is given.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Dissected, shift
from helpers.trace.records import Release
from helpers.vocabulary import Side

__all__ = ["Draft", "Lane"]


_NOTHING = Field(0, 0, "nothing")


@dataclass(slots=True)
class Draft:
    """A row in the making; ``complete`` once its bytes are all there, ``released`` once its last one was sent on."""

    index: int
    connection: int
    side: Side
    start: int
    end: int
    arrived: float
    title: str = ""
    summary: str = ""
    data: bytes = b""
    field: Field = _NOTHING
    reads: tuple[int, ...] = ()
    complete: bool = False
    released: float | None = None
    fault: str = ""
    sent: bytes | None = None

    @property
    def state(self) -> str:
        """Where its bytes are."""
        if self.fault == "cut":
            return "cut"
        if not self.complete:
            return "incomplete"
        return "held" if self.released is None else "passed"

    def show(self, dissected: Dissected) -> None:
        """Take over a label and fields, with offsets that count from the draft's first byte."""
        self.title, self.summary, field = dissected
        self.field = shift(field, field.start)

    def apply(self, release: Release) -> None:
        """A release that concerns some of its bytes: note what was done to them."""
        if release.fault:
            self.fault = release.fault
        if release.data is not None:
            # what replaces a range of several rows is told with the first of them
            self.sent = release.data if release.start >= self.start else b""


class Lane:
    """What one side sent that is in no complete row yet."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.start = 0  # of the buffer in the stream
        self.total = 0
        self.tail: Draft | None = None  # has its place among the rows, waits for the rest of its bytes
        self.endings: deque[Draft] = deque()  # not passed on yet
        self._reads: deque[tuple[int, float]] = deque()
        self._drafts: deque[Draft] = deque()  # not sent on yet, in the order of the stream
        self._releases: deque[Release] = deque()  # of bytes that are in no complete row yet

    # ---- bytes ----

    def feed(self, data: bytes, time: float) -> None:
        """Add one read."""
        self.buffer += data
        self.total += len(data)
        self._reads.append((self.total, time))

    def first_read(self) -> int:
        """How many bytes of the first read are in no row yet."""
        return self._reads[0][0] - self.start

    def fill(self, draft: Draft, size: int) -> None:
        """Give a draft the first ``size`` bytes as they stand."""
        draft.end = draft.start + size
        draft.data = bytes(self.buffer[:size])
        inside = [boundary for boundary, _ in takewhile(lambda read: read[0] < draft.end, self._reads)]
        draft.reads = tuple(boundary - draft.start for boundary in inside)
        _, draft.arrived = self._reads[len(inside)]

    def complete(self, draft: Draft, size: int) -> None:
        """Give a draft its bytes for good."""
        self.fill(draft, size)
        draft.complete = True
        del self.buffer[:size]
        self.start = draft.end
        while self._reads and self._reads[0][0] <= self.start:
            self._reads.popleft()

    # ---- what was sent on ----

    def await_release(self, draft: Draft) -> None:
        """From now on releases concern this draft too."""
        self._drafts.append(draft)

    def release(self, release: Release) -> Draft | None:
        """A range was sent on, changed or cut; an empty one says what was done to what comes next, or an ending.

        The draft that comes out is one that shows it at once, the others come out of ``settled``.
        """
        concerned = None
        if release.start < release.end:
            self._releases.append(release)
            if release.fault == "cut" and self._drafts and not self._drafts[-1].complete:
                concerned = self._drafts[-1]
        elif release.fault and self._drafts and release.ending is None:
            concerned = self._drafts[0]
        if concerned is not None:
            concerned.apply(release)
        return concerned

    def settled(self) -> Iterator[Draft]:
        """Match releases with drafts whose bytes are all there; the drafts that they concern come out."""
        while self._drafts and self._releases and self._drafts[0].complete:
            draft, release = self._drafts[0], self._releases[0]
            if release.end > draft.start:
                draft.apply(release)
                yield draft
            if release.end < draft.end:
                self._releases.popleft()
            else:
                draft.released = None if draft.fault == "cut" else release.time
                self._drafts.popleft()
        while self._releases and self._releases[0].end <= self.start:
            self._releases.popleft()
