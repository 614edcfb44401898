"""4B: unmask a payload (RFC 6455 §5.3)."""

import random
from collections.abc import Iterator

from helpers.checks.engine.compare import first_difference
from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import as_bytes
from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.mask import unmask

__all__ = ["UNMASK"]


def _cases() -> Iterator[Case]:
    key = bytes.fromhex("37fa213d")
    # §5.7: "A single-frame masked text message ... contains "Hello""
    payloads = [unmask(b"Hell", key), unmask(b"Hello", key), b"", b"\x9f"]
    yield from (_case(payload, key) for payload in payloads)
    yield _case(unmask(bytes(range(256)), b"\x00\x00\x00\x00"), b"\x00\x00\x00\x00")
    yield _case(b"\xff\xff\x00\x00\x80", b"\xff\x0f\xf0\x01")
    source = random.Random("unmask")
    for size in (*range(1, 40), 125, 126, 1000):
        yield _case(source.randbytes(size), source.randbytes(4))


def _case(payload: bytes, key: bytes) -> Case:
    return Case((payload, key), unmask(payload, key))


def _explain(case: Case, value: object) -> str:
    payload, key = (as_bytes(arg) or b"" for arg in case.args)
    given, expected = as_bytes(value) or b"", as_bytes(case.expected) or b""
    if given == payload:
        return "The payload came back as it was: nothing was unmasked."
    pairs = [(byte, key[i % 4]) for i, byte in enumerate(payload)]
    if given in (bytes(a & b for a, b in pairs), bytes(a | b for a, b in pairs)):
        return "Each byte was combined with its key byte, but not by XOR (^)."
    if len(given) != len(payload):
        return _about_length(given, payload)
    at = first_difference(given, expected)
    return f"{_about_byte(at, given[at], payload[at], key)} (Counting from 0.)"


def _about_length(given: bytes, payload: bytes) -> str:
    if len(given) == 4 < len(payload):
        return f"You gave 4 bytes for a payload of {len(payload)}: the key has four bytes, and is used over and over."
    return f"You gave {len(given)} bytes for a payload of {len(payload)}: masking keeps the length."


def _about_byte(at: int, given: int, masked: int, key: bytes) -> str:
    if given == masked:
        return f"Byte {at} was left masked: the key has four bytes, and after the last comes the first again."
    for index, key_byte in enumerate(key):
        if given == masked ^ key_byte:
            return f"Byte {at} met key byte {index}; it belongs to key byte {at} % 4 = {at % 4}."
    return (
        f"Byte {at} is 0x{given:02x}: 0x{masked:02x} ^ 0x{key[at % 4]:02x} is 0x{masked ^ key[at % 4]:02x}."
    )


UNMASK = Exercise(
    name="unmask",
    lesson="4B",
    title="Unmask a payload",
    task="Nothing is written yet. XOR each payload byte with a key byte (i with i % 4), and return the bytes.",
    hints=(
        "A byte of a bytes object is a number: payload[0] ^ key[0] is the first byte unmasked.",
        "The key has four bytes: byte 4 of the payload meets key byte 0 again. Which operator counts 0 1 2 3 0 1?",
        "bytes(… for i, byte in enumerate(payload)) makes bytes from numbers.",
    ),
    rfc="RFC 6455 §5.3",
    judge=on_cases(_cases, _explain, rfc="RFC 6455 §5.3"),
    praise="Every byte comes out right, from the RFC's Hello to payloads of a thousand bytes.",
)
