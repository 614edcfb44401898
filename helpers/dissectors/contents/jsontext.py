"""JSON, taken apart where it stands (RFC 8259): one leaf a scalar member, nested for objects and arrays.

Text that is valid JSON comes in, tiles come out; anything else, and what is too large or too deep, stays one piece.
"""

import re
from json import JSONDecoder
from typing import NoReturn

from helpers.dissectors.contents.registry import Said
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import PREVIEW, Tiles

__all__ = ["explain_json"]

LIMIT = 64 * 1024
_MOST_VALUES = 400
_DEEPEST = 20

_SPACE = re.compile(r"[ \t\r\n]+")
_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t\r\n]*:[ \t\r\n]*')
_COMMA = re.compile(r"[ \t\r\n]*,[ \t\r\n]*")
_DECODER = JSONDecoder()
_VALUES, _TEXT, _OBJECT, _ARRAY = (f"RFC 8259 §{part}" for part in (3, 2, 4, 5))


def explain_json(data: bytes, start: int, _: Said) -> Field | None:
    """Explain a JSON text; ``None`` if it is none, or too much of it."""
    text = _text(data)
    if text is None:
        return None
    note = "A JSON text: names with values, lists of values."
    return Field(
        start, start + len(data), "JSON", _shown(text), note, _TEXT, lambda: _taken(data, start, text)
    )


def _taken(data: bytes, start: int, text: str) -> tuple[Field, ...]:
    tiles = Tiles(data, start)
    end = _walk(tiles, text, _whitespace(tiles, text, 0), 0)
    _whitespace(tiles, text, end)
    return tuple(tiles.fields)


def _text(data: bytes) -> str | None:
    if len(data) > LIMIT or data.lstrip(b" \t\r\n")[:1] not in (b"{", b"["):
        return None
    if sum(map(data.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        return None
    try:
        text = data.decode("utf-8")
        _STRICT.decode(text)
    except (ValueError, RecursionError):
        return None
    return text


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(constant)


_STRICT = JSONDecoder(parse_constant=_refuse)


def _shown(text: str) -> str:
    return text if len(text) <= PREVIEW else f"{text[:PREVIEW]}…"


def _add(tiles: Tiles, text: str, name: str, note: str, rfc: str, *, value: str | None = None) -> None:
    size = len(text) if text.isascii() else len(text.encode("utf-8"))
    tiles.add(size, name, _shown(text if value is None else value), note, rfc)


def _whitespace(tiles: Tiles, text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    if space is None:
        return at
    _add(tiles, space[0], "space", "Space between tokens means nothing.", _TEXT, value="")
    return space.end()


def _walk(tiles: Tiles, text: str, at: int, depth: int) -> int:
    """Lay out the object or array that starts at ``at``; return where it ends."""
    is_object = text[at] == "{"
    kind, rfc = ("object", _OBJECT) if is_object else ("array", _ARRAY)
    _add(tiles, text[at], f"{kind} begins", f"The bracket that opens an {kind}.", rfc)
    at, index = _whitespace(tiles, text, at + 1), 0
    while text[at] not in "]}":
        at = (
            _member(tiles, text, at, depth)
            if is_object
            else _element(tiles, text, at, f"[{index}]", "", depth)
        )
        index += 1
        if comma := _COMMA.match(text, at):
            _add(tiles, comma[0], "separator", "A comma separates the values.", _TEXT, value=",")
            at = comma.end()
        else:
            at = _whitespace(tiles, text, at)
    _add(tiles, text[at], f"{kind} ends", f"The bracket that closes the {kind}.", rfc)
    return at + 1


def _member(tiles: Tiles, text: str, at: int, depth: int) -> int:
    key = _KEY.match(text, at)
    assert key is not None  # the text was parsed before
    return _element(tiles, text, key.end(), key[1] or '""', key[0], depth)


def _element(tiles: Tiles, text: str, at: int, name: str, prefix: str, depth: int) -> int:
    """Lay out a value with the name before it."""
    if text[at] in "[{" and depth < _DEEPEST:
        inner = Tiles(tiles.data[tiles.at :], tiles.start + tiles.at)
        if prefix:
            _add(inner, prefix, "name", "The member's name and a colon.", _OBJECT, value=name)
        end = _walk(inner, text, at, depth + 1)
        value = _shown(text[at:end])
        tiles.add(inner.at, name, value, "A value made of values.", _VALUES, children=tuple(inner.fields))
        return end
    _, end = _DECODER.raw_decode(text, at)
    _add(tiles, prefix + text[at:end], name, _kind(text[at]), _VALUES, value=text[at:end])
    return end


def _kind(first: str) -> str:
    return _KINDS.get(first, "A number.")


_KINDS = {
    '"': "A string.",
    "t": "A boolean.",
    "f": "A boolean.",
    "n": "Null: no value.",
    "[": "An array, too deep to be taken apart.",
    "{": "An object, too deep to be taken apart.",
}
