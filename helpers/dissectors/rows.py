"""A trace as rows, which is what a view shows: one a section, one a read where nobody cuts, one an ending or fault.

Follows a trace as it grows: each record costs what it brings, whatever came before. A row's place never changes: it
is taken by its first byte. Never changes the trace.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from helpers.dissectors.connection import Dissector
from helpers.dissectors.endings import cut_section, ending_section, injected_section, marked_section
from helpers.dissectors.row import Draft, Row
from helpers.dissectors.section import Section
from helpers.dissectors.strand import Strand
from helpers.dissectors.ties import Ties
from helpers.trace.records import Arrival, Mark, Record, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Side

__all__ = ["Row", "Rows"]


class _Connection:
    def __init__(self, number: int) -> None:
        self.number = number
        self.dissector = Dissector()
        self.strands = {side: Strand() for side in Side}


class Rows:
    """The rows of a trace, in order of arrival."""

    def __init__(self, trace: Trace) -> None:
        self._drafts: list[Draft] = []
        self._rows: list[Row] = []
        self._changed: set[int] = set()
        self._news: set[int] = set()
        self._connections: dict[int, _Connection] = {}
        self._ties = Ties()
        with _no_collection():
            for record in trace.records:
                self._record(record)
        self.unsubscribe: Callable[[], None] = trace.subscribe(self._record)

    @property
    def rows(self) -> Sequence[Row]:
        """All rows as they stand now; do not write to it."""
        self._build()
        return self._rows

    def update(self) -> list[int]:
        """The indices of the rows that are new or changed since the last call."""
        self._build()
        news, self._news = self._news, set()
        return sorted(news)

    # ---- records to drafts ----

    def _record(self, record: Record) -> None:
        if isinstance(record, Arrival):
            self._arrive(record)
        elif isinstance(record, Release):
            self._release(record)
        elif record.connection is not None and record.side is not None:
            self._mark(record, self._connection(record.connection), record.side)

    def _arrive(self, arrival: Arrival) -> None:
        connection, side, time = self._connection(arrival.connection), arrival.side, arrival.time
        dissector, strand = connection.dissector, connection.strands[side]
        if arrival.data and not strand.closed:
            strand.feed(len(arrival.data), time)
            self._sections(connection, dissector.receive_data(side, arrival.data), time)
        if arrival.ending is not None:
            self._sections(connection, dissector.receive_eof(side), time)
            draft = self._draft(connection, side, strand.total, time)
            draft.section, draft.complete = ending_section(side, strand.total, arrival.ending), True
            strand.endings.append(draft)
            strand.closed = True

    def _mark(self, mark: Mark, connection: _Connection, side: Side) -> None:
        at = connection.strands[side].total
        draft = self._draft(connection, side, at, mark.start)
        draft.section, draft.complete, draft.released = marked_section(mark, side, at), True, mark.end
        draft.fault = mark.label.partition(" ")[0]

    def _connection(self, number: int) -> _Connection:
        if number not in self._connections:
            self._connections[number] = _Connection(number)
        return self._connections[number]

    def _sections(self, connection: _Connection, sections: Sequence[Section], time: float) -> None:
        for section in sections:
            self._complete(connection, section)
        for side, strand in connection.strands.items():
            self._raw_reads(connection, side, strand)
            if strand.total > strand.start:
                self._wait(connection, side, strand, time)
            self._settle(strand)

    def _raw_reads(self, connection: _Connection, side: Side, strand: Strand) -> None:
        while connection.dissector.by_reads(side) and strand.total > strand.start:
            self._complete(connection, connection.dissector.cut_read(side, strand.first_read()))

    def _complete(self, connection: _Connection, section: Section) -> None:
        strand = connection.strands[section.unit.side]
        draft = strand.tail or self._draft(connection, section.unit.side, strand.start, 0.0, wait=True)
        if (first := self._ties.told(section, connection.number)) is not None:
            section = section.saying(f"session of connection {first}")
        strand.complete(draft, section)
        self._changed.add(draft.index)

    def _wait(self, connection: _Connection, side: Side, strand: Strand, time: float) -> None:
        if strand.tail is None:
            strand.wait(self._draft(connection, side, strand.start, time, wait=True))
        assert strand.tail is not None
        self._changed.add(strand.tail.index)

    def _draft(
        self, connection: _Connection, side: Side, start: int, time: float, *, wait: bool = False
    ) -> Draft:
        draft = Draft(len(self._drafts), connection.number, side, start, time)
        self._drafts.append(draft)
        self._changed.add(draft.index)
        if wait:
            connection.strands[side].await_release(draft)
        return draft

    # ---- releases ----

    def _release(self, release: Release) -> None:
        connection = self._connection(release.connection)
        strand = connection.strands[release.side]
        if release.fault == "inject" and release.data is not None:
            return self._inject(connection, release, release.data)
        if (draft := strand.release(release)) is not None:
            self._changed.add(draft.index)
        self._settle(strand)
        if release.ending is not None:
            self._end(connection, strand, release)
        return None

    def _settle(self, strand: Strand) -> None:
        self._changed.update(draft.index for draft in strand.settled())

    def _inject(self, connection: _Connection, release: Release, data: bytes) -> None:
        side, start = release.side, release.start
        draft = self._draft(connection, side, start, release.time)
        protocol = connection.dissector.protocol(side)
        draft.section = injected_section(side, start, data, protocol=protocol)
        draft.fault, draft.sent, draft.complete, draft.released = "inject", data, True, release.time

    def _end(self, connection: _Connection, strand: Strand, release: Release) -> None:
        if strand.endings:
            draft = strand.endings.popleft()
        else:
            draft = self._draft(connection, release.side, strand.total, release.time)
            draft.section = cut_section(release.side, strand.total)
        draft.complete, draft.fault, draft.released = True, release.fault, release.time
        self._changed.add(draft.index)

    # ---- drafts to rows ----

    def _build(self) -> None:
        for index in sorted(self._changed):
            draft = self._drafts[index]
            section = draft.section or self._connections[draft.connection].dissector.tail(draft.side)
            assert section is not None  # a draft without a section is one as long as there is a tail
            # a new row is one past the end: rows are built in order
            self._rows[index : index + 1] = [draft.row(section)]
        self._news |= self._changed
        self._changed.clear()


@contextmanager
def _no_collection() -> Iterator[None]:
    """What is made of a trace stays, and has no cycles: to look for garbage in it, over and over as it grows, takes a
    third of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
