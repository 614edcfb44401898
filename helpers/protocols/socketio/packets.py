"""Socket.IO packets (Socket.IO protocol 5, "Packet encoding"): the data of one Engine.IO message.

``<type>[<attachments>-][<namespace>,][<id>][<JSON>]`` comes in, a packet comes out, and back. Bytes are sent behind
the text, one message each: ``decoder.py`` waits for them.
"""

import json
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import NoReturn

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.socketio.attachments import Payload, put_back, take_out

__all__ = ["BINARY", "HEAD", "MOST_ATTACHMENTS", "RESERVED", "Head", "Packet", "PacketType", "check", "parse"]
__all__ += ["parse_head", "parse_payload"]

MOST_ATTACHMENTS = 10  # as in the reference implementation
LARGEST_ID = 2**53 - 1  # what a number of JavaScript holds exactly

# <packet type>[<# of binary attachments>-][<namespace>,][<acknowledgment id>][JSON-stringified payload ...]
HEAD = re.compile(r"([0-6])(?:([0-9]*)-)?(?:(/[^,]*)(,|\Z))?([0-9]*)")

# Names of events that the libraries fire themselves: nobody may send them.
RESERVED = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}


class PacketType(IntEnum):
    """What a packet is for."""

    CONNECT = 0
    DISCONNECT = 1
    EVENT = 2
    ACK = 3
    CONNECT_ERROR = 4
    BINARY_EVENT = 5
    BINARY_ACK = 6


# Types whose payload has attachments → what they are when those have been put back.
BINARY = {PacketType.BINARY_EVENT: PacketType.EVENT, PacketType.BINARY_ACK: PacketType.ACK}
_WITH_BYTES = {plain: binary for binary, plain in BINARY.items()}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the payload, which begins at the character ``size``."""

    type: PacketType
    attachments: int
    namespace: str
    id: int | None
    size: int


@dataclass(frozen=True, slots=True)
class Packet:
    """What is said in one namespace. Bytes stand in the payload, and ``type`` does not tell of them."""

    type: PacketType
    namespace: str = "/"
    payload: Payload = None
    id: int | None = None

    def serialize(self) -> list[str | bytes]:
        """The messages to send: a text, and one for each of its attachments."""
        attachments: list[bytes] = []
        payload = take_out(self.payload, attachments)
        try:
            check(self)
            if attachments and self.type not in _WITH_BYTES:
                raise RemoteProtocolError(f"{self.type.name} cannot carry bytes")
            if attachments and put_back(payload, attachments) != self.payload:
                raise RemoteProtocolError("an object that reads as a placeholder")
        except RemoteProtocolError as error:
            raise LocalProtocolError(f"cannot be sent: {error}") from None
        start = f"{_WITH_BYTES[self.type]:d}{len(attachments)}-" if attachments else f"{self.type:d}"
        namespace = "" if self.namespace == "/" else f"{self.namespace},"
        number = "" if self.id is None else str(self.id)
        return [f"{start}{namespace}{number}{_json(payload)}", *attachments]


# ---- reading ----


def parse(text: str, *, most: int = MOST_ATTACHMENTS) -> tuple[Packet, int]:
    """Read the text of a packet; also, how many attachments follow, whose placeholders still stand in it."""
    head = parse_head(text, most=most)
    kind = BINARY.get(head.type, head.type)
    packet = Packet(kind, head.namespace, parse_payload(text[head.size :]), head.id)
    check(packet)
    return packet, head.attachments


def parse_head(text: str, *, most: int = MOST_ATTACHMENTS) -> Head:
    """Read what stands before the payload."""
    found = HEAD.match(text)
    if found is None:
        raise RemoteProtocolError(f"no packet begins with {text[:1]!r}, its type is 0 to 6")
    digit, count, namespace, _, number = found.groups()
    kind = PacketType(int(digit))
    if (kind in BINARY) != bool(count):
        expected = "how many attachments follow, and a dash" if kind in BINARY else "no count of attachments"
        raise RemoteProtocolError(f"{kind.name} has {expected} after its type")
    attachments = _number(count or "0", most, "attachments")
    if kind in BINARY and not attachments:
        raise RemoteProtocolError(f"{kind.name} with no attachment")
    number = _number(number, LARGEST_ID, "the id") if number else None
    return Head(kind, attachments, namespace or "/", number, found.end())


def parse_payload(text: str) -> Payload:
    """Read the JSON behind the head; nothing is no payload."""
    if not text:
        return None
    try:
        payload: Payload = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RemoteProtocolError(f"a payload that is not JSON: {error}") from None
    if payload is None:
        raise RemoteProtocolError("a payload that is null")
    return payload


def check(packet: Packet) -> None:
    """Refuse what a packet of this type does not say."""
    match packet.type, packet.payload:
        case PacketType.CONNECT, None | dict():
            pass
        case PacketType.DISCONNECT, None:
            pass
        case PacketType.EVENT, [str() | int() | float() as name, *_] if not isinstance(name, bool):
            if name in RESERVED:
                raise RemoteProtocolError(f"an event named {name!r}, which is reserved")
        case PacketType.ACK, list():
            pass
        case PacketType.CONNECT_ERROR, str() | dict():
            pass
        case _:
            raise RemoteProtocolError(f"{packet.type.name} is {_EXPECTED[packet.type]}")
    if not packet.namespace.startswith("/") or "," in packet.namespace:
        raise RemoteProtocolError(
            f"{packet.namespace!r} is no namespace: it begins with a slash and has no comma"
        )
    if (packet.type is PacketType.ACK) > (packet.id is not None):
        raise RemoteProtocolError("ACK says by its id what it acknowledges")
    if packet.id is not None and packet.type not in _WITH_BYTES:
        raise RemoteProtocolError(f"{packet.type.name} has no id")


_EXPECTED = {
    PacketType.CONNECT: "alone, or with an object",
    PacketType.DISCONNECT: "alone",
    PacketType.EVENT: "a list that begins with the event's name",
    PacketType.ACK: "a list of what the handler returned",
    PacketType.CONNECT_ERROR: "an object (or a text) that says why",
    PacketType.BINARY_EVENT: "made of an EVENT with bytes in its payload",
    PacketType.BINARY_ACK: "made of an ACK with bytes in its payload",
}


def _number(digits: str, most: int, what: str) -> int:
    if len(digits) > 16 or int(digits) > most:
        raise RemoteProtocolError(f"{what}: {digits[:20]}, at most {most} allowed")
    return int(digits)


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(f"{constant} is no number of JSON")


def _json(payload: Payload) -> str:
    if payload is None:
        return ""
    try:
        text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (ValueError, TypeError) as error:
        raise LocalProtocolError(f"cannot be sent: {error}") from None
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair is no UTF-8, but JSON can spell it
        return json.dumps(payload, separators=(",", ":"))
    return text
