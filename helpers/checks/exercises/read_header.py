"""4B: read a frame's header, or say that bytes are missing (RFC 6455 §5.2)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import same
from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.frames import Header, serialize_header

__all__ = ["READ_HEADER"]

_Fields = tuple[bool, int, int, bytes | None]
_KEY = bytes.fromhex("37fa213d")


def _headers() -> Iterator[_Fields]:
    # §5.7: the examples, masked and not, short, 16-bit and 64-bit
    yield from (
        (True, 1, 5, None),
        (True, 1, 5, _KEY),
        (False, 1, 3, None),
        (True, 0, 2, _KEY),
        (True, 9, 0, None),
    )
    lengths = (125, 300, 126, 127, 65535, 65536, 2**32 + 1, 2**63 - 1)
    yield from ((True, 2, length, key) for length in lengths for key in (None, _KEY))
    source = random.Random("read_header")
    for _ in range(40):
        length = source.randrange(1 << source.choice((7, 16, 24, 63)))
        key = source.choice((None, source.randbytes(4)))
        yield source.random() < 0.5, source.choice((0, 1, 2, 8, 9, 10)), length, key


def _cases() -> Iterator[Case]:
    for number, (fin, opcode, length, key) in enumerate(_headers()):
        data = serialize_header(Header(fin, 0, opcode, length, key, 0))
        fields = (fin, opcode, length, key, len(data))
        yield Case((data,), fields)
        yield Case((data + b"Hello\x81\x05",), fields, "What follows the header must not change it.")
        if number < 12 or len(data) > 6:
            yield from (Case((data[:end],), None) for end in range(len(data)))


def _explain(case: Case, given: Any) -> str:
    (data,), expected = case.args, case.expected
    if expected is None:
        says = "the shortest header has 2" if len(data) < 2 else "byte 1 says that the header is longer"
        return f"{len(data)} bytes are here, and {says}: return None and wait."
    if given is None:
        return f"All {expected[4]} bytes of the header are here, and your function still waits (None)."
    if len(given) != 5:
        return "Return five values: fin, opcode, length, mask_key, size."
    wrong = next(at for at in range(5) if not same(given[at], expected[at]))
    return case.why or _about(given[wrong], expected[wrong], data)[wrong]


def _about(given: Any, meant: Any, data: bytes) -> tuple[str, ...]:
    """What is wrong with each field."""
    no_key = "The mask bit is set, so four bytes of key end the header."
    other_key = "The key is the last four bytes of the header: behind the length, however long that is."
    needless = "Without the mask bit there is no key: None."
    return (
        f"fin is the first bit of byte 0, True or False. Here it is {meant}.",
        f"The opcode is the last four bits of byte 0, 0x{data[0]:02x}: {meant}.",
        _about_length(given, meant, data),
        needless if meant is None else no_key if given is None else other_key,
        f"The header has {meant} bytes: 2, then 0, 2 or 8 of length, then 4 of key if the mask bit is set.",
    )


def _about_length(given: Any, meant: Any, data: bytes) -> str:
    if given == data[1] >= 128:
        return f"Byte 1 is 0x{data[1]:02x}. Its first bit is the mask bit; only the other seven are length."
    where = {126: "bytes 2 and 3 hold", 127: "bytes 2 to 9 hold"}
    if given in where:
        return f"The seven bits say {given}, which is no length: {where[given]} it. Here {meant}."
    if given == int.from_bytes(data[2:4] if data[1] % 128 == 126 else data[2:10], "little"):
        return "The length's bytes were read backwards: network byte order is big-endian."
    return f"The length is {meant}: seven bits; 126 says that 2 bytes follow with it, 127 that 8 do."


READ_HEADER = Exercise(
    name="read_header",
    lesson="4B",
    title="Read the header, when it is all there",
    task="Nothing is written yet. Begin with what is certain: fewer than 2 bytes are no header, so return None.",
    hints=(
        "data[0] & 0b0000_1111 leaves the opcode, data[0] & 0b1000_0000 the FIN bit; bool() makes it True or False.",
        "Find out how long the header is before you read it: 2, and 2 or 8 more for the length, and 4 for the key.",
        'int.from_bytes(data[2:4], "big") reads the 16-bit length. A slice that is too short raises nothing: '
        "compare len(data) with the header's size.",
    ),
    rfc="RFC 6455 §5.2",
    judge=on_cases(_cases, _explain),
    praise="Every header whole, every header cut at every byte, and never a byte too many.",
)
