"""3C: an event stream, cut anywhere (HTML Living Standard §9.2.6). The reference is the course's own parser."""

import random
import re

from helpers.checks.judges.cases import Case, cut, mistakes, on_cases
from helpers.protocols.sse.parsing import Parser

__all__ = ["judge"]

_RULES = (
    Case(([b"data: hello\n\n"],),
         "One line of data and an empty line: one event, of type message, with an empty id."),
    Case(([b"data: first\ndata: second\n\n"],), "Several data lines are one event's data, joined by line feeds."),
    Case(([b"event: joined\ndata: Bob\n\ndata: x\n\n"],),
         "A type is for one event only; the next is a message again."),
    Case(([b"id: 7\ndata: a\n\ndata: b\n\n"],), "An id holds for the events after it, until another id comes."),
    Case(([b"id: 7\ndata: a\n\nid\ndata: b\n\n"],), "An id line without a value clears the id."),
    Case(([b"id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n"],),
         "An id with a NUL in it is ignored: the one before it holds."),
    Case(([b": still here\n\ndata: a\n\n"],),
         "A line that begins with a colon is a comment. Nothing fires without data."),
    Case(([b"event: joined\n\ndata: a\n\n"],), "Without data nothing fires, and the empty line ends the type too."),
    Case(([b"data:  two\ndata:none\n\n"],),
         "One blank after the colon belongs to the colon, a second one to the value."),
    Case(([b"data: a: b\n\n"],), "Only the first colon of a line divides it."),
    Case(([b"data\n\n"],), "A data line without a value is data all the same: the event fires, with an empty text."),
    Case(([b"data\ndata\n\n"],), "Two empty data lines are two lines: a line feed."),
    Case(([b"retry: 5\ntopic: x\nDATA: x\ndata: a\n\n"],),
         "Fields that are not known are ignored; names are small letters."),
    Case(([b"data: a\r\n\r\ndata: b\r\rdata: c\n\n"],),
         "A line ends with CR, LF or CRLF: all three may stand in a stream."),
    Case(([b"data: a\r\ndata: b\r\n\r\n"],), "A CRLF is one line end and not two: nothing fires between the lines."),
    Case(([b"data: a\x0bb\xe2\x80\xa8c\x0cd\n\n"],),
         "Only CR, LF and CRLF end a line; splitlines() knows more ends."),
    Case(([b"\xef\xbb\xbfdata: a\n\n"],), "A byte-order mark at the very beginning is no part of the first name."),
    Case(([b"data: a\n\n\xef\xbb\xbfdata: b\n\n"],), "A byte-order mark is taken off at the beginning only."),
    Case(([b"data: caf\xff\n\n"],), "Bytes that are not UTF-8 become \ufffd; nothing is refused."),
    Case(([b"data: a\n\ndata: b\n"],), "An event whose empty line never came is thrown away."),
    Case(([b"data: a\n\ndata: b"],), "An event whose empty line never came is thrown away."),
    Case(([b"data: a\n\n "],), "A line whose end never came is no line."),
    Case(([b""],), "Nothing came, and nothing fires."),
)  # fmt: skip
_SAMPLE = (
    "id: 1\r\ndata: Olé 🙂\r\n\r\nevent: joined\ndata: Bob\ndata: €\n\n: x\n\nid: 2\rdata: z\r\r".encode()
)
_CUT = "The pieces are cut anywhere: inside a line, a character, a CRLF. Keep what is unfinished."


def _right(pieces: list[bytes]) -> list[tuple[str, str, str]]:
    parser = Parser()
    every = [event for piece in pieces for event in parser.receive_data(piece)]
    return [(event.type, event.data, event.id) for event in every]


def _by_chance(source: random.Random) -> Case:
    lines = (b"data: a\xc3\xa9", b"data", b"id: 3", b"id", b"event: x", b": c", b"", b"", b"retry: 1")
    stream = b"".join(source.choice(lines) + source.choice((b"\n", b"\r\n", b"\r")) for _ in range(12))
    return Case((cut(stream, source, source.randrange(1, 6)),), "Line by line, after the table.")


_MISTAKES = mistakes(
    (lambda pieces: [text for _, text, _ in _right(pieces)],
     "Each event is a tuple of three: its type, its data and the last id."),
    (lambda pieces: [tuple(reversed(one)) for one in _right(pieces)], "The order is type, data, id."),
    (lambda pieces: [one for piece in pieces for one in _right([piece])], _CUT),
    (lambda pieces: _right([re.sub(rb"\A\xef\xbb\xbf", b"", b"".join(pieces)) + b"\n\n"]),
     "An event whose empty line never came is thrown away."),
)  # fmt: skip
_CASES = (
    *_RULES,
    *(Case(([_SAMPLE[:at], _SAMPLE[at:]],), _CUT) for at in range(1, len(_SAMPLE))),
)
judge = on_cases(_right, _CASES, _MISTAKES, by_chance=_by_chance)
