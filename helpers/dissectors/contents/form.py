"""What an HTML form sends (URL Standard §5): names and values, percent-encoded, joined by ``&``.

Bytes of type ``application/x-www-form-urlencoded`` come in, a leaf for each name and each value comes out, decoded.
"""

from urllib.parse import unquote_to_bytes

from helpers.dissectors.contents.registry import Said
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Tiles, preview

__all__ = ["explain_form"]

LIMIT = 64 * 1024
_MOST_PAIRS = 400
_SECTION = "URL Standard §5.1"


def explain_form(data: bytes, start: int, _: Said) -> Field | None:
    """Explain a form; ``None`` if it is too much of one, or JSON: curl says “form” whatever it sends."""
    if (
        len(data) > LIMIT
        or data.count(b"&") > _MOST_PAIRS
        or not data.isascii()
        or b"=" not in data
        or data[:1] in (b"{", b"[")
    ):
        return None
    note = "The fields of a form: names and values, a “+” for a space, other characters as % and two digits."
    return Field(start, start + len(data), "form", preview(data), note, _SECTION, lambda: _pairs(data, start))


def _pairs(data: bytes, start: int) -> tuple[Field, ...]:
    tiles = Tiles(data, start)
    for number, pair in enumerate(data.split(b"&")):
        if number:
            tiles.add(1, "separator", "&", "Another field of the form follows.", _SECTION)
        if pair:
            _pair(tiles, pair)
    return tuple(tiles.fields)


def _pair(tiles: Tiles, pair: bytes) -> None:
    name, equals, value = pair.partition(b"=")
    parts = Tiles(pair, tiles.start + tiles.at)
    if name:
        parts.add(len(name), "name", _decoded(name), "The field's name.", _SECTION)
    if equals:
        parts.add(1, "separator", "=", "The value follows.", _SECTION)
    if value:
        parts.add(len(value), "value", _decoded(value), "What was filled in.", _SECTION)
    note = "One field of the form."
    tiles.extend((parts.group(_decoded(name) or '""', _decoded(value), note, _SECTION),))


def _decoded(data: bytes) -> str:
    return preview(unquote_to_bytes(data.replace(b"+", b" ")))
