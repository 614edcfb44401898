"""From the messages of one Engine.IO session to Socket.IO packets: a text, then as many attachments as it announced.

Messages come in, in order; a packet comes out when it is whole. Never waits.
"""

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.socketio.attachments import put_back
from helpers.protocols.socketio.packets import MOST_ATTACHMENTS, Packet, parse

__all__ = ["Decoder"]


class Decoder:
    """One side's packets; at most ``most`` attachments each, and ``limit`` bytes with all of them."""

    def __init__(self, *, most: int = MOST_ATTACHMENTS, limit: int = 10_000_000) -> None:
        self._most, self._limit = most, limit
        self._packet: Packet | None = None  # whose attachments have not all come
        self._missing, self._size = 0, 0
        self._attachments: list[bytes] = []

    @property
    def missing(self) -> int:
        """How many attachments have to come next."""
        return self._missing

    def receive(self, message: str | bytes) -> Packet | None:
        """Take the data of one message; return the packet that is now whole."""
        self._size = len(message) + (self._size if self._packet else 0)
        if self._size > self._limit:
            raise RemoteProtocolError(f"a packet of more than {self._limit} bytes")
        if isinstance(message, str):
            return self._text(message)
        if self._packet is None:
            raise RemoteProtocolError("bytes, but no packet announced an attachment")
        self._attachments.append(message)
        self._missing -= 1
        return None if self._missing else self._whole(self._packet)

    def _text(self, text: str) -> Packet | None:
        if self._packet is not None:
            raise RemoteProtocolError(f"a text, but {self._missing} attachments have not come")
        packet, self._missing = parse(text, most=self._most)
        if not self._missing:
            return packet
        self._packet, self._attachments = packet, []
        return None

    def _whole(self, packet: Packet) -> Packet:
        self._packet = None
        payload = put_back(packet.payload, self._attachments)
        return Packet(packet.type, packet.namespace, payload, packet.id)
