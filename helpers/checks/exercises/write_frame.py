"""4B: write a frame (RFC 6455 §5.2, §5.3)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.engine.exercise import Exercise
from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.frames import Frame, parse_header

__all__ = ["WRITE_FRAME"]

_KEY = bytes.fromhex("37fa213d")


def _case(opcode: int, payload: bytes, fin: bool, mask_key: bytes | None) -> Case:
    return Case((opcode, payload, fin, mask_key), Frame(fin, opcode, payload, mask_key=mask_key).serialize())


def _cases() -> Iterator[Case]:
    # §5.7: "Hello" unmasked, masked, its first fragment, a ping; 256 bytes and 64 KiB of binary
    hello = _case(1, b"Hello", True, None)
    yield from (
        hello,
        _case(1, b"Hello", True, _KEY),
        _case(1, b"Hel", False, None),
        _case(9, b"", True, None),
    )
    yield Case(hello.args[:2], hello.expected, "Without fin and mask_key a frame is whole and not masked.")
    source = random.Random("write_frame")
    for size in (1, 124, 125, 126, 127, 128, 255, 256, 65535, 65536, 65537):
        yield _case(2, source.randbytes(size), True, None)
        yield _case(2, source.randbytes(size), True, source.randbytes(4))
    for _ in range(30):
        key, kind = source.choice((None, source.randbytes(4))), source.choice((0, 1, 2))
        yield _case(kind, source.randbytes(source.randrange(300)), source.random() < 0.5, key)


def _explain(case: Case, given: Any) -> str:
    expected = case.expected
    header = parse_header(expected)
    assert header is not None
    at, key = first_difference(given, expected), header.mask_key
    length = expected[2 : header.size - (4 if key else 0)]
    if at == len(given):
        return f"Your frame ends after {len(given)} bytes; it has {len(expected)}."
    if at == len(expected):
        return f"The frame is right and then goes on: {len(given) - len(expected)} bytes too many."
    if at < 2:
        return f"Byte {at} is 0x{given[at]:02x}{_about_bits(at, given[at] ^ expected[at], expected[at])}"
    if at >= header.size and key is None:
        return f"Byte {at - header.size} of the payload differs: without a key the payload is sent as it is."
    if at >= header.size:
        return f"Byte {at - header.size} of the payload is not masked with this key: byte i is XORed with key[i % 4]."
    if at >= 2 + len(length):
        return "The masking key itself stands in the frame, four bytes, between length and payload."
    if given[2:] == expected[2 + len(length) :]:
        return f"Byte 1 says that {len(length)} bytes of length follow; here comes at once what stands behind them."
    if given[2 : 2 + len(length)] == length[::-1]:
        return "The length's bytes stand backwards: network byte order is big-endian."
    return f"Byte {at} belongs to the length: {length.hex(' ')}."


def _about_bits(at: int, wrong: int, expected: int) -> str:
    state = "set" if expected >= 128 else "not set"
    match at, wrong, expected % 128:
        case 0, 0b1000_0000, _:
            means = "this is the last frame of its message" if expected >= 128 else "more will follow"
            return f". FIN, its first bit, must be {state}: {means}."
        case 0, _, _:
            return f": FIN, three zero bits, and the opcode in the last four make 0x{expected:02x}."
        case 1, 0b1000_0000, _:
            means = "a key follows" if expected >= 128 else "there is no key"
            return f". The mask bit, its first, must be {state}: {means}."
        case 1, _, 126:
            return f". This payload's length takes 126 and two bytes (126 to 65,535): 0x{expected:02x}."
        case 1, _, 127:
            return f". This payload's length takes 127 and eight bytes (from 65,536 on): 0x{expected:02x}."
    return ". Lengths up to 125 stand in its seven bits: the shortest form must be used."


WRITE_FRAME = Exercise(
    name="write_frame",
    lesson="4B",
    title="Write a frame",
    task="Nothing is written yet. Begin with byte 0: FIN is its first bit, the opcode its last four.",
    hints=(
        "bytes([number]) makes one byte; 0b1000_0000 | opcode sets FIN beside the opcode.",
        "Three forms of length: up to 125 in the seven bits, up to 65,535 as 126 and 2 bytes, else 127 and 8 bytes.",
        'length.to_bytes(2, "big") makes the two bytes. The mask bit stands in byte 1, in all three forms.',
        "With a key: mask bit, key, then the payload through your own unmask: masking is the same operation.",
    ),
    rfc="RFC 6455 §5.2",
    judge=on_cases(_cases, _explain),
    praise="Byte for byte what the RFC shows, at every length form's edge, masked and not.",
)
