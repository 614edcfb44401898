"""5B: the body of a polling request: packets with 0x1E between them, bytes as b and base64."""

import base64
import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.judges.cases import REFUSED, Case, first, mistakes, on_cases
from helpers.protocols.engineio.payloads import parse_payload
from helpers.protocols.errors import RemoteProtocolError

__all__ = ["judge"]

LIMIT = 60
_BETWEEN = "0x1E stands between packets: as many as there are, less one."
_BYTES = "Bytes are written as b and base64, and have no type: give them back as bytes."
_EMPTY = "Between two separators stands nothing: a packet has at least its type."
_CASES: tuple[tuple[bytes, str], ...] = (
    (b"4hello", "One packet, and no separator."),
    (b"2", "A packet may be its type alone."),
    (b"4hello\x1e2\x1e4world", _BETWEEN),
    (b"4hello\x1ebAQIDBA==", _BYTES),
    (b"bAQIDBA==", _BYTES),
    (b"b", "No bytes are bytes, too: b and nothing."),
    (b"4bAQI=", "This is a message of text, whatever its text begins with: its type is 4."),
    ("4€ 🙂".encode(), "Text is UTF-8."),
    (b"4a\nb\rc\x1e4\x1d", "Only 0x1E separates; splitlines() knows more ends."),
    (b'40/a,{"b":1}\x1e3probe', "What is in a packet does not matter here."),
    (b"", _EMPTY),
    (b"4a\x1e", _EMPTY),
    (b"\x1e4a", _EMPTY),
    (b"4a\x1e\x1e4b", _EMPTY),
    (b"7", "There is no type 7: they go from 0 to 6."),
    (b"abc", "A packet begins with its type, 0 to 6, or with b."),
    (b"4a\x1exyz", "Each packet has a type, not only the first."),
    (b"B", "A packet begins with its type, 0 to 6, or with a small b."),
    (b"bAQI", "Four letters of base64 are three bytes: something is missing at the end."),
    (b"bAQI!DBA==", "! is no letter of base64. Python's b64decode passes over it, unless it is told to validate."),
    (b"4\xff", "This is no UTF-8."),
    ("٤a".encode(), "This is a four, and a digit to Python, but it is not the character 4."),
    (b"4" * LIMIT, f"{LIMIT} bytes may come."),
    (b"4" * (LIMIT + 1), f"More than {LIMIT} bytes: refuse it before it is read."),
    (b"4" + "€".encode() * 20, "The limit is in bytes: this has 21 characters and 61 bytes."),
)  # fmt: skip


def _expected(body: bytes) -> Any:
    try:
        packets = parse_payload(body, limit=LIMIT)
    except RemoteProtocolError:
        return REFUSED
    return [packet.serialize() for packet in packets]


def _cases() -> Iterator[Case]:
    for body, why in _CASES:
        yield Case((body, LIMIT), _expected(body), why)
    source = random.Random("read_payload")
    for _ in range(40):
        letters = [source.randbytes(source.randrange(5)) for _ in range(2)]
        packets = [
            "4" + "é{,\n"[: source.randrange(5)],
            *("b" + base64.b64encode(one).decode() for one in letters),
            "6",
        ]
        body = "\x1e".join(source.sample(packets, source.randrange(1, 5))).encode()
        yield Case(
            (body, LIMIT), _expected(body), "Texts stay texts, and bytes become bytes, in their order."
        )


def _shape(case: Case, given: Any) -> str:
    """What cannot be seen from the value alone."""
    return first(
        (isinstance(given, list) and any(isinstance(one, str) and one[:1] == "b" for one in given), _BYTES),
        (isinstance(given, list) and all(isinstance(one, bytes) for one in given) and b"b" not in case.args[0],
         "A packet of text is a str: decode the body."),
    )  # fmt: skip


_explain = mistakes(
    (
        lambda body, limit: [one[1:] for one in _expected(body)],
        "Keep the type: the first character belongs to it.",
    ),
)
judge = on_cases(_cases, _shape, _explain)
