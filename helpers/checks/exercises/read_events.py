"""3C: an event stream, cut anywhere (HTML Living Standard §9.2.6). The reference is the course's own parser."""

import random
import re
from collections.abc import Iterator
from typing import Any

from helpers.checks.judges.cases import Case, cut, mistakes, on_cases
from helpers.protocols.sse.parsing import Parser

__all__ = ["judge"]

_RULES: tuple[tuple[bytes, str], ...] = (
    (b"data: hello\n\n", "One line of data and an empty line: one event, of type message, with an empty id."),
    (b"data: first\ndata: second\n\n", "Several data lines are one event's data, joined by line feeds."),
    (b"event: joined\ndata: Bob\n\ndata: x\n\n", "A type is for one event only; the next is a message again."),
    (b"id: 7\ndata: a\n\ndata: b\n\n", "An id holds for the events after it, until another id comes."),
    (b"id: 7\ndata: a\n\nid\ndata: b\n\n", "An id line without a value clears the id."),
    (b"id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n", "An id with a NUL in it is ignored: the one before it holds."),
    (b": still here\n\ndata: a\n\n", "A line that begins with a colon is a comment. Nothing fires without data."),
    (b"event: joined\n\ndata: a\n\n", "Without data nothing fires, and the empty line ends the type too."),
    (b"data:  two\ndata:none\n\n", "One blank after the colon belongs to the colon, a second one to the value."),
    (b"data: a: b\n\n", "Only the first colon of a line divides it."),
    (b"data\n\n", "A data line without a value is data all the same: the event fires, with an empty text."),
    (b"data\ndata\n\n", "Two empty data lines are two lines: a line feed."),
    (b"retry: 5\ntopic: x\nDATA: x\ndata: a\n\n", "Fields that are not known are ignored; names are small letters."),
    (b"data: a\r\n\r\ndata: b\r\rdata: c\n\n", "A line ends with CR, LF or CRLF: all three may stand in a stream."),
    (b"data: a\r\ndata: b\r\n\r\n", "A CRLF is one line end and not two: nothing fires between the lines."),
    (b"data: a\x0bb\xe2\x80\xa8c\x0cd\n\n", "Only CR, LF and CRLF end a line; splitlines() knows more ends."),
    (b"\xef\xbb\xbfdata: a\n\n", "A byte-order mark at the very beginning is no part of the first name."),
    (b"data: a\n\n\xef\xbb\xbfdata: b\n\n", "A byte-order mark is taken off at the beginning only."),
    (b"data: caf\xff\n\n", "Bytes that are not UTF-8 become \ufffd; nothing is refused."),
    (b"data: a\n\ndata: b\n", "An event whose empty line never came is thrown away."),
    (b"data: a\n\ndata: b", "An event whose empty line never came is thrown away."),
    (b"data: a\n\n ", "A line whose end never came is no line."),
    (b"", "Nothing came, and nothing fires."),
)  # fmt: skip
_SAMPLE = (
    "id: 1\r\ndata: Olé 🙂\r\n\r\nevent: joined\ndata: Bob\ndata: €\n\n: x\n\nid: 2\rdata: z\r\r".encode()
)
_CUT = "The pieces are cut anywhere: inside a line, a character, a CRLF. Keep what is unfinished."


def _events(pieces: list[bytes]) -> list[tuple[str, str, str]]:
    parser = Parser()
    every = [event for piece in pieces for event in parser.receive_data(piece)]
    return [(event.type, event.data, event.id) for event in every]


def _cases() -> Iterator[Case]:
    for stream, why in _RULES:
        yield Case(([stream],), _events([stream]), why)
    for at in range(1, len(_SAMPLE)):
        pieces = [_SAMPLE[:at], _SAMPLE[at:]]
        yield Case((pieces,), _events(pieces), _CUT)
    source = random.Random("read_events")
    lines = (b"data: a\xc3\xa9", b"data", b"id: 3", b"id", b"event: x", b": c", b"", b"", b"retry: 1")
    for _ in range(40):
        stream = b"".join(source.choice(lines) + source.choice((b"\n", b"\r\n", b"\r")) for _ in range(12))
        pieces = cut(stream, source, source.randrange(1, 6))
        yield Case((pieces,), _events(pieces), "Line by line, after the table.")


def _dicts(pieces: list[bytes]) -> Any:
    return [text for _, text, _ in _events(pieces)]


_explain = mistakes(
    (_dicts, "Each event is a tuple of three: its type, its data and the last id."),
    (lambda pieces: [tuple(reversed(one)) for one in _events(pieces)], "The order is type, data, id."),
    (lambda pieces: [one for piece in pieces for one in _events([piece])], _CUT),
    (lambda pieces: _events([re.sub(rb"\A\xef\xbb\xbf", b"", b"".join(pieces)) + b"\n\n"]),
     "An event whose empty line never came is thrown away."),
)  # fmt: skip
judge = on_cases(_cases, _explain)
