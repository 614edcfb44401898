"""SignalR's records in messages of a WebSocket, and the JSON of its negotiation (HubProtocol, TransportProtocols).

Chosen by the request's target. A message is records, each with 0x1E behind it, or a part of one; what each says is
JSON, whose members have notes of their own. Never raises: what breaks a rule is laid out, and its note says the rule.
"""

from helpers.dissectors.contents.registry import Said, explain
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import PREVIEW, Tiles, preview
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.handshake import HandshakeRequest, HandshakeResponse
from helpers.protocols.signalr.jsonobject import load
from helpers.protocols.signalr.messages import FIELDS, MessageType, parse
from helpers.protocols.signalr.negotiation import Negotiation
from helpers.protocols.signalr.records import SEPARATOR

__all__ = ["SIGNALR_TARGET", "explain_signalr"]

SIGNALR_TARGET = "/hub"  # where the hubs of the course are
_MOST_RECORDS = 400
_HUB, _TRANSPORTS = "SignalR HubProtocol", "SignalR TransportProtocols"
_SEPARATOR, _TEXT = SEPARATOR.encode(), Said(text=True)


def explain_signalr(data: bytes, start: int, said: Said) -> Field | None:
    """Explain a message or a body; ``None`` where it is something else, such as the text of an error."""
    end = start + len(data)
    if said.media_type == "application/json":
        inside = lambda: _members(data, start, _NEGOTIATED, _TRANSPORTS)  # noqa: E731 – made when asked
        return Field(start, end, "negotiation", preview(data), _negotiation(data), _TRANSPORTS, inside)
    if said.media_type not in ("", "text/plain") or (said.media_type and _SEPARATOR not in data):
        return None
    count = data.count(_SEPARATOR)
    note = f"{count} record{'s' * (count != 1)} with 0x1E behind each." if count else _PART
    return Field(start, end, "records", _shown(data), note, _HUB, lambda: _records(data, start))


def _shown(data: bytes) -> str:
    """With a sign for each separator, which has none of its own."""
    return preview(data[: 2 * PREVIEW].replace(_SEPARATOR, "␞".encode()))


def _records(data: bytes, start: int) -> tuple[Field, ...]:
    tiles = Tiles(data, start)
    for _ in range(_MOST_RECORDS):
        size = data.find(_SEPARATOR, tiles.at) - tiles.at
        if size < 0:
            break
        if size:
            tiles.extend((_record(tiles.peek(size), start + tiles.at),))
        tiles.add(1, "record separator", "0x1E", _ENDS, _HUB)
    if tiles.rest:
        name = "more records" if _SEPARATOR in data[tiles.at :] else "part of a record"
        tiles.add(tiles.rest, name, preview(tiles.peek(tiles.rest)), _PART, _HUB)
    return tuple(tiles.fields)


def _record(data: bytes, start: int) -> Field:
    name, note = _named(data)
    inside = lambda: _members(data, start, _SAID, _HUB)  # noqa: E731 – made when asked
    return Field(start, start + len(data), name, preview(data), note, _HUB, inside)


def _named(data: bytes) -> tuple[str, str]:
    """What a record is, and what to say of it."""
    try:
        text = data.decode()
        said = load(text)
        if "protocol" in said:
            HandshakeRequest.parse(text)
            return "handshake request", _REQUEST
        if not said.keys() - {"error"}:
            HandshakeResponse.parse(text)
            return "handshake response", _REFUSED if said else _AGREED
        message = parse(text)
    except UnicodeDecodeError as error:
        return "malformed", f"Illegal: byte {error.start} is no UTF-8."
    except RemoteProtocolError as error:
        return "record", f"Illegal, unless it is the rest of an earlier message's: {error}."
    if message is None:
        return "message", f"Type {said['type']} is not known here, and is passed over."
    return _title(message.type), _MEANING[message.type]


def _title(kind: MessageType) -> str:
    return kind.name.replace("_", " ").capitalize()


# ---- the members of an object ----


def _members(data: bytes, start: int, notes: dict[str, str], section: str) -> tuple[Field, ...]:
    (json,) = explain(data, start, _TEXT)
    if json.name != "JSON":
        return (json,)
    return tuple(_noted(one, notes, section) for one in json.children)


def _noted(member: Field, notes: dict[str, str], section: str) -> Field:
    note = notes.get(member.name)
    if note is None:
        return member
    value = member.value
    if member.name == "type" and value.isascii() and value.isdigit() and int(value) in FIELDS:
        value = f"{value}: {_title(MessageType(int(value)))}"
    return Field(member.start, member.end, member.name, value, note, section, lambda: member.children)


def _negotiation(body: bytes) -> str:
    try:
        said = Negotiation.parse(body)
    except RemoteProtocolError as error:
        return f"No connection comes of it: {error}."
    ways = ", ".join(said.transports) or "none"
    secret = "the token, which is secret" if said.version else "the id"
    return f"Version {said.version}. The next request says {secret}, in “id=”. Offered: {ways}."


_ENDS = "The record ends here. JSON writes this character as \\u001e, so it stands nowhere inside."
_PART = "No 0x1E ends it: the record goes on in the next message."
_REQUEST = "The client's first record: which encoding is spoken from here on. It is JSON in any case."
_AGREED = "The server's first record. An empty object is a yes."
_REFUSED = "The server does not speak this encoding, or version, and closes."
_MEANING = {
    MessageType.INVOCATION: "Call a method of the other side; without an invocationId nobody may answer.",
    MessageType.STREAM_ITEM: "One of the values of a stream; its end is a completion.",
    MessageType.COMPLETION: "The invocation is over, with a result, an error, or nothing.",
    MessageType.STREAM_INVOCATION: "Call a method that gives many values, one after the other.",
    MessageType.CANCEL_INVOCATION: "No more of it. A completion comes all the same, and may be passed over.",
    MessageType.PING: "A sign of life after some silence. Nobody has to answer.",
    MessageType.CLOSE: "The sender closes; this says why, which a close frame has little room for.",
    MessageType.ACK: "Stateful reconnect: what came up to this number need not be kept any more.",
    MessageType.SEQUENCE: "Stateful reconnect: the number of the next message on this new connection.",
}
_SAID = {
    "type": "Which of the nine messages this is.",
    "invocationId": "Chosen by the caller; whatever answers says the same one.",
    "target": "The method's name, in the very letters that the other side knows.",
    "arguments": "A list, in the order of the method's parameters.",
    "item": "The value.",
    "result": "What the method returned.",
    "error": "Why not. Servers say little here, since everybody can read it.",
    "streamIds": "Streams that the caller will send, as values in messages of their own.",
    "allowReconnect": "Whether a client that reconnects by itself should do so.",
    "sequenceId": "Only invocations, items, completions and cancellations are counted.",
    "headers": "No header is defined: pass over them.",
    "protocol": "“json” or “messagepack”.",
    "version": "Of that encoding; 2 goes with stateful reconnect.",
}
_NEGOTIATED = {
    "connectionToken": "Secret: who knows it can take the connection over.",
    "connectionId": "For others: a server may name this client by it.",
    "negotiateVersion": "Since version 1 there is a token beside the id.",
    "availableTransports": "The client takes the first that it can use, too.",
    "url": "Ask again there.",
    "accessToken": "What to prove oneself by at the other address.",
    "error": "Why there is no connection.",
}
