"""Fields as short JSON lists, each kept once: the explained half of what a wire view's browser reads.

What enters: fields and the bytes they cover. What leaves: two tables. Texts that repeat (names, notes, sections)
stand in ``words``, equal fields in ``fields``, both named by their place. A field's start counts from the field it is
in, and of a value that the browser can read off the bytes it says where it stands (``spelled``): so the frames of
one kind share their fields, and no bytes are written twice.
"""

from collections.abc import Callable
from typing import Any

from helpers.dissectors.field import Bit, Buffer, Field

__all__ = ["BIT", "FIELD", "LABEL", "SEARCHED", "Tables", "spelled", "trimmed"]

FIELD = ("start", "size", "name", "value", "note", "rfc", "children", "bits", "decoded")
BIT = ("name", "width", "value", "note")
# How a value is read off bytes, as [kind, from, to, 1 if "…" follows]: off the field's own, or what they turn into.
TEXT, HEX, INNER_TEXT, INNER_HEX = 1, 2, 3, 4
LABEL = 5  # or what the row says of itself
SEARCHED = 100_000  # bytes of a buffer in which values are looked for
# Where a buffer's bytes stand for the browser, and as much of their beginning as it has.
Place = Callable[[Buffer], tuple[Any, bytes]]


class Tables:
    """Texts and fields by place; the empty text has place 0."""

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

    def field(self, field: Field, known: bytes, place: Place, *, above: int = 0, label: str = "") -> int:
        """The place of ``field``, what is inside it first; ``known`` is what the browser has of its buffer."""
        inside = [self.field(child, known, place, above=field.start) for child in field.children]
        decoded, inner = self._buffer(field.decoded, place) if field.decoded else (None, b"")
        size = field.end - field.start
        own = known[field.start : field.end]
        value = [LABEL] if label and field.value == label else spelled(field.value, own, inner, size=size)
        words = [self.word(field.name), value, self.word(field.note), self.word(field.rfc)]
        bits = [self._bit(bit) for bit in field.bits]
        return self._place(trimmed([field.start - above, size, *words, inside, bits, decoded]))

    def _place(self, listed: list[Any]) -> int:
        at = self._fields.setdefault(repr(listed), len(self.fields))
        if at == len(self.fields):
            self.fields.append(listed)
        return at

    def _bit(self, bit: Bit) -> list[Any]:
        return [self.word(bit.name), bit.width, bit.value, self.word(bit.note)]

    def _buffer(self, buffer: Buffer, place: Place) -> tuple[list[Any], bytes]:
        where, known = place(buffer)
        known = known[:SEARCHED]
        inside = [self.field(field, known, place) for field in buffer.fields]
        return [self.word(buffer.name), where, inside], known


def spelled(value: str, own: bytes, inner: bytes = b"", *, size: int) -> str | list[int]:
    """Where ``value`` stands in the bytes, as text or in hex, else ``value``; [TEXT] is all of the ``size`` bytes."""
    begin, more = value.removesuffix("…"), [1] if value.endswith("…") else []
    text = begin.encode("utf-8", "surrogatepass")
    if text == own and not more and len(own) == size:
        return [TEXT] if text else ""
    for kind, data in ((TEXT, own), (INNER_TEXT, inner)):
        if text and (at := data.find(text)) >= 0:
            return [kind, at, at + len(text), *more]
        if begin and data[: (len(begin) + 1) // 3].hex(" ") == begin:
            return [kind + 1, 0, (len(begin) + 1) // 3, *more]
    return value


def trimmed(values: list[Any]) -> list[Any]:
    """Without the empty values at the end (``None``, ``""``, ``0``, ``[]``): the reader knows them by default."""
    while values and not values[-1]:
        values.pop()
    return values
