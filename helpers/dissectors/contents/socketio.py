"""Socket.IO packets, part by part: type, attachments, namespace, acknowledgement id, payload (Socket.IO protocol 5).

The data of an Engine.IO message come in, one field over them comes out. Never raises: a packet that breaks a rule is
laid out as far as it can be read, and its note says the rule.
"""

from helpers.dissectors.contents.registry import Said, explain
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Tiles, preview
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.socketio.packets import BINARY, HEAD, PacketType, parse

__all__ = ["explain_socketio"]

_SECTION = "Socket.IO protocol 5"


def explain_socketio(text: str, start: int) -> Field:
    """Explain one packet; its bytes, if any, come in messages behind it."""
    data = text.encode()
    try:
        packet, attachments = parse(text)
        note = _MEANING[packet.type]
        note += f" Of its payload {attachments} pieces follow as bytes." if attachments else ""
    except RemoteProtocolError as error:
        note = f"Illegal: {error}. The receiver must end the session."
    where, inside = (start, start + len(data)), lambda: _parts(data, start, text)
    return Field(*where, "Socket.IO packet", preview(data), note, _SECTION, inside)


def _parts(data: bytes, start: int, text: str) -> tuple[Field, ...]:
    tiles, found = Tiles(data, start), HEAD.match(text)
    if found is None:
        note = "No packet type: it is 0 to 6."
        return (Field(start, start + len(data), "malformed", preview(data), note, _SECTION),)
    digit, count, namespace, comma, number = found.groups()
    kind = PacketType(int(digit))
    tiles.add(1, "packet type", f"{digit}: {kind.name}", _MEANING[kind], _SECTION)
    if count is not None:
        note = "How many messages of bytes follow, and a dash."
        tiles.add(len(count) + 1, "attachments", count, note, _SECTION)
    if namespace:
        size = len(f"{namespace}{comma}".encode())
        tiles.add(size, "namespace", namespace, "Of several on one connection; “/” is not written.", _SECTION)
    if number:
        tiles.add(
            len(number), "acknowledgement id", number, _ID[BINARY.get(kind, kind) is PacketType.ACK], _SECTION
        )
    if tiles.rest:
        tiles.extend(_payload(data[tiles.at :], start + tiles.at, kind))
    return tuple(tiles.fields)


def _payload(data: bytes, start: int, kind: PacketType) -> tuple[Field, ...]:
    note = _PAYLOAD.get(BINARY.get(kind, kind), "Nothing is expected here.")
    if kind in BINARY:
        note += " A placeholder stands where bytes belong; “num” counts the attachments from 0."
    inside = lambda: explain(data, start, Said(text=True))  # noqa: E731 – made when asked
    return (Field(start, start + len(data), "payload", preview(data), note, _SECTION, inside),)


_ID = {
    False: "A number that the sender chose: an acknowledgement with the same one is expected.",
    True: "The number of the event that this acknowledges.",
}
_PAYLOAD = {
    PacketType.CONNECT: "What the client proves itself by; or, from the server, the client's id in this namespace.",
    PacketType.CONNECT_ERROR: "Why not.",
    PacketType.EVENT: "A list: the event's name, then its arguments.",
    PacketType.ACK: "A list of what the handler returned.",
}
_MEANING = {
    PacketType.CONNECT: "A client enters a namespace, or is let in.",
    PacketType.DISCONNECT: "The sender leaves a namespace; the connection stays.",
    PacketType.EVENT: "Something happened: a name, and arguments.",
    PacketType.ACK: "An event has been handled.",
    PacketType.CONNECT_ERROR: "A client is not let into a namespace.",
    PacketType.BINARY_EVENT: "An event with bytes among its arguments.",
    PacketType.BINARY_ACK: "An event has been handled, and bytes come back.",
}
