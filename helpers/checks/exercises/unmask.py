"""4B: unmask a payload (RFC 6455 §5.3)."""

import operator
import random
from collections.abc import Callable, Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.judges.cases import Case, first, mistakes, on_cases
from helpers.protocols.websocket.mask import rotated, unmask

__all__ = ["judge"]


def _right(payload: bytes, key: bytes, start: int = 0) -> bytes:
    return unmask(payload, rotated(key, start))


def _cases() -> Iterator[Case]:
    key = bytes.fromhex("37fa213d")
    # §5.7: "A single-frame masked text message ... contains "Hello""
    hello = unmask(b"Hello", key)
    pieces = [(unmask(b"Hell", key), key), (hello, key), (b"", key), (b"\x9f", key)]
    pieces += [(bytes(range(256)), bytes(4)), (b"\xff\xff\x00\x00\x80", b"\xff\x0f\xf0\x01")]
    source = random.Random("unmask")
    pieces += [(source.randbytes(size), source.randbytes(4)) for size in (*range(1, 40), 125, 126, 1000)]
    yield from map(Case, pieces)
    later = [(hello[start:], key, start) for start in (3, 4, 1, 2, 5)]
    later += [(source.randbytes(9), source.randbytes(4), source.randrange(1 << 20)) for _ in range(20)]
    yield from map(Case, later)


def _combined(operation: Callable[[int, int], int]) -> Callable[..., bytes]:
    return lambda payload, key: bytes(operation(byte, key[i % 4]) for i, byte in enumerate(payload))


_NOT_XOR = "Each byte was combined with its key byte, but not by XOR (^)."
_MISTAKES = mistakes(
    (lambda payload, key: payload, "The payload came back as it was: nothing was unmasked."),
    (_combined(operator.and_), _NOT_XOR),
    (_combined(operator.or_), _NOT_XOR),
    (lambda payload, key: unmask(payload[:4], key),
     "You gave 4 bytes for a payload of 5: the key has four bytes, and is used over and over."),
    (lambda payload, key, start: unmask(payload, key),
     lambda payload, key, start: f"The key began anew with this piece, which begins at byte {start} of the payload."),
)  # fmt: skip


def _about_byte(case: Case, given: Any) -> str:
    payload, key, start = (*case.args, 0)[:3]
    at = first_difference(given, case.expected)
    byte, (was, said, right) = start + at, (data[at : at + 1] for data in (payload, given, case.expected))
    met = next((index for index in range(4) if unmask(was, rotated(key, index)) == said), None)
    return first(
        (len(given) != len(payload), f"You gave {len(given)} bytes for {len(payload)}: masking keeps the length."),
        (said == was, f"Byte {byte} was left masked: after the key's last byte comes its first again."),
        (met is not None, f"Byte {byte} met key byte {met}; it belongs to key byte {byte} % 4 = {byte % 4}."),
        (True, f"Byte {byte} is 0x{said.hex()}: 0x{was.hex()} ^ 0x{key[byte % 4]:02x} is 0x{right.hex()}."),
    )  # fmt: skip


judge = on_cases(_right, tuple(_cases()), _MISTAKES, _about_byte)
