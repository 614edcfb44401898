"""The header of a TLS record: type, version, length (RFC 8446 §5.1).

Bytes come in, a ``RecordHeader`` comes out, and back. Short data is no error (``None``). What is inside a record is
not looked at: from the first keys on it is encrypted.
"""

from dataclasses import dataclass
from enum import IntEnum

from helpers.protocols.errors import RemoteProtocolError

__all__ = ["HEADER_SIZE", "LENGTH_LIMIT", "RecordHeader", "RecordType", "parse_record_header"]

HEADER_SIZE = 5

# §5.2: "The length MUST NOT exceed 2^14 + 256 bytes"; TLS 1.2 allowed 2^14 + 2048 (RFC 5246 §6.2.3).
LENGTH_LIMIT = (1 << 14) + 2048


class RecordType(IntEnum):
    """What a record carries, or, once it is encrypted, pretends to carry."""

    CHANGE_CIPHER_SPEC = 20
    ALERT = 21
    HANDSHAKE = 22
    APPLICATION_DATA = 23
    HEARTBEAT = 24  # RFC 6520 §3; gone from TLS 1.3


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """All of a record but its fragment."""

    type: RecordType
    version: tuple[int, int]
    length: int

    def serialize(self) -> bytes:
        """Write it."""
        return bytes([self.type, *self.version]) + self.length.to_bytes(2, "big")


def parse_record_header(data: bytes) -> RecordHeader | None:
    """Read the header at the start of ``data``; ``None`` while bytes are missing."""
    if len(data) < HEADER_SIZE:
        return None
    # "struct { ContentType type; ProtocolVersion legacy_record_version; uint16 length; ... } TLSPlaintext;"
    kind, major, minor, length = data[0], data[1], data[2], int.from_bytes(data[3:5], "big")
    # §5: "If a TLS implementation receives an unexpected record type, it MUST terminate the connection"
    if kind not in _TYPES:
        raise RemoteProtocolError(f"{kind} is no type of a TLS record")
    if major != 3:
        raise RemoteProtocolError(f"a record of version {major}.{minor}, not 3.x")
    if length > LENGTH_LIMIT:
        raise RemoteProtocolError(f"a record of {length} bytes, at most {LENGTH_LIMIT} are allowed")
    return RecordHeader(RecordType(kind), (major, minor), length)


_TYPES = frozenset(RecordType)
