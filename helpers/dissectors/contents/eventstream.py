"""Event streams, line by line, and what each event fires (HTML Living Standard §9.2.6).

Bytes of type ``text/event-stream`` come in, a field for each event comes out; the last one may not be whole yet.
"""

import re

from helpers.dissectors.contents.registry import Said, explain
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Tiles, preview
from helpers.protocols.sse.parsing import BOM, Parser

__all__ = ["event_stream_item_end", "explain_event_stream"]

_MOST_LINES = 400
_SECTION = "HTML Living Standard §9.2.6"
_END = re.compile(rb"\r\n|\n|\r")
_BLANK = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))")
_ENDS = {b"\r\n": "CRLF", b"\n": "LF", b"\r": "CR"}
_MEANING = {
    "data": "A line of the event's data; several are joined by line feeds.",
    "event": "The event's type: which listeners hear of it; “message” where none is said.",
    "id": "The last event's number: an EventSource sends it back as Last-Event-ID when it comes again.",
    "retry": "So many milliseconds an EventSource waits before it comes again.",
}


def explain_event_stream(data: bytes, start: int, _: Said) -> Field | None:
    """Explain some events; what comes after the first 400 lines stays in one piece."""
    note = "Events as lines of text, each event ended by an empty line."
    return Field(
        start, start + len(data), "event stream", preview(data), note, _SECTION, lambda: _events(data, start)
    )


def event_stream_item_end(data: bytes) -> int:
    """Behind the last empty line."""
    end = 0
    for found in _BLANK.finditer(data):
        end = found.end()
    return end


def _events(data: bytes, start: int) -> tuple[Field, ...]:
    tiles, lines = Tiles(data, start), 0
    if data.startswith(BOM):
        tiles.add(len(BOM), "byte order mark", "", "Ignored at the beginning of a stream.", _SECTION)
    while tiles.rest and lines < _MOST_LINES:
        event = Tiles(data[tiles.at :], start + tiles.at)
        begin, whole = tiles.at, False
        while event.rest and not whole and lines < _MOST_LINES:
            whole = _line(event)
            lines += 1
        tiles.extend((_event(event, data[begin : begin + event.at], whole=whole),))
    if tiles.rest:
        tiles.add(
            tiles.rest, "more lines", preview(tiles.peek(tiles.rest)), "Not taken apart here.", _SECTION
        )
    return tuple(tiles.fields)


def _event(tiles: Tiles, data: bytes, *, whole: bool) -> Field:
    fired = Parser().receive_data(data) if whole else []
    where, children = (tiles.start, tiles.start + tiles.at), tuple(tiles.fields)
    if not whole:
        note = "Its empty line has not come: if the stream ends here, it is thrown away."
        return Field(*where, "event", "incomplete", note, _SECTION, children)
    if not fired:
        return Field(*where, "event", "none", "It fires nothing: there are no data.", _SECTION, children)
    note = f"It fires “{fired[0].type}” with these data."
    return Field(*where, "event", preview(fired[0].data.encode()), note, _SECTION, children)


def _line(tiles: Tiles) -> bool:
    """Lay out one line; say whether it is the empty one."""
    found = _END.search(tiles.data, tiles.at)
    line = tiles.data[tiles.at : found.start() if found else len(tiles.data)]
    if line:
        tiles.extend((_taken(line, tiles.start + tiles.at, whole=found is not None),))
    if found is None:
        return False
    note = "The line is whole." if line else "An empty line: the event is whole."
    tiles.add(len(found[0]), "line end", _ENDS[found[0]], note, _SECTION)
    return not line


def _taken(line: bytes, start: int, *, whole: bool) -> Field:
    if not whole:
        return Field(start, start + len(line), "line", preview(line), "Its end has not come.", _SECTION)
    name, colon, rest = line.partition(b":")
    if not name:
        return Field(
            start,
            start + len(line),
            "comment",
            preview(rest),
            "Ignored; it keeps a quiet connection alive.",
            _SECTION,
        )
    word = preview(name)
    note = _MEANING.get(word, "A field that nobody knows is ignored.") + _ignored(word, rest)
    tiles = Tiles(line, start)
    tiles.add(len(name), "name", word, "The field's name.", _SECTION)
    value = rest.removeprefix(b" ")
    if colon:
        note_of = "A colon; one space after it is not part of the value."
        tiles.add(1 + len(rest) - len(value), "separator", ":", note_of, _SECTION)
    if value:
        tiles.extend(explain(value, tiles.start + tiles.at, Said(text=True)))
    return tiles.group(word, preview(value), note, _SECTION)


def _ignored(word: str, rest: bytes) -> str:
    value = rest.removeprefix(b" ")
    if word == "id" and b"\x00" in value:
        return " Ignored: it has a NUL in it."
    if word == "retry" and not value.isdigit():
        return " Ignored: not only digits."
    return ""
