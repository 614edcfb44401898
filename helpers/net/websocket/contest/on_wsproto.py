"""An echo server on wsproto, which knows the protocol and has no sockets."""

import asyncio
from typing import ClassVar

from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage

from helpers.net.websocket.contest.bare import Bare

__all__ = ["InARoom", "OnWsproto"]


class OnWsproto(Bare):
    """Joins what belongs to one message, as an application must, and sends it back; one write for each read."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        super().connection_made(transport)
        self.peer = Connection(ConnectionType.SERVER)
        self.parts: list[TextMessage | BytesMessage] = []

    def answer(self, data: bytes) -> None:
        """Frames."""
        self.peer.receive_data(data)
        said = []
        for event in self.peer.events():
            match event:
                case TextMessage() | BytesMessage():
                    self.parts.append(event)
                    if event.message_finished:
                        said.append(self.said(self.joined()))
                case Ping() | CloseConnection():
                    said.append(self.peer.send(event.response()))
        self.transport.write(b"".join(said))
        if self.peer.state is ConnectionState.CLOSED:
            self.transport.close()

    def said(self, message: TextMessage | BytesMessage) -> bytes:
        """What goes back for it."""
        return self.peer.send(message)

    def joined(self) -> TextMessage | BytesMessage:
        """The whole message."""
        parts, self.parts = self.parts, []
        if isinstance(parts[0], TextMessage):
            return TextMessage("".join(part.data for part in parts if isinstance(part, TextMessage)))
        return BytesMessage(b"".join(part.data for part in parts if isinstance(part, BytesMessage)))


class InARoom(OnWsproto):
    """Sends a message to all that are here."""

    everybody: ClassVar[set["InARoom"]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """One more."""
        super().connection_made(transport)
        self.everybody.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """One less."""
        self.everybody.discard(self)

    def said(self, message: TextMessage | BytesMessage) -> bytes:
        """Nothing more goes back than to anybody."""
        for one in self.everybody:
            one.transport.write(one.peer.send(message))
        return b""
