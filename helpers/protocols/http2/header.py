"""The nine bytes that every frame begins with: length, type, flags, stream (RFC 9113 §4.1).

Bytes come in, a ``Header`` comes out, and back. Short data is no error (``None``).
"""

from dataclasses import dataclass

from helpers.protocols.errors import LocalProtocolError
from helpers.protocols.http2.codes import MAX_STREAM, FrameType

__all__ = ["HEADER_SIZE", "PREFACE", "Header", "parse_header", "serialize_header", "type_name"]

HEADER_SIZE = 9

# §3.4: what a client sends first; it is made so that a server of HTTP/1.1 takes it for a request that it refuses.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Header:
    """All of a frame but its payload, which is ``length`` bytes long; ``stream`` 0 is the connection itself."""

    length: int
    type: int
    flags: int = 0
    stream: int = 0


def parse_header(data: bytes | bytearray) -> Header | None:
    """Read the header at the start of ``data``; ``None`` while bytes are missing."""
    if len(data) < HEADER_SIZE:
        return None
    # "Length (24), Type (8), Flags (8), Reserved (1), Stream Identifier (31)"
    length, stream = int.from_bytes(data[:3], "big"), int.from_bytes(data[5:9], "big")
    # "Reserved: ... the bit MUST remain unset when sending and MUST be ignored when receiving."
    return Header(length, data[3], data[4], stream & MAX_STREAM)


def serialize_header(header: Header) -> bytes:
    """Write a header."""
    if header.length >> 24 or header.stream >> 31:
        raise LocalProtocolError(f"no header has room for length {header.length} and stream {header.stream}")
    return (
        header.length.to_bytes(3, "big")
        + bytes([header.type, header.flags])
        + header.stream.to_bytes(4, "big")
    )


def type_name(kind: int) -> str:
    """``HEADERS``, or ``type 12`` for one that has no name here."""
    return _NAMES.get(kind) or f"type {kind}"


_NAMES = {kind.value: kind.name for kind in FrameType}
