"""4B: write a frame (RFC 6455 §5.2, §5.3)."""

import random
from collections.abc import Iterator

from helpers.checks.engine.compare import first_difference
from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import as_bytes
from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.frames import Frame, parse_header

__all__ = ["WRITE_FRAME"]

_KEY = bytes.fromhex("37fa213d")


def _case(opcode: int, payload: bytes, fin: bool, mask_key: bytes | None) -> Case:
    frame = Frame(fin, opcode, payload, mask_key=mask_key)
    return Case((opcode, payload, fin, mask_key), frame.serialize())


def _cases() -> Iterator[Case]:
    # §5.7: "Hello" unmasked, masked, its first fragment, a ping; 256 bytes and 64 KiB of binary
    yield _case(1, b"Hello", True, None)
    yield _case(1, b"Hello", True, _KEY)
    yield _case(1, b"Hel", False, None)
    yield _case(9, b"", True, None)
    by_default = _case(1, b"Hello", True, None)
    yield Case(
        by_default.args[:2], by_default.expected, "Without fin and mask_key a frame is whole and not masked."
    )
    source = random.Random("write_frame")
    for size in (1, 124, 125, 126, 127, 128, 255, 256, 65535, 65536, 65537):
        yield _case(2, source.randbytes(size), True, None)
        yield _case(2, source.randbytes(size), True, source.randbytes(4))
    for _ in range(30):
        key = source.choice((None, source.randbytes(4)))
        yield _case(
            source.choice((0, 1, 2)), source.randbytes(source.randrange(300)), source.random() < 0.5, key
        )


def _explain(case: Case, value: object) -> str:
    given, expected = as_bytes(value) or b"", as_bytes(case.expected) or b""
    header = parse_header(expected)
    assert header is not None
    at = first_difference(given, expected)
    if at == len(given):
        return f"Your frame ends after {len(given)} bytes; it has {len(expected)}."
    if at >= header.size:
        return _about_payload(at - header.size, given, expected, header.mask_key)
    return _about_header(at, given, expected, header.mask_key)


def _about_header(at: int, given: bytes, expected: bytes, key: bytes | None) -> str:
    if at == 0:
        return _about_first(given[0], expected[0])
    if at == 1:
        return _about_second(given[1], expected[1])
    if key is not None and at >= _size(expected) - 4:
        return "The masking key itself stands in the frame, four bytes, between length and payload."
    length = expected[2 : _size(expected) - (4 if key else 0)]
    if given[2:] == expected[2 + len(length) :]:
        return f"Byte 1 says that {len(length)} bytes of length follow; here comes at once what stands behind them."
    if given[2:4] == length[:2][::-1] or given[2:10] == length[::-1]:
        return "The length's bytes stand backwards: network byte order is big-endian."
    return f"Byte {at} belongs to the length: {length.hex(' ')}."


def _size(data: bytes) -> int:
    """How many bytes the header takes."""
    header = parse_header(data)
    return header.size if header else 0


def _about_first(given: int, expected: int) -> str:
    if given ^ expected == 0b1000_0000:
        state = (
            "set: this is the last frame of its message"
            if expected & 0b1000_0000
            else "not set: more will follow"
        )
        return f"Byte 0 is 0x{given:02x}. FIN, its first bit, must be {state}."
    return f"Byte 0 is 0x{given:02x}: FIN, three zero bits, and the opcode in the last four make 0x{expected:02x}."


def _about_second(given: int, expected: int) -> str:
    if given ^ expected == 0b1000_0000:
        state = "set: a key follows" if expected & 0b1000_0000 else "not set: there is no key"
        return f"Byte 1 is 0x{given:02x}. The mask bit, its first, must be {state}."
    if expected & 0b0111_1111 < 126:
        return f"Byte 1 is 0x{given:02x}. Lengths up to 125 stand in its seven bits: the shortest form must be used."
    form = (
        "126 and two bytes (126 to 65,535)" if expected & 1 == 0 else "127 and eight bytes (from 65,536 on)"
    )
    return f"Byte 1 is 0x{given:02x}. This payload's length takes {form}: 0x{expected:02x}."


def _about_payload(at: int, given: bytes, expected: bytes, key: bytes | None) -> str:
    if at == len(expected):
        return f"{len(given) - len(expected)} bytes too many."
    if len(given) > len(expected) and given.startswith(expected):
        return f"The frame is right and then goes on: {len(given) - len(expected)} bytes too many."
    if key is None:
        return f"Byte {at} of the payload differs: without a key the payload is sent as it is."
    return f"Byte {at} of the payload is not masked with this key: byte i is XORed with key[i % 4]."


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
