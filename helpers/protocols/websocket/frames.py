"""Frames: FIN, RSV, opcode, MASK, length, masking key, payload (RFC 6455 §5.2).

Bytes come in, a ``Header`` or a ``Frame`` comes out, and back. Short data is no error (``None``); the masking key is
an argument. ``check_start`` judges what the first two bytes show: nobody waits for the rest of an illegal frame.
"""

from dataclasses import dataclass
from enum import IntEnum

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side

__all__ = ["Frame", "Header", "Opcode", "check_mask_key", "check_start", "parse_header", "serialize_header"]


class Opcode(IntEnum):
    """What a frame is (§11.8); 3–7 and 11–15 are reserved."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA

    @property
    def is_control(self) -> bool:
        """Control frames speak about the connection, data frames carry messages (§5.5)."""
        # "Control frames are identified by opcodes where the most significant bit of the opcode is 1."
        return bool(self & 0b1000)


@dataclass(frozen=True, slots=True)
class Header:
    """All of a frame but its payload; ``size`` is how many bytes the header itself takes."""

    fin: bool
    rsv: int
    opcode: int
    length: int
    mask_key: bytes | None
    size: int


# ---- parse ----


def parse_header(data: bytes | bytearray) -> Header | None:
    """Read the header at the start of ``data``; ``None`` while bytes are missing."""
    if len(data) < 2:
        return None
    first, second = data[0], data[1]
    # "Payload length: 7 bits, 7+16 bits, or 7+64 bits"
    length, size = second & 0b0111_1111, 2
    if length == 126:
        length, size = int.from_bytes(data[2:4], "big"), 4
    elif length == 127:
        length, size = int.from_bytes(data[2:10], "big"), 10
    # "Mask: 1 bit. Defines whether the 'Payload data' is masked. If set to 1, a masking key is present"
    masked = bool(second & 0b1000_0000)
    end = size + 4 if masked else size
    if len(data) < end:
        return None
    _check_length(length, size)
    key = bytes(data[size:end]) if masked else None
    return Header(bool(first & 0b1000_0000), first >> 4 & 0b111, first & 0b1111, length, key, end)


def _check_length(length: int, size: int) -> None:
    # "the minimal number of bytes MUST be used to encode the length"
    if (size == 4 and length < 126) or (size == 10 and length < 65536):
        raise RemoteProtocolError(f"length {length} takes {size - 2} bytes, fewer do", close_code=1002)
    # "a 64-bit unsigned integer (the most significant bit MUST be 0)"
    if length >> 63:
        raise RemoteProtocolError("the most significant bit of a 64-bit length is set", close_code=1002)


# ---- check ----


def check_start(start: bytes | bytearray, sender: Side, *, rsv_allowed: int = 0b000) -> None:
    """Refuse what the first two bytes already show to be illegal; ``rsv_allowed`` are the bits extensions claim."""
    rsv, opcode, length = start[0] >> 4 & 0b111, start[0] & 0b1111, start[1] & 0b0111_1111
    # "RSV1, RSV2, RSV3: MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
    if rsv & ~rsv_allowed:
        raise RemoteProtocolError(f"reserved bits {rsv:03b} without an extension", close_code=1002)
    # "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_."
    if opcode not in _OPCODES:
        raise RemoteProtocolError(f"reserved opcode {opcode}", close_code=1002)
    if opcode & 0b1000:
        _check_control(fin=bool(start[0] & 0b1000_0000), rsv=rsv, length=length)
    _check_masked(sender, masked=bool(start[1] & 0b1000_0000))


def _check_control(*, fin: bool, rsv: int, length: int) -> None:
    # §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
    if length > 125:
        raise RemoteProtocolError("a control frame of more than 125 bytes", close_code=1002)
    if not fin:
        raise RemoteProtocolError("a fragmented control frame", close_code=1002)
    # RFC 7692 §6: "An endpoint ... MUST NOT set the RSV1 bit of control frames"
    if rsv:
        raise RemoteProtocolError(f"reserved bits {rsv:03b} on a control frame", close_code=1002)


def _check_masked(sender: Side, *, masked: bool) -> None:
    # §5.1: "The server MUST close the connection upon receiving a frame that is not masked."
    if sender is Side.CLIENT and not masked:
        raise RemoteProtocolError("a client's frame that is not masked", close_code=1002)
    # §5.1: "A client MUST close a connection if it detects a masked frame."
    if sender is Side.SERVER and masked:
        raise RemoteProtocolError("a server's frame that is masked", close_code=1002)


def check_mask_key(key: bytes | None) -> None:
    """Refuse a key that no header has room for."""
    # "Masking-key: 0 or 4 bytes"
    if key is not None and len(key) != 4:
        raise LocalProtocolError(f"a masking key of {len(key)} bytes, it has 4")


_OPCODES = frozenset(Opcode)


# ---- serialize ----


def serialize_header(header: Header) -> bytes:
    """Write a header with the shortest length that fits; ``size`` is not looked at."""
    first = header.fin << 7 | header.rsv << 4 | header.opcode
    masked = 0 if header.mask_key is None else 0b1000_0000
    if header.length < 126:
        start = bytes([first, masked | header.length])
    elif header.length < 65536:
        start = bytes([first, masked | 126]) + header.length.to_bytes(2, "big")
    else:
        start = bytes([first, masked | 127]) + header.length.to_bytes(8, "big")
    return start + (header.mask_key or b"")


# ---- both ----


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame; ``payload`` is what was meant, whatever the masking key."""

    fin: bool
    opcode: int
    payload: bytes
    rsv: int = 0
    mask_key: bytes | None = None

    @classmethod
    def parse(cls, data: bytes) -> tuple["Frame", int] | None:
        """Read one frame and how many bytes it took; ``None`` while bytes are missing."""
        header = parse_header(data)
        if header is None or len(data) < header.size + header.length:
            return None
        end = header.size + header.length
        payload = data[header.size : end]
        if header.mask_key is not None:
            payload = unmask(payload, header.mask_key)
        return cls(header.fin, header.opcode, payload, header.rsv, header.mask_key), end

    def serialize(self) -> bytes:
        """Write the frame as it stands, legal or not: what is broken on purpose must be sendable."""
        header = self._header()
        return header + (self.payload if self.mask_key is None else unmask(self.payload, self.mask_key))

    def _header(self) -> bytes:
        check_mask_key(self.mask_key)
        return serialize_header(Header(self.fin, self.rsv, self.opcode, len(self.payload), self.mask_key, 0))

    def check(self, sender: Side, *, rsv_allowed: int = 0b000) -> None:
        """Refuse to send what a peer would refuse to read."""
        try:
            check_start(self._header(), sender, rsv_allowed=rsv_allowed)
        except RemoteProtocolError as error:
            raise LocalProtocolError(str(error), close_code=error.close_code) from None

    def __str__(self) -> str:
        """The log line: ``TEXT fin 5 bytes b'Hello'``."""
        name = Opcode(self.opcode).name if self.opcode in _OPCODES else f"opcode {self.opcode}"
        shown = repr(self.payload[:32]) + ("…" if len(self.payload) > 32 else "")
        return f"{name}{' fin' if self.fin else ''} {len(self.payload)} bytes {shown}"
