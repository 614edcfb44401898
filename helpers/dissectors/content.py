"""What a message or a body says: JSON, other text, or bytes."""

from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.jsontext import dissect_json
from helpers.dissectors.tiles import preview

__all__ = ["buffer", "dissect_content", "quoted"]

QUOTE = 40


def dissect_content(data: bytes, start: int = 0, *, text: bool) -> tuple[Field, ...]:
    """Tile some content whose first byte has offset ``start``; ``text`` is what its sender says it is."""
    if not data:
        return ()
    found = dissect_json(data, start) if text else None
    return (found or _plain(data, start, text=text),)


def _plain(data: bytes, start: int, *, text: bool) -> Field:
    end = start + len(data)
    if not text:
        return Field(start, end, "data", preview(data), "Bytes whose meaning only the application knows.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        note = f"This should be UTF-8 text, but byte {error.start} is not: {error.reason}."
        return Field(start, end, "malformed", preview(data), note, "RFC 3629 §3")
    return Field(start, end, "text", preview(data), "Text in UTF-8.", "RFC 3629 §3")


def buffer(name: str, data: bytes, *, text: bool) -> Buffer:
    """Content as a buffer of its own."""
    return Buffer(name, data, lambda: dissect_content(data, text=text))


def quoted(data: bytes, *, text: bool) -> str:
    """A few words for the diagram: “Hello”, or a number of bytes."""
    if not text:
        return f"{len(data)} bytes"
    shown = data[: 4 * QUOTE + 4].decode("utf-8", "replace")
    if not shown.isprintable():
        shown = "".join(char if char.isprintable() else " " for char in shown)
    return f"“{shown[:QUOTE]}…”" if len(shown) > QUOTE else f"“{shown}”"
