"""3A: write the nine bytes that every frame of HTTP/2 begins with (RFC 9113 §4.1)."""

from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.judges.cases import Case, first, on_cases
from helpers.protocols.http2.header import HEADER_SIZE, Header, serialize_header

__all__ = ["judge"]

# SETTINGS, its acknowledgement, a GET on stream 1, the end of a body, frames and streams that need every byte
FRAMES = (
    (36, 4, 0, 0),
    (0, 4, 1, 0),
    (20, 1, 0b101, 1),
    (12, 0, 1, 3),
    (300, 9, 4, 5),
    (16_384, 0, 0, 0x12345),
)
LAST = (2**24 - 1, 0xFF, 0xFF, 2**31 - 1)
TOO_LONG = "A length has three bytes: 2²⁴ and more have no room."
TOO_HIGH = "A stream has 31 bits, as the first of the 32 is reserved: 2³¹ and more have no room."
CASES = (
    *map(Case, (*FRAMES, LAST)),
    *(Case((length, 0, 0, 1), TOO_LONG) for length in (2**24, 2**24 + 9, 2**40)),
    *(Case((0, 3, 0, stream), TOO_HIGH) for stream in (2**31, 2**31 + 1, 2**32)),
)
FIELDS = ("length", "type", "flags", "stream")


def _explain(case: Case, given: Any) -> str:
    expected, at = case.expected, first_difference(given, case.expected)
    which, start, end = next(one for one in ((0, 0, 3), (1, 3, 4), (2, 4, 5), (3, 5, 9)) if at < one[2])
    right = expected[start:end]
    whole = case.args[0] + HEADER_SIZE
    return first(
        (len(given) != HEADER_SIZE, f"You gave {len(given)} bytes: a header has nine, whatever the frame."),
        (which == 0 and given[:3] == whole.to_bytes(3, "big"), "The length counts the payload only, not the nine."),
        (given[start:end] == right[::-1], f"The {FIELDS[which]} stands backwards: network byte order is big-endian."),
        (True, f"Byte {at} belongs to the {FIELDS[which]}, {case.args[which]}: {right.hex(' ')}."),
    )  # fmt: skip


judge = on_cases(
    lambda *fields: serialize_header(Header(*fields)),
    CASES,
    _explain,
    by_chance=lambda source: Case(tuple(source.randrange(1 << bits) for bits in (24, 8, 8, 31))),
)
