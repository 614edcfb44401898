"""What a body or a message carries, chosen by what was said of it. Text, then bytes as they are, are the floor.

``known.py`` registers the contents of the course; anybody may register more. A content is a function: bytes, the
offset of the first one, and what was said come in; one field over all of them comes out, or ``None`` if it is
something else. What takes long it leaves to a function of its own in the field's children.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from helpers.dissectors.field import Buffer, Field, Part
from helpers.dissectors.tiles import preview

__all__ = [
    "QUOTE",
    "Content",
    "Said",
    "buffer",
    "explain",
    "item_end",
    "quoted",
    "register",
    "register_items",
]

QUOTE = 40


class Said(NamedTuple):
    """What was said of some content: that it is UTF-8 text; its media type (in lower case, without parameters); the
    subprotocol it is a message of; the target of the request it came with.
    """

    text: bool = False
    media_type: str = ""
    subprotocol: str = ""
    target: str = ""


Content = Callable[[bytes, int, Said], Field | None]
_contents: list[tuple[Said, Content]] = []


def register(
    content: Content, *, text: bool = False, media_type: str = "", subprotocol: str = "", target: str = ""
) -> None:
    """From now on ``content`` is asked where all of this was said; ``target`` is how the target begins.

    A media type such as ``+json`` stands for all that end so. The one that was registered last is asked first.
    """
    _contents.insert(0, (Said(text, media_type, subprotocol, target), content))
    _asked.cache_clear()


# Where the last whole item of some content ends: after its last line, or its last event.
ItemEnd = Callable[[bytes], int]
_items: dict[str, ItemEnd] = {}


def register_items(ends: ItemEnd, *, media_type: str) -> None:
    """From now on content of this type is a row of items, each to be read as soon as it is whole."""
    _items[media_type] = ends


def item_end(said: Said, data: bytes) -> int | None:
    """Where the last whole item in ``data`` ends; ``None``: it is no row of items."""
    ends = _items.get(said.media_type)
    return None if ends is None else ends(data)


def explain(data: bytes, start: int = 0, said: Said = Said()) -> tuple[Field, ...]:  # noqa: B008 – a tuple
    """Tile some content whose first byte has offset ``start``."""
    if not data:
        return ()
    for content in _asked(said):
        if (field := content(data, start, said)) is not None:
            return (field,)
    return (_plain(data, start, text=said.text),)


def buffer(name: str, data: bytes, said: Said, *, parts: tuple[Part, ...] = ()) -> Buffer:
    """Content as a buffer of its own, explained when somebody looks; ``parts``: where it was on the wire."""
    return Buffer(name, data, lambda: explain(data, 0, said), parts=parts)


def quoted(data: bytes, *, text: bool) -> str:
    """A few words for the diagram: “Hello”, or a number of bytes."""
    if not text:
        return f"{len(data)} bytes"
    shown = data[: 4 * QUOTE + 4].decode("utf-8", "replace")
    if not shown.isprintable():
        shown = "".join(char if char.isprintable() else " " for char in shown)
    return f"“{shown[:QUOTE]}…”" if len(shown) > QUOTE else f"“{shown}”"


@lru_cache(maxsize=16)  # thousands of messages of a connection say the same
def _asked(said: Said) -> tuple[Content, ...]:
    """The contents that it may be, in the order in which they are asked."""
    return tuple(content for wanted, content in _contents if _fits(wanted, said))


def _fits(wanted: Said, said: Said) -> bool:
    return (
        said.text >= wanted.text
        and _fits_media_type(wanted.media_type, said.media_type)
        and wanted.subprotocol in ("", said.subprotocol)
        and said.target.startswith(wanted.target)
    )


def _fits_media_type(wanted: str, said: str) -> bool:
    return said.endswith(wanted) if wanted.startswith("+") else wanted in ("", said)


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
