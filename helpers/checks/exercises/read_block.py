"""3A: read a header block: fields from the tables, and fields written out (RFC 7541 §5, §6)."""

import random
from collections.abc import Sequence

from helpers.checks.judges.cases import Case, mistakes, on_cases, slips
from helpers.protocols.http2.blocks import Decoder
from helpers.protocols.http2.integers import serialize_integer
from helpers.protocols.http2.table import STATIC

__all__ = ["judge"]

INDEXED, KEPT, PLAIN, NEVER = (7, 0b1000_0000), (6, 0b0100_0000), (4, 0b0000_0000), (4, 0b0001_0000)
TYPE = (b"content-type", b"text/plain")
CUT = "The block ends in the middle of a field."


def _indexed(number: int) -> bytes:
    return serialize_integer(number, 7, first=0b1000_0000)


def _text(text: bytes) -> bytes:
    return serialize_integer(len(text), 7) + text


def _literal(form: tuple[int, int], name: int | bytes, value: bytes) -> bytes:
    bits, first = form
    number = name if isinstance(name, int) else 0
    written = b"" if isinstance(name, int) else _text(name)
    return serialize_integer(number, bits, first=first) + written + _text(value)


NAMED, OWN = _literal(KEPT, 31, b"text/plain"), _literal(KEPT, b"x-seat", b"12")
# in the order in which one writes the answer: what is said if the block is read otherwise, and its fields
BLOCKS: tuple[tuple[str, Sequence[bytes]], ...] = (
    ("A byte that begins with 1 is a number in the table, and that is the whole field.", [_indexed(2)]),
    ("Read field after field until the block ends.", [*map(_indexed, (2, 6, 4, 61))]),
    ("01 and a number: the name is that of the table, then comes the value, its length first.", [NAMED]),
    ("01 and the number 0: the name is written out too, before the value.", [OWN]),
    ("0000: written out as after 01, but the number has four bits.", [_literal(PLAIN, 4, b"/menu")]),
    ("0001 is read as 0000 is: it only says that nobody may index the field.", [_literal(NEVER, 4, b"/")]),
    ("15 is the first number that four bits cannot hold: 1111, then a byte of 0.", [_literal(PLAIN, 15, b"utf-8")]),
    ("A number goes on in bytes of seven bits, the lowest first, while their first bit is set.",
     [_literal(PLAIN, b"x-long", b"a" * 300), _indexed(2)]),
    ("A field after 01 enters the dynamic table: 62 is the newest.", [NAMED, _indexed(62)]),
    ("62 is the newest, 63 the one before it.", [NAMED, OWN, _indexed(62), _indexed(63)]),
    ("Of 0000 and 0001 nothing enters the table.",
     [NAMED, _literal(PLAIN, b"x-seat", b"12"), _literal(NEVER, 15, b"utf-8"), _indexed(62)]),
    ("A name may come from the dynamic table too.", [OWN, _literal(KEPT, 62, b"13"), _indexed(62)]),
    ("A name may come from the dynamic table too: 01 and 63.", [OWN, NAMED, _literal(KEPT, 63, b"13")]),
    ("A byte of 127 is a number's last one: its first bit is 0.", [_literal(PLAIN, b"x-long", b"a" * 254)]),
    ("An empty block has no fields: an empty list.", []),
)  # fmt: skip
WRONG = (
    (_indexed(0), "The number 0 is in no table (§6.1)."),
    (_indexed(0) + _text(b"a") + _text(b"b"), "The number 0 is in no table, and what follows is another field."),
    (_indexed(62), "Nothing has entered the dynamic table yet: it ends at 61."),
    (NAMED + _indexed(63), "One field is in the dynamic table: it ends at 62."),
    *((OWN[:size], CUT) for size in range(1, len(OWN))),
    (_literal(PLAIN, 15, b"utf-8")[:1], CUT),
    (_indexed(200)[:1], CUT),
)  # fmt: skip
CASES = (
    *(Case((b"".join(fields),), why) for why, fields in BLOCKS),
    *(Case((data,), why) for data, why in WRONG),
)


def _right(data: bytes) -> list[tuple[bytes, bytes]]:
    block = Decoder().decode(data)
    if block.error:
        raise ValueError
    return list(block.headers)


def _by_chance(source: random.Random) -> Case:
    fields, count = list[bytes](), len(STATIC)
    for _ in range(source.randrange(1, 9)):
        form = source.choice((INDEXED, KEPT, KEPT, PLAIN, NEVER))
        number = source.choice((source.randrange(1, count + 1), count))
        size = source.choice((0, 3, 20, 126, 127, 128, 255, 256, 700))
        value = bytes(source.choices(b"abc:/ ", k=size))
        name = source.choice((number, b"x-" + value[:6].replace(b" ", b"-")))
        fields.append(_indexed(number) if form is INDEXED else _literal(form, name, value))
        count += form is KEPT
    return Case((b"".join(fields),))


_SLIPS = slips(
    (lambda right: [(name.decode(), value.decode()) for name, value in right],
     "Names and values are bytes, as they stand in the block."),
    (dict, "A list of pairs: a name may come more than once."),
)  # fmt: skip
_MISTAKES = mistakes(
    (lambda block: [STATIC[block[0] & 127]], "The tables begin with number 1: STATIC[0] is field 1."),
)
judge = on_cases(_right, CASES, _SLIPS, _MISTAKES, by_chance=_by_chance, runs=30)
