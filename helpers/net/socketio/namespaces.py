"""Namespaces, the clients in them, rooms: what a lesson writes handlers for.

Enters: handlers by the names of their events, and what is to be sent. Leaves: Socket.IO packets to each client meant.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from helpers.net.socketio.session import Session
from helpers.protocols.engineio.packets import Packet as EnginePacket
from helpers.protocols.engineio.packets import PacketType as EngineType
from helpers.protocols.socketio.attachments import Payload
from helpers.protocols.socketio.packets import Packet, PacketType

__all__ = ["Handler", "Left", "Namespace", "Refused", "Socket"]

Handler = Callable[..., Awaitable[Any]]


class Refused(Exception):
    """Raised by ``admit``: the client is not let in, and hears why."""


class Left(ConnectionError):
    """The client that should acknowledge has left."""


class Namespace:
    """Several share one connection; ``admit(auth)`` may let in, or raise ``Refused``.

    Handlers are coroutines ``(socket, *arguments)``; what they return is the acknowledgement. “connect” and
    “disconnect” (with the reason) are called by us.
    """

    def __init__(self, name: str = "/", *, admit: Handler | None = None) -> None:
        self.name, self.admit = name, admit
        self.sockets: dict[str, Socket] = {}
        self.rooms: dict[str, set[Socket]] = {}
        self.handlers: dict[Payload, Handler] = {}

    def on(self, event: str) -> Callable[[Handler], Handler]:
        """Decorate the handler of an event."""

        def keep(handler: Handler) -> Handler:
            self.handlers[event] = handler
            return handler

        return keep

    def emit(
        self, event: str, *arguments: Payload, room: str | None = None, skip: "Socket | None" = None
    ) -> None:
        """Send to everybody, or to those in a room; the packet is written once."""
        messages = Packet(PacketType.EVENT, self.name, [event, *arguments]).serialize()
        for socket in tuple(self.sockets.values() if room is None else self.rooms.get(room, ())):
            if socket is not skip:
                socket.send(messages)


class Socket:
    """A client in one namespace."""

    def __init__(
        self, session: Session, namespace: Namespace, auth: Payload, *, left: Callable[["Socket"], None]
    ) -> None:
        self._left = left
        self.sid, self.auth = secrets.token_urlsafe(15), auth
        self.namespace, self.session = namespace, session
        self.gone = ""  # why it is not there any more
        self._asked: dict[int, asyncio.Future[list[Payload]]] = {}
        self._number = 0
        namespace.sockets[self.sid] = self

    def emit(self, event: str, *arguments: Payload) -> None:
        """Send to this client alone."""
        self.send(Packet(PacketType.EVENT, self.namespace.name, [event, *arguments]).serialize())

    async def call(self, event: str, *arguments: Payload) -> list[Payload]:
        """Send, and wait for the acknowledgement: what the client's handler gave."""
        if self.gone:
            raise Left(self.gone)
        number, self._number = self._number, self._number + 1
        answer: asyncio.Future[list[Payload]] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        self.send(Packet(PacketType.EVENT, self.namespace.name, [event, *arguments], number).serialize())
        try:
            return await answer
        finally:
            self._asked.pop(number, None)

    def acknowledge(self, number: int, payload: list[Payload]) -> bool:
        """Give the answer to whoever waits for it; nobody waits for one that is late, double or never asked for."""
        answer = self._asked.pop(number, None)
        if answer is None or answer.done():
            return False
        answer.set_result(payload)
        return True

    def join(self, room: str) -> None:
        """Be in a room, too."""
        self.namespace.rooms.setdefault(room, set()).add(self)

    def leave(self, room: str) -> None:
        """Be in it no longer; a room without anybody is no room."""
        members = self.namespace.rooms.get(room, set())
        members.discard(self)
        if not members:
            self.namespace.rooms.pop(room, None)

    def disconnect(self) -> None:
        """Send the client away from this namespace."""
        self.send(Packet(PacketType.DISCONNECT, self.namespace.name).serialize())
        self.depart("the server has disconnected it")

    def depart(self, reason: str) -> None:
        """It is not in the namespace any more, nor in any room; who waits for an acknowledgement hears it."""
        if self.gone:
            return
        self.gone = reason
        self.namespace.sockets.pop(self.sid, None)
        for room in tuple(self.namespace.rooms):
            self.leave(room)
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(Left(reason))
        self._left(self)

    def send(self, messages: Iterable[str | bytes]) -> None:
        """Send the messages of one packet."""
        if not self.gone:
            for message in messages:
                self.session.send(EnginePacket(EngineType.MESSAGE, message))
