"""Rows and records become short JSON lists, the form in which they reach the browser.

What enters: rows of a trace (``helpers.dissectors.rows``) and its records. What leaves: plain lists, documented by
the tuples below and read by ``static/src/model.js``. Bytes are base64 and stand in the records only: a row names
the range it covers. Texts that repeat (names, notes, RFC sections) stand once, in ``words``. Nothing is escaped
here: the browser sets ``textContent``, and ``embed`` escapes what stands inside a script element.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.dissectors.field import Bit, Buffer, Field
from helpers.dissectors.rows import Row
from helpers.trace import Arrival, Mark, Record, Release

__all__ = ["BIT", "FIELD", "ROW", "Words", "embed", "encode"]

ROW = (
    *("index", "connection", "side", "start", "end", "arrived", "released", "state", "title", "summary"),
    *("field", "reads", "fault", "sent", "data"),
)
FIELD = ("start", "end", "name", "value", "note", "rfc", "children", "bits", "decoded", "volatile")
BIT = ("name", "width", "value", "note")


def encode(rows: Iterable[Row], records: Sequence[Record]) -> dict[str, Any]:
    """``{"words", "rows", "records"}``: one list a row and a record, without its empty tail."""
    words = Words()
    listed = [_row(row, words) for row in rows]
    return {"words": words.texts, "rows": listed, "records": [_record(record) for record in records]}


def embed(payload: object) -> str:
    """JSON that may stand inside ``<script type="application/json">``: it cannot end the element."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


class Words:
    """A table of texts, each kept once; a text is named by its place in it, the empty one by 0."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._places: dict[str, int] = {"": 0}

    def place(self, text: str) -> int:
        """The place of ``text``, which is added when it is new."""
        place = self._places.setdefault(text, len(self.texts))
        if place == len(self.texts):
            self.texts.append(text)
        return place


def _row(row: Row, words: Words) -> list[Any]:
    whole = len(row.data) == row.end - row.start
    values = [row.index, row.connection, row.side.value, row.start, row.end, row.arrived, row.released]
    values += [row.state, row.title, row.summary, _field(row.field, words), list(row.reads), row.fault]
    return _trimmed([*values, _base64(row.sent), None if whole else _base64(row.data)])


def _field(field: Field, words: Words) -> list[Any]:
    return _trimmed(
        [
            field.start,
            field.end,
            words.place(field.name),
            field.value,
            words.place(field.note),
            words.place(field.rfc),
            [_field(child, words) for child in field.children],
            [_bit(bit, words) for bit in field.bits],
            _buffer(field.decoded, words) if field.decoded else None,
            int(field.volatile),
        ]
    )


def _bit(bit: Bit, words: Words) -> list[Any]:
    return [words.place(bit.name), bit.width, bit.value, words.place(bit.note)]


def _buffer(buffer: Buffer, words: Words) -> list[Any]:
    return [words.place(buffer.name), _base64(buffer.data), [_field(field, words) for field in buffer.fields]]


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
