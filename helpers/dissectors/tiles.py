"""Fields laid one after another over bytes, so that they tile by construction."""

from helpers.dissectors.field import Bit, Buffer, Field, Fields

__all__ = ["Tiles", "missing", "preview"]

PREVIEW = 200


class Tiles:
    """A row of fields over bytes, the first of which has offset ``start``.

    ``data`` are all of them, or (where there are ``size``) the beginning.
    """

    def __init__(self, data: bytes, start: int = 0, *, size: int | None = None) -> None:
        self.data = data
        self.start = start
        self.size = len(data) if size is None else size
        self.at = 0  # in data
        self.fields: list[Field] = []

    @property
    def rest(self) -> int:
        """How many bytes are not covered yet."""
        return self.size - self.at

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
        children: Fields = (),
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

    def unfinished(self, reason: str, *, rfc: str = "") -> None:
        """Cover the rest, if any, with an ``incomplete`` leaf."""
        if self.rest:
            self.add(self.rest, "incomplete", preview(self.data[self.at :]), missing(reason), rfc)

    def group(self, name: str, value: str = "", note: str = "", rfc: str = "") -> Field:
        """One field over everything, with the row as its children."""
        return Field(self.start, self.start + self.size, name, value, note, rfc, tuple(self.fields))


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
