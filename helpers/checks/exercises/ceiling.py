"""4E: limits that hold before the memory is spent: a header says how much will come, and fragments add up."""

import random
from collections.abc import Iterator, Sequence

from helpers.checks.judges.alongside import Calls, Story, alongside

__all__ = ["judge"]

RUNS, CALLS, MOST = 40, 30, 1000
EXACT = "The limit itself is allowed: 1000 bytes may come, and 1001 may not."
SUM = "Fragments of one message add up: each of them is small, and the message is not."
NEW = "A message that has ended costs nothing any more: the next one begins at 0."
BETWEEN = "A control frame between fragments is no part of the message: it neither counts nor ends it."
CONTROL = "A control frame has at most 125 bytes: more breaks the protocol, 1002 (§5.5)."
WHOLE = "A control frame is never fragmented: FIN off breaks the protocol, 1002 (§5.5)."
LENGTH = "The first bit of a 64-bit length must be 0: such a length is no length, 1002 (§5.2)."
# FIN, opcode, length
SCENES: tuple[tuple[Sequence[str], str], ...] = (
    (["1 1 5"], "A short text: 0, go on."),
    (["1 2 0"], "A message may be empty."),
    (["1 1 1001"], "The header already says it: 1009, before one byte of the payload is read."),
    (["1 1 1000"], EXACT),
    (["1 2 9223372036854775807"], "A length that may be, and is too big for us: 1009."),
    (["1 1 9223372036854775808"], LENGTH),
    (["0 1 600", "0 0 400", "1 0 1"], SUM),
    (["0 1 600", "1 0 401"], SUM),
    (["0 1 600", "1 0 400", "1 1 1000"], NEW),
    (["1 1 1000", "1 1 1"], NEW),
    (["1 1 5", "1 1 1001"], f"{NEW} And not below 0."),
    (["0 2 1000", "0 0 0", "1 0 0"], "Empty fragments cost nothing, and may come."),
    (["1 9 125"], "125 bytes may stand in a ping."),
    (["1 9 126"], CONTROL),
    (["1 8 1001"], CONTROL),
    (["1 10 126"], CONTROL),
    (["0 9 0"], WHOLE),
    (["0 1 950", "1 9 100", "1 0 50"], BETWEEN),
    (["0 1 950", "1 9 0", "1 0 51"], BETWEEN),
)


class _Ours:
    """What has come of the message at hand."""

    def __init__(self, most: int) -> None:
        self.most, self.sizes, self.sum = most, list[int](), 0

    def header(self, fin: int, opcode: int, length: int) -> int:
        control = opcode in (8, 9, 10)
        if length >> 63 or (control and (length > 125 or not fin)):
            return 1002
        if control:
            return 0
        self.sizes.append(length)
        self.sum = sum(self.sizes)
        if fin:
            self.sizes.clear()
        return 1009 if self.sum > self.most else 0

    def why(self, given: object) -> str:
        return f"The headers of this message say {self.sum} bytes together; {self.most} are allowed."


def _stories() -> Iterator[Story]:
    for headers, why in SCENES:
        told = (("header", *map(int, one.split())) for one in headers)
        yield Story((MOST,), _Ours(MOST), told, lambda given, why=why: why)  # type: ignore[misc]
    for seed in range(RUNS):
        source = random.Random(f"Ceiling {seed}")
        yield Story((most := source.randrange(200, 2000),), ours := _Ours(most), _by_chance(source), ours.why)


def _by_chance(source: random.Random) -> Calls:
    """Frames in an order that may be, until one is refused."""
    begun, refused = False, 0
    while not refused:
        if source.random() < 0.3:
            refused = yield "header", 1, source.choice((8, 9, 10)), source.randrange(127)
            continue
        fin, opcode = source.randrange(2), 0 if begun else source.choice((1, 2))
        refused = yield "header", fin, opcode, source.choice((0, 1, 50, 300, 500))
        begun = not fin


judge = alongside(_stories, "header")
