"""The Socket.IO of one session: its client enters namespaces, sends events, acknowledges, leaves.

Enters: the data of Engine.IO messages. Leaves: calls of handlers, each in a task of its own, so that one may wait for
an acknowledgement; and packets. Whoever breaks a rule gets a ``RemoteProtocolError``.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from helpers.net.socketio.namespaces import Handler, Namespace, Refused, Socket
from helpers.net.socketio.session import Session
from helpers.protocols.engineio.packets import Packet as EnginePacket
from helpers.protocols.engineio.packets import PacketType as EngineType
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.socketio.attachments import Payload
from helpers.protocols.socketio.decoder import Decoder
from helpers.protocols.socketio.packets import Packet, PacketType

__all__ = ["Talking"]

Start = Callable[[Coroutine[Any, Any, None]], object]


class Talking:
    """``start`` runs a handler, and shows what it raises."""

    def __init__(
        self, session: Session, namespaces: Mapping[str, Namespace], *, start: Start, attachments: int
    ) -> None:
        self.sockets: dict[str, Socket] = {}
        self.entered = asyncio.Event()  # any namespace, or it is over
        self._session, self._namespaces, self._start = session, namespaces, start
        self._decoder = Decoder(most=attachments)
        self._known: set[str] = set()  # namespaces that it asked for

    def receive(self, data: str | bytes) -> None:
        """Take the data of a message: a packet, or an attachment of one."""
        packet = self._decoder.receive(data)
        if packet is None:
            return
        name, payload = packet.namespace, packet.payload
        match packet.type:
            case PacketType.CONNECT:
                self._connect(name, payload)
            case PacketType.EVENT if (socket := self._socket(name)) and isinstance(payload, list):
                self._start(self._call(socket, payload, packet.id))
            case PacketType.ACK if (socket := self._socket(name)) and isinstance(payload, list):
                socket.acknowledge(packet.id or 0, payload)
            case PacketType.DISCONNECT if socket := self._socket(name):
                socket.depart("the client has left the namespace")
            case PacketType.CONNECT_ERROR:
                raise RemoteProtocolError("only a server refuses a connection")

    def end(self, reason: str) -> None:
        """The session is over."""
        self.entered.set()
        for socket in tuple(self.sockets.values()):
            socket.depart(reason)

    # ---- namespaces ----

    def _connect(self, name: str, auth: Payload) -> None:
        if name in self.sockets:
            raise RemoteProtocolError(f"the client is in the namespace {name} already")
        namespace = self._namespaces.get(name)
        if namespace is None:
            return self._refuse(name, "Invalid namespace")
        self._known.add(name)
        auth = {} if auth is None else auth
        if namespace.admit is None:
            self._let_in(namespace, auth)
        else:
            self._start(self._admit(namespace, namespace.admit, auth))
        return None

    async def _admit(self, namespace: Namespace, admit: Handler, auth: Payload) -> None:
        try:
            await admit(auth)
        except Refused as error:
            return self._refuse(namespace.name, str(error))
        if not (self._session.over or namespace.name in self.sockets):
            self._let_in(namespace, auth)
        return None

    def _let_in(self, namespace: Namespace, auth: Payload) -> None:
        socket = self.sockets[namespace.name] = Socket(self._session, namespace, auth, left=self._left)
        self.entered.set()
        socket.send(Packet(PacketType.CONNECT, namespace.name, {"sid": socket.sid}).serialize())
        if connected := namespace.handlers.get("connect"):
            self._start(_run(connected, socket))

    def _refuse(self, name: str, why: str) -> None:
        for message in Packet(PacketType.CONNECT_ERROR, name, {"message": why}).serialize():
            self._session.send(EnginePacket(EngineType.MESSAGE, message))

    def _socket(self, name: str) -> Socket | None:
        """Who is meant; ``None`` for one that was sent away while this was on its way."""
        socket = self.sockets.get(name)
        if socket is None and name not in self._known:
            raise RemoteProtocolError(f"the client is not in the namespace {name}: CONNECT comes first")
        return socket

    def _left(self, socket: Socket) -> None:
        del self.sockets[socket.namespace.name]
        if left := socket.namespace.handlers.get("disconnect"):
            self._start(_run(left, socket, socket.gone))

    # ---- events ----

    async def _call(self, socket: Socket, payload: list[Payload], number: int | None) -> None:
        event, *arguments = payload
        handler = socket.namespace.handlers.get(event)
        given = await handler(socket, *arguments) if handler else None
        if handler and number is not None:
            answer = list(given) if isinstance(given, tuple) else [] if given is None else [given]
            socket.send(Packet(PacketType.ACK, socket.namespace.name, answer, number).serialize())


async def _run(handler: Handler, *arguments: object) -> None:
    await handler(*arguments)
