"""3B: lines of JSON out of pieces that are cut anywhere."""

import json
import random
from typing import Any

from helpers.checks.judges.cases import Case, cut, first, mistakes, on_cases

__all__ = ["judge"]

LONGEST = 40
_TEXT = json.dumps({"text": "Grüße 🙂"}, ensure_ascii=False).encode()
_KEEP = "What has no line feed yet is kept, as it is, and given back for the next time."
_CHARACTER = "The cut is inside a character: keep bytes, and decode whole lines only."
_LONG = f"A line of more than {LONGEST} bytes fills the memory."
_CASES = (
    Case((b"", b'{"id": 1}\n', LONGEST), "One whole line: one value, and nothing to keep."),
    Case((b"", b'{"id": 1}\n{"id": 2}\n', LONGEST), "Two lines in one piece are two values."),
    Case((b"", b'{"id": ', LONGEST), _KEEP),
    Case((b'{"id": ', b"1}\n", LONGEST), "What was kept belongs before the new piece."),
    Case((b'{"id": ', b"1", LONGEST), _KEEP),
    Case((b'{"id": 1}', b"\n", LONGEST), "The line feed alone makes the line whole."),
    Case((b'{"id"', b': 1}\n{"id": 2}\n{"i', LONGEST),
         "The kept half, a whole line and a new half, all in one piece."),
    Case((b"", b'\n\n{"id": 1}\n\n', LONGEST), "An empty line is a keep-alive: no value, and no error."),
    Case((b"", b"\n", LONGEST), "An empty line is a keep-alive: no value, and no error."),
    Case((b"", b"0\nnull\nfalse\n[]\n", LONGEST), "Every JSON text is a value: 0, null, false and [] too."),
    Case((b"", b'{"text": "a\\nb"}\n', LONGEST), "A line feed inside a text is written as \\n: that is no line end."),
    Case((b"", '{"text": "a\u2028b\x85c"}\n'.encode(), LONGEST),
         "Only a line feed ends a line; splitlines() knows more ends."),
    Case((b"", b'{"id": 1}\r\n', LONGEST), "A carriage return before the line feed is white space to JSON."),
    Case((b"", b"", LONGEST), "Nothing came."),
    Case((b'{"id', b"", LONGEST), _KEEP),
    *(Case((_TEXT[:at], _TEXT[at:] + b"\n", LONGEST), _CHARACTER) for at in range(1, len(_TEXT))),
    *(Case((b"", _TEXT[:at], LONGEST), _CHARACTER) for at in range(1, len(_TEXT))),
    Case((b"", b"1" * LONGEST + b"\n", LONGEST),
         f"A line of {LONGEST} bytes may stand: its line feed does not count."),
    Case((b"", b"1" * LONGEST, LONGEST), f"{LONGEST} bytes may be kept: the next byte may be the line feed."),
    Case((b"", b"1\n" * LONGEST, LONGEST), "The limit is for a line, not for a piece."),
    Case((b"", b"1" * (LONGEST + 1) + b"\n", LONGEST), _LONG),
    Case((b"", b"1" * (LONGEST + 1), LONGEST), f"{_LONG} Its end need not have come."),
    Case((b"1" * LONGEST, b"1", LONGEST), f"{_LONG} What was kept counts."),
    Case((b"", b"1\n" + b"2" * (LONGEST + 1) + b"\n3\n", LONGEST), f"{_LONG} It may stand between others."),
    Case((b"", b'{"id": \n', LONGEST), "A line that is not JSON."),
)  # fmt: skip


def _right(rest: bytes, piece: bytes, longest: int) -> tuple[list[Any], bytes]:
    *lines, rest = (rest + piece).split(b"\n")
    if max(map(len, [*lines, rest])) > longest:
        raise ValueError
    return [json.loads(line) for line in lines if line], rest


def _by_chance(source: random.Random) -> Case:
    stream = b"".join(json.dumps(source.choice(("é🙂", 1, None, [2]))).encode() + b"\n" for _ in range(3))
    rest, piece = cut(stream, source, 2)
    return Case((rest.rpartition(b"\n")[2], piece, LONGEST), "The values of this piece, and its rest.")


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
judge = on_cases(_right, _CASES, _shape, _explain, by_chance=_by_chance)
