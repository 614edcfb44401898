"""3B: lines of JSON out of pieces that are cut anywhere."""

import json
import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.judges.cases import REFUSED, Case, cut, first, mistakes, on_cases

__all__ = ["judge"]

LONGEST = 40
_TEXT = json.dumps({"text": "Grüße 🙂"}, ensure_ascii=False).encode()
_KEEP = "What has no line feed yet is kept, as it is, and given back for the next time."
_CHARACTER = "The cut is inside a character: keep bytes, and decode whole lines only."
_LONG = f"A line of more than {LONGEST} bytes fills the memory."
_CASES: tuple[tuple[bytes, bytes, str], ...] = (
    (b"", b'{"id": 1}\n', "One whole line: one value, and nothing to keep."),
    (b"", b'{"id": 1}\n{"id": 2}\n', "Two lines in one piece are two values."),
    (b"", b'{"id": ', _KEEP),
    (b'{"id": ', b"1}\n", "What was kept belongs before the new piece."),
    (b'{"id": ', b"1", _KEEP),
    (b'{"id": 1}', b"\n", "The line feed alone makes the line whole."),
    (b'{"id"', b': 1}\n{"id": 2}\n{"i', "The kept half, a whole line and a new half, all in one piece."),
    (b"", b'\n\n{"id": 1}\n\n', "An empty line is a keep-alive: no value, and no error."),
    (b"", b"\n", "An empty line is a keep-alive: no value, and no error."),
    (b"", b"0\nnull\nfalse\n[]\n", "Every JSON text is a value: 0, null, false and [] too."),
    (b"", b'{"text": "a\\nb"}\n', "A line feed inside a text is written as \\n: that is no line end."),
    (b"", '{"text": "a\u2028b\x85c"}\n'.encode(), "Only a line feed ends a line; splitlines() knows more ends."),
    (b"", b'{"id": 1}\r\n', "A carriage return before the line feed is white space to JSON."),
    (b"", b"", "Nothing came."),
    (b'{"id', b"", _KEEP),
    *((_TEXT[:at], _TEXT[at:] + b"\n", _CHARACTER) for at in range(1, len(_TEXT))),
    *((b"", _TEXT[:at], _CHARACTER) for at in range(1, len(_TEXT))),
    (b"", b"1" * LONGEST + b"\n", f"A line of {LONGEST} bytes may stand: its line feed does not count."),
    (b"", b"1" * LONGEST, f"{LONGEST} bytes may be kept: the next byte may be the line feed."),
    (b"", b"1\n" * LONGEST, "The limit is for a line, not for a piece."),
    (b"", b"1" * (LONGEST + 1) + b"\n", _LONG),
    (b"", b"1" * (LONGEST + 1), f"{_LONG} Its end need not have come."),
    (b"1" * LONGEST, b"1", f"{_LONG} What was kept counts."),
    (b"", b"1\n" + b"2" * (LONGEST + 1) + b"\n3\n", f"{_LONG} It may stand between others."),
    (b"", b'{"id": \n', "A line that is not JSON."),
)  # fmt: skip


def _expected(rest: bytes, piece: bytes, longest: int) -> Any:
    *lines, rest = (rest + piece).split(b"\n")
    if max(map(len, [*lines, rest])) > longest:
        return REFUSED
    try:
        return [json.loads(line) for line in lines if line], rest
    except ValueError:
        return REFUSED


def _cases() -> Iterator[Case]:
    for rest, piece, why in _CASES:
        yield Case((rest, piece, LONGEST), _expected(rest, piece, LONGEST), why)
    source = random.Random("take")
    for _ in range(40):
        stream = b"".join(json.dumps(source.choice(("é🙂", 1, None, [2]))).encode() + b"\n" for _ in range(3))
        rest, piece = cut(stream, source, 2)
        rest = rest.rpartition(b"\n")[2]
        yield Case(
            (rest, piece, LONGEST), _expected(rest, piece, LONGEST), "The values of this piece, and its rest."
        )


def _shape(case: Case, given: Any) -> str:
    """What cannot be seen from the value alone."""
    pair = isinstance(given, tuple) and len(given) == 2
    return first(
        (not pair, "Give back two things: a list of values, and the rest."),
        (pair and isinstance(given[1], str), "Keep the rest in bytes: a piece may end inside a character."),
    )


_explain = mistakes(
    (lambda rest, piece, longest: ([*(rest + piece).split(b"\n")][:-1], (rest + piece).split(b"\n")[-1]),
     "These are lines. What is asked for are their values: json.loads."),
)  # fmt: skip
judge = on_cases(_cases, _shape, _explain)
