"""Rows and records become short JSON lists, the form in which they reach the browser.

What enters: rows of a trace (``helpers.dissectors.rows``) and its records. What leaves: plain lists, documented by
the tuples below and read by ``static/src/model.js``. Bytes are base64 and stand in the records only: a row names
the range it covers. Texts that repeat (names, notes, RFC sections) stand once, in ``words``, equal fields once, in
``fields``; both are named by their place. Nothing is escaped here: the browser sets ``textContent``, and ``embed``
escapes what stands inside a script element.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.dissectors.field import Bit, Buffer, Field
from helpers.dissectors.row import Row
from helpers.trace import Arrival, Mark, Record, Release

__all__ = ["BIT", "FIELD", "ROW", "Tables", "embed", "encode"]

ROW = (
    *("index", "connection", "side", "start", "end", "arrived", "released", "state", "title", "summary"),
    *("field", "reads", "fault", "sent", "data"),
)
FIELD = ("start", "end", "name", "value", "note", "rfc", "children", "bits", "decoded", "volatile")
BIT = ("name", "width", "value", "note")


def encode(rows: Iterable[Row], records: Sequence[Record]) -> dict[str, Any]:
    """``{"words", "fields", "rows", "records"}``: one list a row and a record, without its empty tail."""
    tables = Tables()
    listed = [_row(row, tables) for row in rows]
    told = [_record(record) for record in records]
    return {"words": tables.words, "fields": tables.fields, "rows": listed, "records": told}


def embed(payload: object) -> str:
    """JSON that may stand inside ``<script type="application/json">``: it cannot end the element."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


class Tables:
    """Texts and fields, each kept once and named by its place; the empty text has place 0."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self.fields: list[list[Any]] = []
        self._words: dict[str, int] = {"": 0}
        self._fields: dict[str, int] = {}

    def word(self, text: str) -> int:
        """The place of ``text``, which is added when it is new."""
        place = self._words.setdefault(text, len(self.words))
        if place == len(self.words):
            self.words.append(text)
        return place

    def field(self, field: Field) -> int:
        """The place of ``field``, what is inside it first."""
        listed = _field(field, self)
        place = self._fields.setdefault(repr(listed), len(self.fields))
        if place == len(self.fields):
            self.fields.append(listed)
        return place


def _row(row: Row, tables: Tables) -> list[Any]:
    whole = len(row.data) == row.end - row.start
    where: list[Any] = [
        row.index,
        row.connection,
        row.side.value,
        row.start,
        row.end,
        row.arrived,
        row.released,
    ]
    what = [row.state, row.title, row.summary, tables.field(row.field), list(row.reads), row.fault]
    return _trimmed([*where, *what, _base64(row.sent), None if whole else _base64(row.data)])


def _field(field: Field, tables: Tables) -> list[Any]:
    return _trimmed(
        [
            field.start,
            field.end,
            tables.word(field.name),
            field.value,
            tables.word(field.note),
            tables.word(field.rfc),
            [tables.field(child) for child in field.children],
            [_bit(bit, tables) for bit in field.bits],
            _buffer(field.decoded, tables) if field.decoded else None,
            int(field.volatile),
        ]
    )


def _bit(bit: Bit, tables: Tables) -> list[Any]:
    return [tables.word(bit.name), bit.width, bit.value, tables.word(bit.note)]


def _buffer(buffer: Buffer, tables: Tables) -> list[Any]:
    return [tables.word(buffer.name), _base64(buffer.data), [tables.field(field) for field in buffer.fields]]


def _record(record: Record) -> list[Any]:
    """``[kind, …]`` in the order of the record's own fields."""
    match record:
        case Arrival(connection, side, time, data, ending):
            end = ending.value if ending else None
            return _trimmed(["arrival", connection, side.value, time, _base64(data), end])
        case Release(connection, side, time, start, end_, fault, data_, ending):
            end = ending.value if ending else None
            head = ["release", connection, side.value, time, start, end_]
            return _trimmed([*head, fault, _base64(data_), end])
        case Mark(lane, start_, end_, label):
            return ["mark", lane, start_, end_, label]


def _base64(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def _trimmed(values: list[Any]) -> list[Any]:
    """Without the empty values at the end (``None``, ``""``, ``0``, ``[]``): the reader knows them by default."""
    while values and not values[-1]:
        values.pop()
    return values
