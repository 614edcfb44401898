"""Engine.IO packets (Engine.IO protocol 4, "Packet encoding"): a digit for the type, then the data.

One message of a WebSocket comes in, a packet comes out, and back. How packets share the body of a polling request is
in ``payloads.py``. Rejected: guessing that data are JSON, as some do; what the data mean is for the layer above.
"""

from dataclasses import dataclass
from enum import IntEnum

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.vocabulary import Side

__all__ = ["PROBE", "Packet", "PacketType", "check_sender"]

# "send a ping packet with the string probe in the payload"
PROBE = "probe"


class PacketType(IntEnum):
    """What a packet is for."""

    OPEN = 0
    CLOSE = 1
    PING = 2
    PONG = 3
    MESSAGE = 4
    UPGRADE = 5
    NOOP = 6


@dataclass(frozen=True, slots=True)
class Packet:
    """A type, and text or (only in a message) bytes."""

    type: PacketType
    data: str | bytes = ""

    @classmethod
    def parse(cls, message: str | bytes) -> "Packet":
        """Read one message of a WebSocket."""
        # "Binary payloads are sent as is, without modification."
        if isinstance(message, bytes):
            return cls(PacketType.MESSAGE, message)
        if not message:
            raise RemoteProtocolError("an empty packet: not even a type", status=400)
        if message[0] not in "0123456":
            raise RemoteProtocolError(f"no packet type begins with {message[0]!r}, only 0 to 6", status=400)
        return cls(PacketType(int(message[0])), message[1:])

    def serialize(self) -> str | bytes:
        """Write it as one message of a WebSocket."""
        if isinstance(self.data, str):
            return f"{self.type:d}{self.data}"
        if self.type is not PacketType.MESSAGE:
            raise LocalProtocolError(f"a {self.type.name.lower()} packet cannot carry bytes")
        return self.data


# Who may send what; a client's ping and a server's pong are the probe of an upgrade and its answer.
_ONLY = {
    (PacketType.OPEN, ""): Side.SERVER,
    (PacketType.NOOP, ""): Side.SERVER,
    (PacketType.UPGRADE, ""): Side.CLIENT,
    (PacketType.PING, ""): Side.SERVER,
    (PacketType.PONG, ""): Side.CLIENT,
    (PacketType.PING, PROBE): Side.CLIENT,
    (PacketType.PONG, PROBE): Side.SERVER,
}


def check_sender(packet: Packet, sender: Side) -> None:
    """Refuse a packet that this side never sends: version 4 has the server ping, and the client upgrade."""
    probe = PROBE if packet.data == PROBE and packet.type in (PacketType.PING, PacketType.PONG) else ""
    if _ONLY.get((packet.type, probe), sender) is not sender:
        what = f"{packet.type.name.lower()}{' with “probe”' if probe else ''}"
        raise RemoteProtocolError(f"a {what} is never sent by the {sender.value}", status=400)
