"""A trace as rows, which is what a view shows: one a section, one a read where nobody cuts, one an ending or fault.

Follows a trace as it grows: each record costs what it brings, whatever came before. A row's place never changes: it
is taken by its first byte. Never changes the trace.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from helpers.dissectors.connection import Dissector, Section
from helpers.dissectors.endings import dissect_cut, dissect_ending, dissect_injected
from helpers.dissectors.field import Field
from helpers.dissectors.lane import Draft, Lane
from helpers.dissectors.raw import dissect_raw
from helpers.dissectors.tiles import Dissected
from helpers.trace.records import Arrival, Record, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Side

__all__ = ["Row", "Rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a view. Offsets of ``field`` and ``reads`` count from the first byte of ``data``.

    ``state`` is ``passed``, ``held``, ``incomplete`` (its last byte has not come) or ``cut``. ``fault`` names what
    was done to it, ``sent`` is what went out instead; an injected row has an empty range, its ``data`` never arrived.
    ``protocol`` says how it was read, ``stream`` to which stream of a protocol that has some it belongs.
    """

    index: int
    connection: int
    side: Side
    start: int
    end: int
    arrived: float
    released: float | None
    state: str
    title: str
    summary: str
    data: bytes
    field: Field
    reads: tuple[int, ...] = ()
    fault: str = ""
    sent: bytes | None = None
    protocol: str = ""
    stream: int | None = None


class _Connection:
    def __init__(self, number: int) -> None:
        self.number = number
        self.dissector = Dissector()
        self.lanes = {side: Lane() for side in Side}


class Rows:
    """The rows of a trace, in order of arrival."""

    def __init__(self, trace: Trace) -> None:
        self._drafts: list[Draft] = []
        self._rows: list[Row] = []
        self._changed: set[int] = set()
        self._news: set[int] = set()
        self._connections: dict[int, _Connection] = {}
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

    def _arrive(self, arrival: Arrival) -> None:
        connection = self._connection(arrival.connection)
        dissector, time = connection.dissector, arrival.time
        if arrival.data:
            connection.lanes[arrival.side].feed(arrival.data, time)
            self._sections(connection, dissector.receive_data(arrival.side, arrival.data), time)
        if arrival.ending is not None:
            self._sections(connection, dissector.receive_eof(arrival.side), time)
            lane = connection.lanes[arrival.side]
            draft = self._draft(connection, arrival.side, lane.total, time)
            draft.complete = True
            draft.show(dissect_ending(arrival.ending))
            lane.endings.append(draft)

    def _connection(self, number: int) -> _Connection:
        if number not in self._connections:
            self._connections[number] = _Connection(number)
        return self._connections[number]

    def _sections(self, connection: _Connection, sections: Sequence[Section], time: float) -> None:
        for section in sections:
            lane = connection.lanes[section.side]
            if section.start == lane.start:  # else it joins raw reads that are rows already
                dissected = Dissected(section.title, section.summary, section.field)
                self._complete(connection, section.side, dissected, section.end - section.start)
        for side, lane in connection.lanes.items():
            self._raw_reads(connection, side, lane)
            if lane.buffer:
                lane.tail = lane.tail or self._draft(connection, side, lane.start, time, wait=True)
                self._changed.add(lane.tail.index)
            self._settle(lane)

    def _raw_reads(self, connection: _Connection, side: Side, lane: Lane) -> None:
        raw = connection.dissector.raw_from(side)
        while raw is not None and lane.buffer:
            size = lane.first_read()
            dissected = dissect_raw(bytes(lane.buffer[:size]), 0, reason=raw[1])
            self._complete(connection, side, dissected, size)

    def _complete(self, connection: _Connection, side: Side, dissected: Dissected, size: int) -> None:
        lane = connection.lanes[side]
        draft = lane.tail or self._draft(connection, side, lane.start, 0.0, wait=True)
        lane.tail = None
        draft.show(dissected)
        lane.complete(draft, size)
        self._changed.add(draft.index)

    def _draft(
        self, connection: _Connection, side: Side, start: int, time: float, *, wait: bool = False
    ) -> Draft:
        draft = Draft(len(self._drafts), connection.number, side, start, start, time)
        self._drafts.append(draft)
        self._changed.add(draft.index)
        if wait:
            connection.lanes[side].await_release(draft)
        return draft

    # ---- releases ----

    def _release(self, release: Release) -> None:
        connection = self._connection(release.connection)
        lane = connection.lanes[release.side]
        if release.fault == "inject" and release.data is not None:
            return self._inject(connection, release, release.data)
        if (draft := lane.release(release)) is not None:
            self._changed.add(draft.index)
        self._settle(lane)
        if release.ending is not None:
            self._end(connection, lane, release)
        return None

    def _settle(self, lane: Lane) -> None:
        self._changed.update(draft.index for draft in lane.settled())

    def _inject(self, connection: _Connection, release: Release, data: bytes) -> None:
        draft = self._draft(connection, release.side, release.start, release.time)
        draft.show(dissect_injected(data, release.side, upgraded=connection.dissector.upgraded))
        draft.data = draft.sent = data
        draft.fault, draft.complete, draft.released = "inject", True, release.time

    def _end(self, connection: _Connection, lane: Lane, release: Release) -> None:
        if lane.endings:
            draft = lane.endings.popleft()
        else:
            draft = self._draft(connection, release.side, lane.total, release.time)
            draft.show(dissect_cut())
        draft.complete, draft.fault, draft.released = True, release.fault, release.time
        self._changed.add(draft.index)

    # ---- drafts to rows ----

    def _build(self) -> None:
        for index in sorted(self._changed):
            draft = self._drafts[index]
            if not draft.complete:
                self._show_tail(draft)
            # a new row is one past the end: rows are built in order
            self._rows[index : index + 1] = [_row(draft)]
        self._news |= self._changed
        self._changed.clear()

    def _show_tail(self, draft: Draft) -> None:
        connection = self._connections[draft.connection]
        tail, lane = connection.dissector.tail(draft.side), connection.lanes[draft.side]
        assert tail is not None  # a draft is incomplete as long as there is one
        draft.show(Dissected(tail.title, tail.summary, tail.field))
        lane.fill(draft, len(lane.buffer))


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


def _row(draft: Draft) -> Row:
    return Row(
        draft.index,
        draft.connection,
        draft.side,
        draft.start,
        draft.end,
        draft.arrived,
        draft.released,
        draft.state,
        draft.title,
        draft.summary,
        draft.data,
        draft.field,
        draft.reads,
        draft.fault,
        draft.sent,
    )
