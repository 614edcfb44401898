"""Rows and bytes become short JSON lists, the form in which they reach the browser.

What enters: rows of a trace (``helpers.dissectors.rows``) and its records. What leaves: plain lists, documented by
the tuples below and read by ``static/src/model.js``. A row names the range of its stream that it covers; the bytes of
streams are ``streamed.py``'s. Bytes that are of no stream (what a fault sent, what was inflated) stand once, in
``blobs``. Nothing is escaped here: the browser sets ``textContent``, and ``embed`` escapes what stands inside a
script element.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.dissectors.field import Buffer, Part
from helpers.dissectors.row import Row
from helpers.trace import Arrival, Mark, Record, Release
from helpers.views.excerpt import Excerpt
from helpers.views.pieces import Blobs
from helpers.views.tables import SEARCHED, Tables, trimmed
from helpers.vocabulary import Side

__all__ = ["EXPLAINED", "ROW", "SIDES", "STATES", "Encoder", "embed"]

ROW = (
    *("index", "connection", "side", "start", "size", "arrived", "released", "state", "title", "summary"),
    *("field", "reads", "fault", "sent", "data", "protocol", "stream", "room"),
)
STATES = ("passed", "held", "incomplete", "cut")
SIDES = {Side.CLIENT: 0, Side.SERVER: 1}
EXPLAINED = 500  # rows of a view that are explained before somebody asks
FIELDS = 20_000  # beyond so many, none is explained before
EDGES = 100  # of a row that grows
UNEXPLAINED = -1


class Encoder:
    """One message to the browser. Times count in nanoseconds from ``zero``, if they can without losing a bit."""

    def __init__(self, *, zero: float, excerpt: Excerpt) -> None:
        self.zero = round(zero * 1e9)
        self._excerpt = excerpt
        self._tables, self._blobs = Tables(), Blobs()

    def rows(self, rows: Iterable[Row], *, explained: int = EXPLAINED) -> dict[str, Any]:
        """``{"rows", "words", "fields", "blobs"}``; rows whose index is below ``explained`` have their fields."""
        listed = [self._row(row, explain=row.index < explained) for row in rows]
        tables = {"words": self._tables.words, "fields": self._tables.fields}
        return {"rows": listed, **tables, "blobs": self._blobs.listed}

    def records(self, records: Iterable[Record]) -> list[list[Any]]:
        """``[kind, …]`` in the order of the record's own fields: what a browser needs to save the trace."""
        return [self._record(record) for record in records]

    def _row(self, row: Row, *, explain: bool) -> list[Any]:
        injected = row.data if row.start == row.end and row.data else None  # bytes that are of no stream
        place = UNEXPLAINED
        if explain and len(self._tables.fields) < FIELDS:
            known, label = self._known(row), f"{row.title} {row.summary}".strip()
            place = self._tables.field(row.field, known, lambda made: self._made(made, row), label=label)
        where = [row.index, row.connection, SIDES[row.side], row.start, row.end - row.start]
        when = [self._time(row.arrived), None if row.released is None else self._time(row.released)]
        what = [STATES.index(row.state), self._tables.word(row.title), row.summary, place, self._reads(row)]
        sent = [self._blob(row.sent), self._blob(injected)]
        read = [self._tables.word(row.protocol), 0 if row.stream is None else row.stream + 1]
        return trimmed([*where, *when, *what, self._tables.word(row.fault), *sent, *read, _room(row)])

    def _known(self, row: Row) -> bytes:
        """What the browser has of the beginning of a row; of one that grows nothing counts as known yet."""
        if row.end == row.start:
            return row.data if self._blobs.keeps(row.data) else b""
        if row.state == "incomplete":
            return b""
        return row.data[: min(next(self._excerpt.kept(row.end - row.start))[1], SEARCHED)]

    def _reads(self, row: Row) -> list[int]:
        """How many reads there were, and where those began that can be seen; while many still come, how many."""
        if not row.inside:
            return []
        if row.state == "incomplete" and row.inside > EDGES:
            return [row.inside + 1]
        kept = list(self._excerpt.kept(row.end - row.start))
        return [row.inside + 1, *(at for at in row.reads if any(start <= at < end for start, end in kept))]

    def _made(self, buffer: Buffer, row: Row) -> tuple[Any, bytes]:
        """The ranges of the row's stream that a buffer is made of, else its place among the blobs."""
        if self._has(buffer.parts, row):
            return [_part(part, row.start) for part in buffer.parts], buffer.data
        return self._blobs.place(buffer.data), buffer.data if self._blobs.keeps(buffer.data) else b""

    def _has(self, parts: Sequence[Part], row: Row) -> bool:
        """Whether the browser has all of some parts."""
        if not parts or row.end == row.start:
            return False
        inside = all(row.start <= part.start and part.end <= row.end for part in parts)
        return self._excerpt.whole or (inside and row.end - row.start <= self._excerpt.most)

    def _blob(self, data: bytes | None) -> int:
        return 0 if data is None else self._blobs.place(data) + 1

    def _record(self, record: Record) -> list[Any]:
        match record:
            case Arrival(connection, side, time, data, ending):
                end = ending.value if ending else None
                return trimmed([0, connection, SIDES[side], self._time(time), len(data), end])
            case Release(connection, side, time, start, end_, fault, data_, ending):
                end = ending.value if ending else None
                head = [1, connection, SIDES[side], self._time(time), start, end_ - start]
                return trimmed([*head, fault, self._blob(data_), end])
            case Mark(lane, start_, end_, label, connection, side):
                word = self._tables.word
                place = [] if connection is None or side is None else [connection, SIDES[side]]
                return [2, word(lane), self._time(start_), self._time(end_), word(label), *place]

    def _time(self, time: float) -> int | list[float]:
        after = round(time * 1e9 - self.zero)
        return after if (float(self.zero) + after) / 1e9 == time else [time]


def embed(payload: object) -> str:
    """JSON that may stand inside ``<script type="application/json">``: it cannot end the element."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _room(row: Row) -> list[int]:
    """``[side, stream, connection, change]``; nothing where nobody counts."""
    return [] if row.room is None else [SIDES[row.room.side], *row.room[1:]]


def _part(part: Part, start: int) -> list[int]:
    key = [] if part.key is None else [part.key - start]
    return [part.start - start, part.end - part.start, *key]
