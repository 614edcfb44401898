"""4B: read a frame's header, or say that bytes are missing (RFC 6455 §5.2)."""

import random
from collections.abc import Iterator

from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import plain
from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.frames import Header, serialize_header

__all__ = ["READ_HEADER"]

_NAMES = ("fin", "opcode", "length", "mask_key", "size")
_KEY = bytes.fromhex("37fa213d")


def _whole(fin: bool, opcode: int, length: int, mask_key: bytes | None) -> tuple[bytes, tuple[object, ...]]:
    data = serialize_header(Header(fin, 0, opcode, length, mask_key, 0))
    return data, (fin, opcode, length, mask_key, len(data))


def _headers() -> Iterator[tuple[bytes, tuple[object, ...]]]:
    # §5.7: the examples, masked and not, short, 16-bit and 64-bit
    yield _whole(True, 1, 5, None)
    yield _whole(True, 1, 5, _KEY)
    yield _whole(False, 1, 3, None)
    yield _whole(True, 0, 2, _KEY)
    yield _whole(True, 9, 0, None)
    for length in (125, 300, 126, 127, 65535, 65536, 2**32 + 1, 2**63 - 1):
        yield _whole(True, 2, length, None)
        yield _whole(True, 2, length, _KEY)
    source = random.Random("read_header")
    for _ in range(40):
        length = source.randrange(1 << source.choice((7, 16, 24, 63)))
        key = source.choice((None, source.randbytes(4)))
        yield _whole(source.random() < 0.5, source.choice((0, 1, 2, 8, 9, 10)), length, key)


def _cases() -> Iterator[Case]:
    for number, (data, fields) in enumerate(_headers()):
        yield Case((data,), fields)
        yield Case((data + b"Hello\x81\x05",), fields, "What follows the header must not change it.")
        if number < 12 or len(data) > 6:
            yield from (Case((data[:end],), None) for end in range(len(data)))


def _explain(case: Case, value: object) -> str:
    data, given = bytes(case.args[0]), plain(value)
    if not isinstance(case.expected, tuple):
        return _too_early(data)
    if given is None:
        return f"All {case.expected[4]} bytes of the header are here, and your function still waits (None)."
    if not isinstance(given, tuple) or len(given) != 5:
        return f"Return five values: {', '.join(_NAMES)}."
    wrong = next(
        i
        for i, pair in enumerate(zip(given, case.expected, strict=True))
        if pair[0] is not pair[1] and pair[0] != pair[1]
    )
    return case.why or _about(_NAMES[wrong], given[wrong], case.expected, data)


def _too_early(data: bytes) -> str:
    if len(data) < 2:
        return f"{len(data)} bytes are here, and the shortest header has 2: return None and wait."
    return f"{len(data)} bytes are here, and byte 1 says that the header is longer: return None and wait."


def _about(name: str, given: object, expected: tuple[object, ...], data: bytes) -> str:
    meant = dict(zip(_NAMES, expected, strict=True))[name]
    match name:
        case "fin":
            return f"fin is the first bit of byte 0, True or False. Here it is {meant}."
        case "opcode":
            return f"The opcode is the last four bits of byte 0, 0x{data[0]:02x}: {meant}."
        case "length":
            return _about_length(given, meant, data)
        case "mask_key":
            return "Without the mask bit there is no key: None." if meant is None else _about_key(given, data)
    return f"The header has {meant} bytes: 2, then 0, 2 or 8 of length, then 4 of key if the mask bit is set."


def _about_length(given: object, meant: object, data: bytes) -> str:
    if given == data[1] >= 128:
        return f"Byte 1 is 0x{data[1]:02x}. Its first bit is the mask bit; only the other seven are length."
    if given in (126, 127):
        where = "bytes 2 and 3 hold" if given == 126 else "bytes 2 to 9 hold"
        return f"The seven bits say {given}, which is no length: {where} it. Here {meant}."
    for size in (2, 8):
        if given == int.from_bytes(data[2 : 2 + size], "little"):
            return "The length's bytes were read backwards: network byte order is big-endian."
    return f"The length is {meant}: seven bits; 126 says that 2 bytes follow with it, 127 that 8 do."


def _about_key(given: object, data: bytes) -> str:
    if given is None:
        return "The mask bit is set, so four bytes of key end the header."
    return "The key is the last four bytes of the header: behind the length, however long that is."


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
