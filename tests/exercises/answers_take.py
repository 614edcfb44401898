import json

from tests.exercises.proofs import Answers

ANSWERS = Answers("take")


@ANSWERS.right
def line_after_line(rest, piece, longest):
    data, values = rest + piece, []
    while b"\n" in data:
        line, _, data = data.partition(b"\n")
        if len(line) > longest:
            raise ValueError("too long")
        if line.strip():
            values.append(json.loads(line.decode("utf-8")))
    if len(data) > longest:
        raise ValueError("too long")
    return values, data


@ANSWERS.right
def by_the_last_line_feed(rest, piece, longest):
    whole, _, kept = (rest + piece).rpartition(b"\n")
    lines = whole.split(b"\n")
    if max(map(len, [*lines, kept])) > longest:
        raise ValueError("too long")
    return [json.loads(line) for line in filter(None, lines)], kept


SPLIT = '(rest + piece).split(b"\\n")'
LINES = "for line in [*lines, rest]"
ANSWERS.edits(
    (SPLIT, 'piece.split(b"\\n")', "What was kept belongs before the new piece"),
    (SPLIT, '(piece + rest).split(b"\\n")', "What was kept belongs before the new piece"),
    (SPLIT, '(rest + piece + b"\\n").split(b"\\n")', "raised JSONDecodeError"),
    ("lines if line], rest", 'lines if line], b""', "What has no line feed yet is kept"),
    (" if line], rest", "], rest", "An empty line is a keep-alive"),
    ("[json.loads(line) for line in lines if line]", "[v for v in map(json.loads, filter(None, lines)) if v]",
     "Every JSON text is a value: 0, null, false and [] too"),
    (SPLIT, '(rest + piece).decode().split("\\n")', "Keep the rest in bytes"),
    (SPLIT, '(rest + piece).decode("utf-8", "ignore").encode().split(b"\\n")', "The cut is inside a character"),
    ("[json.loads(line) for", "[line for", "These are lines"),
    ("lines if line], rest", "lines if line]", "expected a tuple"),
    (LINES, "for line in lines", "Its end need not have come"),
    (LINES, "for line in [rest]", "A line of more than 40 bytes"),
    (LINES, "for line in [piece]", "its line feed does not count"),
    ("> longest for", ">= longest for", "its line feed does not count"),
    ('raise ValueError(f"a line of more than {longest} bytes")', "return [], b''", "It must be refused"),
    ('*lines, rest = (rest + piece).split(b"\\n")', 'lines = (rest + piece).splitlines()\n    rest = b""', "is kept"),
)  # fmt: skip
