"""JSON texts, one a line: what a server streams when it has many of them.

Bytes come in, a field for each line comes out, taken apart where it is JSON; the last line may not be whole yet.
"""

from helpers.dissectors.contents.jsontext import explain_json
from helpers.dissectors.contents.registry import Said
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Tiles, preview

__all__ = ["explain_ndjson", "ndjson_item_end"]

_MOST_LINES = 400
_SECTION = "RFC 8259 §2"


def explain_ndjson(data: bytes, start: int, said: Said) -> Field | None:
    """Explain some lines; what comes after the first 400 of them stays in one piece."""
    note = "JSON texts, one a line, so that a reader can take each as soon as its line has ended."
    return Field(
        start, start + len(data), "NDJSON", preview(data), note, _SECTION, lambda: _lines(data, start, said)
    )


def ndjson_item_end(data: bytes) -> int:
    """Behind the last line end."""
    return data.rfind(b"\n") + 1


def _lines(data: bytes, start: int, said: Said) -> tuple[Field, ...]:
    tiles = Tiles(data, start)
    for _ in range(_MOST_LINES):
        end = data.find(b"\n", tiles.at)
        _line(tiles, data[tiles.at : end if end >= 0 else len(data)], said)
        if end < 0:
            break
        tiles.add(1, "line end", "LF", "The line is whole: its text can be read.", _SECTION)
    if tiles.rest:
        tiles.add(
            tiles.rest, "more lines", preview(tiles.peek(tiles.rest)), "Not taken apart here.", _SECTION
        )
    return tuple(tiles.fields)


def _line(tiles: Tiles, line: bytes, said: Said) -> None:
    if not line:
        return
    if (field := explain_json(line, tiles.start + tiles.at, said)) is not None:
        tiles.extend((field,))
    else:
        tiles.add(len(line), "line", preview(line), "No object and no list, or not whole.", _SECTION)
