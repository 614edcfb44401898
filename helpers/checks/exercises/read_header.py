"""4B: read a frame's header, or say that bytes are missing (RFC 6455 §5.2)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.judges.cases import Case, first, on_cases
from helpers.protocols.websocket.frames import Header, parse_header, serialize_header

__all__ = ["judge"]


_KEY = bytes.fromhex("37fa213d")
_TOO_EARLY = ("One byte at most is here, and the shortest header has 2: return None and wait.",
              "It is not all here, as byte 1 says that the header is longer: return None and wait.")  # fmt: skip


def _right(data: bytes) -> tuple[object, ...] | None:
    if (header := parse_header(data)) is None:
        return None
    return header.fin, header.opcode, header.length, header.mask_key, header.size


def _headers() -> Iterator[tuple[bool, int, int, bytes | None]]:
    # §5.7: the examples, masked and not, short, 16-bit and 64-bit
    yield from ((True, 1, 5, None), (True, 1, 5, _KEY), (False, 1, 3, None), (True, 0, 2, _KEY))
    yield True, 9, 0, None
    lengths = (125, 300, 126, 127, 65535, 65536, 2**32 + 1, 2**63 - 1)
    yield from ((True, 2, length, masked) for length in lengths for masked in (None, _KEY))
    source = random.Random("read_header")
    for _ in range(40):
        length = source.randrange(1 << source.choice((7, 16, 24, 63)))
        masked = source.choice((None, source.randbytes(4)))
        yield source.random() < 0.5, source.choice((0, 1, 2, 8, 9, 10)), length, masked


def _cases() -> Iterator[Case]:
    for number, (fin, opcode, length, key) in enumerate(_headers()):
        data = serialize_header(Header(fin, 0, opcode, length, key, 0))
        yield Case((data,))
        yield Case((data + b"Hello\x81\x05",), "What follows the header must not change it.")
        if number < 12 or len(data) > 6:
            yield from (Case((data[:end],), _TOO_EARLY[end > 1]) for end in range(len(data)))


_HOLD = {126: "bytes 2 and 3 hold it", 127: "bytes 2 to 9 hold it"}


def _explain(case: Case, given: Any) -> str:
    (data,), at = case.args, first_difference(given or (), case.expected)
    says, right = (*(given or ()), *(None,) * 5)[at], (*case.expected, None)[at]
    size, hold = case.expected[4], _HOLD.get(data[1] % 128)
    backwards = int.from_bytes(data[2 : 4 if data[1] % 128 == 126 else 10], "little")
    return first(
        (given is None, f"All {size} bytes of the header are here, and your function still waits (None)."),
        (len(given or ()) != 5, "Return five values: fin, opcode, length, mask_key, size."),
        (case.why, case.why),
        (at == 0, f"fin is the first bit of byte 0, True or False. Here it is {right}."),
        (at == 1, f"The opcode is the last four bits of byte 0, 0x{data[0]:02x}: {right}."),
        (at == 2 and says == data[1] > 127, "Byte 1 begins with the mask bit; only the other seven are length."),
        (at == 2 and says in _HOLD, f"The seven bits say {says}, which is no length: {hold}. Here {right}."),
        (at == 2 and says == backwards, "The length was read backwards: network byte order is big-endian."),
        (at == 2, f"The length is {right}: seven bits; 126 says that 2 bytes follow with it, 127 that 8 do."),
        (at == 3 and not right, "Without the mask bit there is no key: None."),
        (at == 3 and not says, "The mask bit is set, so four bytes of key end the header."),
        (at == 3, "The key is the last four bytes of the header: behind the length, however long that is."),
        (True, f"The header has {right} bytes: 2, then 0, 2 or 8 of length, then 4 of key if the mask bit is set."),
    )  # fmt: skip


judge = on_cases(_right, tuple(_cases()), _explain)
