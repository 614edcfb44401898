"""5B: the body of a polling request: packets with 0x1E between them, bytes as b and base64."""

import base64
import random
from typing import Any

from helpers.checks.judges.cases import Case, first, on_cases, slips
from helpers.protocols.engineio.payloads import parse_payload

__all__ = ["judge"]

LIMIT = 60
_BETWEEN = "0x1E stands between packets: as many as there are, less one."
_BYTES = "Bytes are written as b and base64, and have no type: give them back as bytes."
_EMPTY = "Between two separators stands nothing: a packet has at least its type."
_CASES = (
    Case((b"4hello", LIMIT), "One packet, and no separator."),
    Case((b"2", LIMIT), "A packet may be its type alone."),
    Case((b"4hello\x1e2\x1e4world", LIMIT), _BETWEEN),
    Case((b"4hello\x1ebAQIDBA==", LIMIT), _BYTES),
    Case((b"bAQIDBA==", LIMIT), _BYTES),
    Case((b"b", LIMIT), "No bytes are bytes, too: b and nothing."),
    Case((b"4bAQI=", LIMIT), "This is a message of text, whatever its text begins with: its type is 4."),
    Case(("4€ 🙂".encode(), LIMIT), "Text is UTF-8."),
    Case((b"4a\nb\rc\x1e4\x1d", LIMIT), "Only 0x1E separates; splitlines() knows more ends."),
    Case((b'40/a,{"b":1}\x1e3probe', LIMIT), "What is in a packet does not matter here."),
    Case((b"", LIMIT), _EMPTY),
    Case((b"4a\x1e", LIMIT), _EMPTY),
    Case((b"\x1e4a", LIMIT), _EMPTY),
    Case((b"4a\x1e\x1e4b", LIMIT), _EMPTY),
    Case((b"7", LIMIT), "There is no type 7: they go from 0 to 6."),
    Case((b"abc", LIMIT), "A packet begins with its type, 0 to 6, or with b."),
    Case((b"4a\x1exyz", LIMIT), "Each packet has a type, not only the first."),
    Case((b"B", LIMIT), "A packet begins with its type, 0 to 6, or with a small b."),
    Case((b"bAQI", LIMIT), "Four letters of base64 are three bytes: something is missing at the end."),
    Case((b"bAQI!DBA==", LIMIT),
         "! is no letter of base64. Python's b64decode passes over it, unless it is told to validate."),
    Case((b"4\xff", LIMIT), "This is no UTF-8."),
    Case(("٤a".encode(), LIMIT), "This is a four, and a digit to Python, but it is not the character 4."),
    Case((b"4" * LIMIT, LIMIT), f"{LIMIT} bytes may come."),
    Case((b"4" * (LIMIT + 1), LIMIT), f"More than {LIMIT} bytes: refuse it before it is read."),
    Case((b"4" + "€".encode() * 20, LIMIT), "The limit is in bytes: this has 21 characters and 61 bytes."),
)  # fmt: skip


def _right(body: bytes, limit: int) -> list[str | bytes]:
    return [packet.serialize() for packet in parse_payload(body, limit=limit)]


def _by_chance(source: random.Random) -> Case:
    letters = ["b" + base64.b64encode(source.randbytes(source.randrange(5))).decode() for _ in range(2)]
    packets = ["4" + "é{,\n"[: source.randrange(5)], *letters, "6"]
    body = "\x1e".join(source.sample(packets, source.randrange(1, 5))).encode()
    return Case((body, LIMIT), "Texts stay texts, and bytes become bytes, in their order.")


def _shape(case: Case, given: Any) -> str:
    """What cannot be seen from the value alone."""
    return first(
        (isinstance(given, list) and any(isinstance(one, str) and one[:1] == "b" for one in given), _BYTES),
        (isinstance(given, list) and all(isinstance(one, bytes) for one in given) and b"b" not in case.args[0],
         "A packet of text is a str: decode the body."),
    )  # fmt: skip


_explain = slips(
    (lambda right: [one[1:] for one in right], "Keep the type: the first character belongs to it."),
)  # fmt: skip
judge = on_cases(_right, _CASES, _shape, _explain, by_chance=_by_chance)
