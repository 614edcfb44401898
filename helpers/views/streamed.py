"""The bytes of streams, as JSON: ``[connection, side, offset, piece, …]`` of each stream that has some.

What enters: the rows of a snapshot, or the records of a growing trace, of which only what is new is sent, while there
is room.
"""

from collections.abc import Sequence
from typing import Any

from helpers.dissectors.row import Row
from helpers.trace import Arrival, Mark, Record
from helpers.views.excerpt import LIMIT, Excerpt
from helpers.views.payload import SIDES
from helpers.views.pieces import pieces
from helpers.vocabulary import Side

__all__ = ["Streamed", "began", "streams"]

Ranges = dict[tuple[int, Side], list[tuple[int, bytes]]]


def began(record: Record) -> float:
    """When a record was made; of a span, when it began."""
    return record.start if isinstance(record, Mark) else record.time


class Streamed:
    """How far the streams of a trace have come at each of its records."""

    def __init__(self) -> None:
        self.zero = 0.0  # when the first record was made
        self.total = 0  # bytes of all streams
        self._ends: dict[tuple[int, Side], int] = {}
        self._offsets: list[tuple[int, int]] = []  # of each record: in its stream, among all bytes

    def follow(self, records: Sequence[Record]) -> None:
        """Take in the records that are new."""
        for record in records[len(self._offsets) :]:
            self.zero = min(self.zero, began(record)) if self._offsets else began(record)
            if not isinstance(record, Arrival):
                self._offsets.append((0, self.total))
                continue
            at = self._ends.get((record.connection, record.side), 0)
            self._offsets.append((at, self.total))
            self._ends[record.connection, record.side] = at + len(record.data)
            self.total += len(record.data)

    def news(self, records: Sequence[Record], known: int) -> list[list[Any]]:
        """What came in ``records``, which are those from ``known`` on."""
        found: Ranges = {}
        for record, (offset, before) in zip(records, self._offsets[known:], strict=True):
            if isinstance(record, Arrival) and record.data and before + len(record.data) <= LIMIT:
                found.setdefault((record.connection, record.side), []).append((offset, record.data))
        return _listed(found)


def streams(rows: Sequence[Row], excerpt: Excerpt) -> list[list[Any]]:
    """What ``excerpt`` keeps of the bytes of ``rows``."""
    found: Ranges = {}
    for row in rows:
        if row.end > row.start:
            kept = excerpt.kept(row.end - row.start)
            ranges = [(row.start + start, row.data[start:end]) for start, end in kept]
            found.setdefault((row.connection, row.side), []).extend(ranges)
    return _listed(found)


def _listed(found: Ranges) -> list[list[Any]]:
    return [[connection, SIDES[side], *pieces(ranges)] for (connection, side), ranges in found.items()]
