"""4E: limits that hold before the memory is spent: a header says how much will come, and fragments add up."""

import random

from helpers.checks.judges.alongside import Calls, Story, alongside

__all__ = ["judge"]

EXACT = "The limit itself is allowed: 1000 bytes may come, and 1001 may not."
SUM = "Fragments of one message add up: each of them is small, and the message is not."
NEW = "A message that has ended costs nothing any more: the next one begins at 0."
BETWEEN = "A control frame between fragments is no part of the message: it neither counts nor ends it."
CONTROL = "A control frame has at most 125 bytes: more breaks the protocol, 1002 (§5.5)."
WHOLE = "A control frame is never fragmented: FIN off breaks the protocol, 1002 (§5.5)."
LENGTH = "The first bit of a 64-bit length must be 0: such a length is no length, 1002 (§5.2)."
# FIN, opcode, length
STORIES = (
    Story("header 1 1 5", "A short text: 0, go on."),
    Story("header 1 2 0", "A message may be empty."),
    Story("header 1 1 1001", "The header already says it: 1009, before one byte of the payload is read."),
    Story("header 1 1 1000", EXACT),
    Story("header 1 2 9223372036854775807", "A length that may be, and is too big for us: 1009."),
    Story("header 1 1 9223372036854775808", LENGTH),
    Story("header 0 1 600, header 0 0 400, header 1 0 1", SUM),
    Story("header 0 1 600, header 1 0 401", SUM),
    Story("header 0 1 600, header 1 0 400, header 1 1 1000", NEW),
    Story("header 1 1 1000, header 1 1 1", NEW),
    Story("header 1 1 5, header 1 1 1001", f"{NEW} And not below 0."),
    Story("header 0 2 1000, header 0 0 0, header 1 0 0", "Empty fragments cost nothing, and may come."),
    Story("header 1 9 125", "125 bytes may stand in a ping."),
    Story("header 1 9 126", CONTROL),
    Story("header 1 8 1001", CONTROL),
    Story("header 1 10 126", CONTROL),
    Story("header 0 9 0", WHOLE),
    Story("header 0 1 950, header 1 9 100, header 1 0 50", BETWEEN),
    Story("header 0 1 950, header 1 9 0, header 1 0 51", BETWEEN),
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


def _frames(source: random.Random) -> Calls:
    """Frames in an order that may be, until one is refused."""
    begun, refused = False, 0
    while not refused:
        if source.random() < 0.3:
            refused = yield "header", 1, source.choice((8, 9, 10)), source.randrange(127)
            continue
        fin, opcode = source.randrange(2), 0 if begun else source.choice((1, 2))
        refused = yield "header", fin, opcode, source.choice((0, 1, 50, 300, 500))
        begun = not fin


judge = alongside(
    _Ours, STORIES, lambda source: Story(_frames(source), args=(source.randrange(200, 2000),)), args=(1000,)
)
