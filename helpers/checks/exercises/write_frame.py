"""4B: write a frame (RFC 6455 §5.2, §5.3)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.engine.values import counted
from helpers.checks.judges.cases import Case, first, on_cases
from helpers.protocols.websocket.frames import Frame, parse_header

__all__ = ["judge"]


def _right(opcode: int, payload: bytes, fin: bool = True, mask_key: bytes | None = None) -> bytes:
    return Frame(fin, opcode, payload, mask_key=mask_key).serialize()


def _cases() -> Iterator[Case]:
    # §5.7: "Hello" unmasked, masked, its first fragment, a ping; 256 bytes and 64 KiB of binary
    yield Case((1, b"Hello", True, None))
    yield Case((1, b"Hello", True, bytes.fromhex("37fa213d")))
    yield from (Case((1, b"Hel", False, None)), Case((9, b"", True, None)))
    yield Case((1, b"Hello"), "Without fin and mask_key a frame is whole and not masked.")
    source = random.Random("write_frame")
    for size in (1, 124, 125, 126, 127, 128, 255, 256, 65535, 65536, 65537):
        yield Case((2, source.randbytes(size), True, None))
        yield Case((2, source.randbytes(size), True, source.randbytes(4)))


def _by_chance(source: random.Random) -> Case:
    key, kind = source.choice((None, source.randbytes(4))), source.choice((0, 1, 2))
    return Case((kind, source.randbytes(source.randrange(300)), source.random() < 0.5, key))


_FORMS = {126: "126 and two bytes (126 to 65,535)", 127: "127 and eight bytes (from 65,536 on)"}


def _explain(case: Case, given: Any) -> str:
    expected, header = case.expected, parse_header(case.expected)
    assert header is not None
    at, key, size = first_difference(given, expected), header.mask_key, header.size
    behind, more = size - (4 if key else 0), counted(abs(len(given) - len(expected)), "byte")
    length = expected[2:behind]
    byte, right = f"Byte {at} is 0x{given[at : at + 1].hex()}", f"0x{expected[at : at + 1].hex()}"
    wrong = at, int.from_bytes(given[at : at + 1], "big") ^ int.from_bytes(expected[at : at + 1], "big")
    last = "set: this is the last frame of its message" if header.fin else "not set: more will follow"
    return first(
        (at == len(given), f"Your frame ends after {counted(at, 'byte')}; it has {len(expected)}."),
        (at == len(expected), f"The frame is right and then goes on: {more} too many."),
        (wrong == (0, 128), f"{byte}. FIN, its first bit, must be {last}."),
        (at == 0, f"{byte}: FIN, three zero bits, and the opcode in the last four make {right}."),
        (wrong == (1, 128) and key, f"{byte}. The mask bit, its first, must be set: a key follows."),
        (wrong == (1, 128), f"{byte}. The mask bit, its first, must be not set: there is no key."),
        (at == 1 and length, f"{byte}. This payload's length takes {_FORMS.get(expected[1] % 128)}: {right}."),
        (at == 1, f"{byte}. Lengths up to 125 stand in its seven bits: the shortest form must be used."),
        (at >= size and key, f"Byte {at - size} of the payload is not masked with this key: XOR it with key[i % 4]."),
        (at >= size, f"Byte {at - size} of the payload differs: without a key it is sent as it is."),
        (at >= behind, "The masking key itself stands in the frame, four bytes, between length and payload."),
        (given[2:] == expected[behind:], f"Byte 1 says that {len(length)} bytes of length follow; none does."),
        (given[2:behind] == length[::-1], "The length stands backwards: network byte order is big-endian."),
        (True, f"Byte {at} belongs to the length: {length.hex(' ')}."),
    )  # fmt: skip


judge = on_cases(_right, tuple(_cases()), _explain, by_chance=_by_chance)
