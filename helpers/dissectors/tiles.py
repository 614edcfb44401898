"""Fields laid one after another over bytes, so that they tile by construction."""

from typing import NamedTuple

from helpers.dissectors.field import Bit, Buffer, Field

__all__ = ["Dissected", "Tiles", "incomplete", "missing", "preview", "shift"]

PREVIEW = 200


class Dissected(NamedTuple):
    """A unit's label in the diagram and its explained bytes."""

    title: str
    summary: str
    field: Field


class Tiles:
    """A row of fields over ``data``, whose first byte has offset ``start``."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self.data = data
        self.start = start
        self.at = 0  # in data
        self.fields: list[Field] = []

    @property
    def rest(self) -> int:
        """How many bytes are not covered yet."""
        return len(self.data) - self.at

    def peek(self, size: int) -> bytes:
        """The next bytes, not covered by asking."""
        return self.data[self.at : self.at + size]

    def add(
        self,
        size: int,
        name: str,
        value: str = "",
        note: str = "",
        rfc: str = "",
        *,
        children: tuple[Field, ...] = (),
        bits: tuple[Bit, ...] = (),
        volatile: bool = False,
        decoded: Buffer | None = None,
    ) -> None:
        """Cover the next ``size`` bytes."""
        start = self.start + self.at
        self.at += size
        self.fields.append(
            Field(start, start + size, name, value, note, rfc, children, bits, volatile, decoded)
        )

    def extend(self, fields: tuple[Field, ...]) -> None:
        """Take over fields that cover the next bytes."""
        self.fields += fields
        self.at = fields[-1].end - self.start if fields else self.at

    def unfinished(self, reason: str, *, rfc: str) -> None:
        """Cover the rest, if any, with an ``incomplete`` leaf."""
        if self.rest:
            self.fields.append(incomplete(self.data[self.at :], self.start + self.at, reason=reason, rfc=rfc))
            self.at = len(self.data)

    def group(self, name: str, value: str = "", note: str = "", rfc: str = "") -> Field:
        """One field over everything, with the row as its children."""
        return Field(self.start, self.start + len(self.data), name, value, note, rfc, tuple(self.fields))


def incomplete(data: bytes, start: int, *, reason: str, rfc: str) -> Field:
    """The leaf that ends what cannot be read yet."""
    return Field(start, start + len(data), "incomplete", preview(data), missing(reason), rfc)


def missing(reason: str) -> str:
    """The sentence that says what has not come."""
    return f"Not all of it came: {reason}."


def preview(data: bytes, limit: int = PREVIEW) -> str:
    """The beginning of some bytes, as a person reads them: text where it is text, else hex."""
    begin = bytes(data[:limit])
    text = _text(begin, cut=len(data) > limit)
    if text is None:
        limit //= 3
        text = begin[:limit].hex(" ")
    return f"{text}…" if len(data) > limit else text


def _text(data: bytes, *, cut: bool) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not cut or error.start < len(data) - 3:
            return None
        text = data[: error.start].decode("utf-8")  # the limit fell into a character
    printable = text.isprintable() or text.translate(_BREAKS).isprintable()
    return text if printable else None


_BREAKS = dict.fromkeys(map(ord, "\r\n\t"))


def shift(field: Field, by: int) -> Field:
    """The same field, ``by`` bytes earlier in its buffer."""
    if not by:
        return field
    return Field(
        field.start - by,
        field.end - by,
        field.name,
        field.value,
        field.note,
        field.rfc,
        lambda: tuple([shift(child, by) for child in field.children]),
        field.bits,
        field.volatile,
        field.decoded,
    )
