"""One side of one connection on its way into rows: where its reads ended, and what was sent on.

Sizes of reads and releases come in; drafts of rows are filled in, in order. Costs what it is given.
"""

from collections import deque
from collections.abc import Iterator
from itertools import takewhile

from helpers.dissectors.row import Draft
from helpers.dissectors.section import Section
from helpers.trace.records import Release

__all__ = ["Strand"]


class Strand:
    """What one side sent that is in no complete row yet, and the rows of which not all was sent on."""

    def __init__(self) -> None:
        self.start = 0  # of what is in no complete row
        self.total = 0
        self.closed = False
        self.tail: Draft | None = None  # has its place among the rows, waits for the rest of its bytes
        self.endings: deque[Draft] = deque()  # not passed on yet
        self._reads: deque[tuple[int, float]] = deque()
        self._drafts: deque[Draft] = deque()  # not sent on yet, in the order of the stream
        self._releases: deque[Release] = deque()  # of bytes that are in no complete row yet

    # ---- bytes ----

    def feed(self, size: int, time: float) -> None:
        """Add one read."""
        if self.tail is not None:
            self.tail.edges.append(self.total - self.start)
            self.tail.arrived = time
        self.total += size
        self._reads.append((self.total, time))

    def first_read(self) -> int:
        """How many bytes of the first read are in no row yet."""
        return self._reads[0][0] - self.start

    def wait(self, draft: Draft) -> None:
        """Give all that is in no row to a draft whose last byte has not come."""
        self.tail = draft
        self._reach(draft, self.total)

    def complete(self, draft: Draft, section: Section) -> None:
        """Give a draft its bytes for good."""
        self.tail = None
        self._reach(draft, section.unit.end)
        draft.section, draft.complete = section, True
        self.start = section.unit.end
        while self._reads and self._reads[0][0] <= self.start:
            self._reads.popleft()

    def _reach(self, draft: Draft, end: int) -> None:
        inside = [edge for edge, _ in takewhile(lambda read: read[0] < end, self._reads)]
        draft.end = end
        draft.edges = [edge - draft.start for edge in inside]
        _, draft.arrived = self._reads[len(inside)]

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
