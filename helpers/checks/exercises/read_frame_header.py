"""3A: read the nine bytes that every frame of HTTP/2 begins with (RFC 9113 §4.1)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.judges.cases import Case, first, mistakes, on_cases
from helpers.protocols.http2.header import HEADER_SIZE, Header, parse_header, serialize_header

__all__ = ["judge"]

# SETTINGS with six settings, its acknowledgement, a GET on stream 1, the end of a body on stream 3
FRAMES = ((36, 4, 0, 0), (0, 4, 1, 0), (20, 1, 0b101, 1), (12, 0, 1, 3), (300, 9, 4, 5), (16_384, 0, 0, 77))
REST = b"what comes behind the header"
EARLY = "A header has nine bytes, and they are not all here: return None and wait."
RESERVED = "R, the first bit of byte 5, is reserved: ignore it. Only 31 bits are the stream."


def _right(data: bytes) -> tuple[int, ...] | None:
    header = parse_header(data)
    return None if header is None else (header.length, header.type, header.flags, header.stream)


def _cases() -> Iterator[Case]:
    source = random.Random("read_frame_header")
    some = [tuple(source.randrange(1 << bits) for bits in (24, 8, 8, 31)) for _ in range(30)]
    for number, fields in enumerate((*FRAMES, *some)):
        data = serialize_header(Header(*fields))
        yield Case((data,))
        yield Case((data + REST,), "What follows the header must not change it.")
        if number < 3:
            yield from (Case((data[:size],), EARLY) for size in range(HEADER_SIZE))
        yield Case((data[:5] + bytes([data[5] | 0b1000_0000]) + data[6:],), RESERVED)


_MISTAKES = mistakes(
    (lambda data: None, "All nine bytes are here, and your function still waits (None)."),
    (lambda data: (len(data), *data[3:5], int.from_bytes(data[5:9])),
     "The length is not that of data: it stands in the first three bytes, and counts the payload."),
)  # fmt: skip


def _explain(case: Case, given: Any) -> str:
    (data,) = case.args
    if case.expected is None or len(given) != 4:
        return case.why or "Return four values: length, type, flags, stream."
    at = first_difference(given, case.expected)
    says, right = given[at], case.expected[at]
    where = ("bytes 0 to 2", "byte 3", "byte 4", "bytes 5 to 8")[at]
    raw = (data[:3], data[3:4], data[4:5], data[5:9])[at]
    return first(
        (at == 0 and says == right + HEADER_SIZE, "The length counts the payload only, without the nine bytes."),
        (says == int.from_bytes(raw, "little"), "It was read backwards: network byte order is big-endian."),
        (at == 3 and says == right | 1 << 31, RESERVED),
        (at == 0 and says == right & 0xFFFF, "The length has three bytes, and you read the last two."),
        (REST in data, case.why),
        (True, f"The {('length', 'type', 'flags', 'stream')[at]} stands in {where}, {raw.hex(' ')}: {right}."),
    )  # fmt: skip


judge = on_cases(_right, tuple(_cases()), _MISTAKES, _explain)
