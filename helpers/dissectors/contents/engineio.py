"""Engine.IO packets in the bodies of polling and in messages of a WebSocket (Engine.IO protocol 4).

Chosen by the request's target, which also says the transport. A body is packets with 0x1E between them; a message is
one packet. What a message packet carries is Socket.IO at ``/socket.io/``, elsewhere it is the application's.
"""

import base64
import binascii

from helpers.dissectors.contents.registry import Said, explain
from helpers.dissectors.contents.socketio import explain_socketio
from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.tiles import Tiles, preview
from helpers.protocols.engineio.handshake import Asked, Handshake
from helpers.protocols.engineio.packets import PROBE, Packet, PacketType
from helpers.protocols.engineio.payloads import SEPARATOR
from helpers.protocols.errors import RemoteProtocolError

__all__ = ["SOCKETIO_TARGET", "explain_engineio"]

SOCKETIO_TARGET = "/socket.io/"
_MOST_PACKETS = 400
_SECTION = "Engine.IO protocol 4"
_SEPARATOR = SEPARATOR.encode()
_TEXT = Said(text=True)
_BEGINS = b"0123456b"


def explain_engineio(data: bytes, start: int, said: Said) -> Field | None:
    """Explain a body or a message; ``None`` where the address speaks no Engine.IO, or the body says no packet."""
    try:
        polling = Asked.parse(said.target).transport == "polling"
    except RemoteProtocolError:
        return None
    end = start + len(data)
    if not polling:
        return _message(data, start, said)
    if data == b"ok":
        return Field(start, end, "answer", "ok", "The server took the packets of this request.", _SECTION)
    if data[0] not in _BEGINS:
        return None
    note = "Engine.IO packets, with 0x1E between them: a body may carry many."
    inside = lambda: _packets(data, start, said)  # noqa: E731 – made when asked
    return Field(start, end, "payload of polling", preview(data), note, _SECTION, inside)


# ---- the two transports ----


def _message(data: bytes, start: int, said: Said) -> Field:
    return _packet(data, start, said) if said.text else _bytes(data, start, said)


def _bytes(data: bytes, start: int, said: Said) -> Field:
    note = "Bytes are a message packet without its type: that they are bytes says enough."
    if said.target.startswith(SOCKETIO_TARGET):
        note += " In Socket.IO it is an attachment that a packet before it announced."
    return Field(start, start + len(data), "bytes of a message packet", preview(data), note, _SECTION)


def _packets(data: bytes, start: int, said: Said) -> tuple[Field, ...]:
    tiles = Tiles(data, start)
    for _ in range(_MOST_PACKETS):
        end = data.find(_SEPARATOR, tiles.at)
        part = data[tiles.at : end if end >= 0 else len(data)]
        if part:
            tiles.extend((_part(part, start + tiles.at, said),))
        if end < 0:
            break
        note = "0x1E, the record separator: the next packet follows."
        tiles.add(1, "separator", "0x1E", note if part else f"{note} Illegal: an empty packet.", _SECTION)
    if tiles.rest:
        tiles.add(
            tiles.rest, "more packets", preview(tiles.peek(tiles.rest)), "Not taken apart here.", _SECTION
        )
    return tuple(tiles.fields)


def _part(part: bytes, start: int, said: Said) -> Field:
    """One packet of a body; bytes stand there as ``b`` and base64."""
    if not part.startswith(b"b"):
        return _packet(part, start, said)
    tiles = Tiles(part, start)
    tiles.add(1, "binary mark", "b", "What follows are bytes in base64: a body of polling is text.", _SECTION)
    try:
        bytes_ = base64.b64decode(part[1:], validate=True)
    except (binascii.Error, ValueError) as error:
        _malformed(tiles, f"no base64: {error}")
        return tiles.group("packet", "bytes, malformed", "A message of bytes.", _SECTION)
    if tiles.rest:
        inner = Buffer("decoded", bytes_, lambda: (_bytes(bytes_, 0, said),))
        note = f"{len(bytes_)} bytes, spelled in {tiles.rest} letters."
        tiles.add(tiles.rest, "base64", preview(part[1:]), note, "RFC 4648 §4", decoded=inner)
    return tiles.group("packet", f"message {len(bytes_)} bytes", _MEANING[PacketType.MESSAGE], _SECTION)


# ---- one packet ----


def _packet(data: bytes, start: int, said: Said) -> Field:
    tiles = Tiles(data, start)
    try:
        packet = Packet.parse(data.decode())
    except (RemoteProtocolError, UnicodeDecodeError) as error:
        _malformed(tiles, str(error))
        return tiles.group("packet", "malformed", "No Engine.IO packet.", _SECTION)
    name, meaning = packet.type.name.lower(), _MEANING[packet.type]
    tiles.add(1, "packet type", f"{packet.type:d}: {name}", meaning, _SECTION)
    if tiles.rest:
        tiles.extend(_data(packet, data[1:], start + 1, said))
    return tiles.group("packet", f"{name} {preview(data[1:])}".rstrip(), meaning, _SECTION)


def _data(packet: Packet, data: bytes, start: int, said: Said) -> tuple[Field, ...]:
    if packet.type is PacketType.MESSAGE and said.target.startswith(SOCKETIO_TARGET):
        return (explain_socketio(data.decode(), start),)
    if packet.type is PacketType.MESSAGE:
        return explain(data, start, _TEXT)
    end, value = start + len(data), preview(data)
    if packet.type is PacketType.OPEN:
        return (
            Field(
                start,
                end,
                "handshake",
                value,
                _handshake(data),
                _SECTION,
                lambda: explain(data, start, _TEXT),
            ),
        )
    if packet.data == PROBE:
        note = "Not about life: may this WebSocket take over the session? The same word comes back."
        return (Field(start, end, "probe", value, note, _SECTION),)
    return (Field(start, end, "data", value, "Nothing is expected here.", _SECTION),)


def _handshake(data: bytes) -> str:
    try:
        said = Handshake.parse(data)
    except RemoteProtocolError as error:
        return f"Illegal: {error}."
    upgrades = ", ".join(said.upgrades) or "nothing"
    interval, timeout = said.ping_interval / 1000, said.ping_timeout / 1000
    return (
        f"The session's id goes into every later address; it may be upgraded to {upgrades}. The server pings every "
        f"{interval:g} s, and waits {timeout:g} s for the pong."
    )


def _malformed(tiles: Tiles, why: str) -> None:
    note = f"Illegal: {why}. The receiver must end the session."
    tiles.add(tiles.rest, "malformed", preview(tiles.peek(tiles.rest)), note, _SECTION)


_MEANING = {
    PacketType.OPEN: "The server begins the session.",
    PacketType.CLOSE: "The sender ends the session.",
    PacketType.PING: "Are you there? The server asks; a client only probes.",
    PacketType.PONG: "I am: the answer to a ping, with the same data.",
    PacketType.MESSAGE: "What the layer above has to say.",
    PacketType.UPGRADE: "The client gives up polling: from here on the session is on this WebSocket.",
    PacketType.NOOP: "Nothing: it ends a request that waits, since the session moves to a WebSocket.",
}
