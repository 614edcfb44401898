"""Bodies of polling requests: packets joined by 0x1E, bytes as ``b`` and base64 (Engine.IO protocol 4).

The body of a GET's response or of a POST comes in, packets come out, and back. A packet of text that holds the
separator would be read as two, and is refused.
"""

import base64
import binascii
from collections.abc import Sequence

from helpers.protocols.engineio.packets import Packet, PacketType
from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError

__all__ = ["MOST_BYTES", "MOST_PACKETS", "SEPARATOR", "how_many_fit", "parse_packet", "parse_payload"]
__all__ += ["serialize_packet", "serialize_payload"]

SEPARATOR = "\x1e"
MOST_BYTES = 1_000_000  # what servers announce as maxPayload
MOST_PACKETS = 1_000  # in one body: each costs more than its bytes


def parse_payload(body: bytes, *, limit: int = MOST_BYTES, most: int = MOST_PACKETS) -> list[Packet]:
    """Read a body of at most ``limit`` bytes and ``most`` packets."""
    if len(body) > limit:
        raise RemoteProtocolError(f"a payload of {len(body)} bytes, at most {limit} allowed", status=413)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise RemoteProtocolError(f"a payload that is not UTF-8, at byte {error.start}", status=400) from None
    if text.count(SEPARATOR) >= most:
        count = text.count(SEPARATOR) + 1
        raise RemoteProtocolError(f"a payload of {count} packets, at most {most} allowed", status=400)
    return [parse_packet(part) for part in text.split(SEPARATOR)]


def serialize_payload(packets: Sequence[Packet]) -> bytes:
    """Write a body; an empty one would be read as a packet without a type."""
    if not packets:
        raise LocalProtocolError("a payload has at least one packet")
    try:
        return SEPARATOR.join(map(serialize_packet, packets)).encode()
    except UnicodeEncodeError as error:
        raise LocalProtocolError(f"no text: {error}") from None


def parse_packet(text: str) -> Packet:
    """Read one packet of a body."""
    # "Binary payloads MUST be base64-encoded and prefixed with a b character"
    if not text.startswith("b"):
        return Packet.parse(text)
    try:
        return Packet(PacketType.MESSAGE, base64.b64decode(text[1:], validate=True))
    except (binascii.Error, ValueError) as error:
        raise RemoteProtocolError(f"bytes that are not base64: {error}", status=400) from None


def serialize_packet(packet: Packet) -> str:
    """Write one packet of a body."""
    encoded = packet.serialize()
    if isinstance(encoded, bytes):
        return f"b{base64.b64encode(encoded).decode()}"
    # "Note: this assumes the record separator is not used in the data."
    if SEPARATOR in encoded:
        raise LocalProtocolError("a separator (0x1E) inside a packet would make two of it")
    return encoded


def how_many_fit(packets: Sequence[Packet], limit: int) -> int:
    """How many packets, from the first one, fit into one body of ``limit`` bytes; at least one goes."""
    size = -1
    for count, packet in enumerate(packets):
        size += 1 + len(serialize_packet(packet).encode())
        if count and size > limit:
            return count
    return len(packets)
