"""Hub messages: invocations, what becomes of them, streams, signs of life (HubProtocol, "JSON Encoding").

A record's text comes in, a message comes out, and back. Nothing here remembers which invocations are under way.
Rejected: refusing fields that the document does not name, as it says, since Microsoft's own peers pass over them; and
a class for each type, since what a peer says is used by its names on the wire.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.signalr.jsonobject import dump, load

__all__ = [
    "FIELDS",
    "PING",
    "Message",
    "MessageType",
    "cancel",
    "close",
    "completion",
    "invocation",
    "item",
    "parse",
]

LONGEST_ID = 200  # "Callees may establish reasonable limits on Invocation ID lengths"


class MessageType(IntEnum):
    """What a message is for."""

    INVOCATION = 1
    STREAM_ITEM = 2
    COMPLETION = 3
    STREAM_INVOCATION = 4
    CANCEL_INVOCATION = 5
    PING = 6
    CLOSE = 7
    ACK = 8
    SEQUENCE = 9


_Kinds = dict[str, type]
_ID: _Kinds = {"invocationId": str}
_CALL: _Kinds = {"target": str, "arguments": list}
_MAYBE_ID: _Kinds = {"invocationId": str, "streamIds": list}
# type → what it must say, what it may say; each with the kind of value, ``object`` for any
FIELDS: dict[MessageType, tuple[_Kinds, _Kinds]] = {
    MessageType.INVOCATION: (_CALL, _MAYBE_ID),
    MessageType.STREAM_ITEM: (_ID | {"item": object}, {}),
    MessageType.COMPLETION: (_ID, {"result": object, "error": str}),
    MessageType.STREAM_INVOCATION: (_ID | _CALL, {"streamIds": list}),
    MessageType.CANCEL_INVOCATION: (_ID, {}),
    MessageType.PING: ({}, {}),
    MessageType.CLOSE: ({}, {"error": str, "allowReconnect": bool}),
    MessageType.ACK: ({"sequenceId": int}, {}),
    MessageType.SEQUENCE: ({"sequenceId": int}, {}),
}
_KINDS = {str: "a text", list: "a list", bool: "true or false", int: "a number", dict: "an object"}


@dataclass(frozen=True, slots=True)
class Message:
    """A type, and what is said beside it, by the names of the wire."""

    type: MessageType
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str | None:
        """Which invocation it is about; ``None`` where nobody is to answer."""
        return self.said.get("invocationId")

    def serialize(self) -> str:
        """The text of the record."""
        try:
            check(self)
        except RemoteProtocolError as error:
            raise LocalProtocolError(f"cannot be sent: {error}") from None
        return dump({"type": int(self.type), **self.said})


def parse(text: str) -> Message | None:
    """Read a record; ``None`` for a type that a later version may have, which is passed over."""
    said = load(text)
    kind = said.pop("type", None)
    if type(kind) is not int:
        raise RemoteProtocolError("a message without a type, which is a number")
    if kind not in FIELDS:
        return None
    message = Message(MessageType(kind), said)
    check(message)
    return message


def check(message: Message) -> None:
    """Refuse what a message of this type does not say."""
    name, said = message.type.name, message.said
    must, may = FIELDS[message.type]
    for one, kind in (must | may | {"headers": dict}).items():
        if one not in said:
            if one in must:
                raise RemoteProtocolError(f"{name} without {one}")
        elif kind is not object and type(said[one]) is not kind:
            raise RemoteProtocolError(f"{name}: {one} is {_KINDS[kind]}")
    number = message.id
    if number is not None and not 0 < len(number) <= LONGEST_ID:
        raise RemoteProtocolError(f"an invocationId of {len(number)} letters: 1 to {LONGEST_ID} are allowed")
    # "It is a protocol error to include both a result and an error property in the Completion message."
    if message.type is MessageType.COMPLETION and {"result", "error"} <= said.keys():
        raise RemoteProtocolError("COMPLETION with a result and an error")


# ---- writing ----


def invocation(target: str, *arguments: object, id: str | None = None, stream: bool = False) -> Message:
    """Call ``target``; without an id nobody answers, and a stream has one."""
    named = {} if id is None else {"invocationId": id}
    kind = MessageType.STREAM_INVOCATION if stream else MessageType.INVOCATION
    return Message(kind, named | {"target": target, "arguments": list(arguments)})


def item(id: str, value: object) -> Message:
    """One of a stream."""
    return Message(MessageType.STREAM_ITEM, {"invocationId": id, "item": value})


def completion(id: str, result: object = None, *, error: str | None = None) -> Message:
    """It is done; a result of ``None`` is none."""
    end = {"error": error} if error is not None else {} if result is None else {"result": result}
    return Message(MessageType.COMPLETION, {"invocationId": id, **end})


def cancel(id: str) -> Message:
    """No more of it."""
    return Message(MessageType.CANCEL_INVOCATION, {"invocationId": id})


def close(error: str | None = None, *, reconnect: bool = False) -> Message:
    """The end of the connection; with ``reconnect`` a client may come again."""
    said: dict[str, object] = {} if error is None else {"error": error}
    return Message(MessageType.CLOSE, said | ({"allowReconnect": True} if reconnect else {}))


PING = Message(MessageType.PING)
