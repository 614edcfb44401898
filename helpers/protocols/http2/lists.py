"""What a header list may hold (RFC 9113 §8.2, §8.3): small letters, pseudo-header fields first, none of one hop only.

A header list comes in, nothing comes out; a broken rule raises ``FrameError``, a stream error.
"""

import re
from collections.abc import Sequence
from enum import Enum

from helpers.protocols.http2.codes import ErrorCode, FrameError
from helpers.protocols.http2.table import Entry

__all__ = ["Role", "check_list"]


class Role(Enum):
    """What a header list is for."""

    REQUEST = "request"
    RESPONSE = "response"
    INTERIM = "interim response"
    TRAILERS = "trailers"
    PROMISE = "promised request"


_PSEUDO = {
    Role.REQUEST: {b":method", b":scheme", b":authority", b":path", b":protocol"},
    Role.PROMISE: {b":method", b":scheme", b":authority", b":path"},
    Role.RESPONSE: {b":status"},
    Role.INTERIM: {b":status"},
    Role.TRAILERS: set[bytes](),
}
_NEEDED = {
    Role.REQUEST: (b":method", b":scheme", b":path"),
    Role.PROMISE: (b":method", b":scheme", b":path"),
    Role.RESPONSE: (b":status",),
    Role.INTERIM: (b":status",),
    Role.TRAILERS: (),
}
# §8.2.2: "An endpoint MUST NOT generate an HTTP/2 message containing connection-specific header fields."
_OF_A_HOP = {b"connection", b"proxy-connection", b"keep-alive", b"transfer-encoding", b"upgrade"}
# §8.2.1: "A field name MUST NOT contain characters in the ranges 0x00-0x20, 0x41-0x5a, or 0x7f-0xff"
_NAME = re.compile(rb":?[\x21-\x39\x3b-\x40\x5b-\x7e]+")
# "A field value MUST NOT contain the zero value, line feed, or carriage return", nor "start or end with" whitespace
_VALUE = re.compile(rb"(?![ \t])[^\x00\r\n]*(?<![ \t])")


def check_list(headers: Sequence[Entry], role: Role, stream: int) -> None:
    """Refuse a malformed header list, as both ends must (§8.1.1)."""
    wrong = _wrong(headers, role)
    if wrong:
        raise FrameError(wrong, ErrorCode.PROTOCOL_ERROR, stream=stream)


def _wrong(headers: Sequence[Entry], role: Role) -> str:
    seen: dict[bytes, bytes] = {}
    regular = ""
    for name, value in headers:
        shown = name.decode("latin-1")
        wrong = _wrong_field(name, value, shown)
        if not wrong and name.startswith(b":"):
            wrong = _wrong_pseudo(name, shown, role, seen, regular)
            seen[name] = value
        elif not wrong:
            regular = shown
        if wrong:
            return wrong
    return _missing(role, seen)


def _wrong_field(name: bytes, value: bytes, shown: str) -> str:
    if _NAME.fullmatch(name) is None:
        capital = name.lower() != name
        return f"the name {shown!r} has a {'capital letter' if capital else 'character that no name has'}"
    if _VALUE.fullmatch(value) is None:
        return f"the value of {shown} has a character that no value has"
    if name in _OF_A_HOP or (name == b"te" and value != b"trailers"):
        return f"{shown} is about one hop, which HTTP/2 says in frames"
    return ""


def _wrong_pseudo(name: bytes, shown: str, role: Role, seen: dict[bytes, bytes], regular: str) -> str:
    if name not in _PSEUDO[role]:
        return f"{shown} in a {role.value}" if role is not Role.TRAILERS else f"{shown} in trailers"
    if name in seen:
        return f"{shown} comes twice"
    # §8.3: "All pseudo-header fields MUST appear in a field block before all regular field lines."
    return f"{shown} stands behind {regular}" if regular else ""


def _missing(role: Role, seen: dict[bytes, bytes]) -> str:
    needed = _NEEDED[role]
    # §8.5: of CONNECT "the ':scheme' and ':path' pseudo-header fields MUST be omitted"; RFC 8441 §4 takes that back
    if seen.get(b":method") == b"CONNECT" and b":protocol" not in seen:
        needed = (b":method", b":authority")
    absent = [name.decode() for name in needed if not seen.get(name)]
    return f"a {role.value} without {absent[0]}" if absent else ""
