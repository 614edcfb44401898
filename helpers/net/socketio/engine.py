"""The answers of an Engine.IO server: which session a request belongs to, and what it wants of it.

Enters: requests. Leaves: replies, and sessions for whoever talks over them (``opened``). What the protocol does not
allow is refused by a ``RemoteProtocolError`` with the status to answer.
"""

import secrets
from collections.abc import Callable

from helpers.net.socketio.door import Reply, Upgrade
from helpers.net.socketio.limits import Limits
from helpers.net.socketio.session import Session
from helpers.net.websocket.limits import Limits as SocketLimits
from helpers.net.websocket.server import open_socket, served
from helpers.net.websocket.socket import WebSocket
from helpers.net.websocket.watch import Watch
from helpers.protocols.engineio.handshake import Asked, Handshake
from helpers.protocols.engineio.packets import Packet, PacketType
from helpers.protocols.engineio.payloads import serialize_payload
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request

__all__ = ["Engine"]


class Engine:
    """All sessions of a server; ``opened`` hears of each new one."""

    def __init__(self, opened: Callable[[Session], None], *, limits: Limits, watch: Watch) -> None:
        self.sessions: dict[str, Session] = {}
        self._opened, self._limits = opened, limits
        self._watch = watch  # looks after the sockets
        self._shelf = served(
            SocketLimits(message=limits.payload, every=0), watch
        )  # Engine.IO pings by itself

    async def answer(self, request: Request, body: bytes) -> Reply | Upgrade:
        """Answer one request."""
        asked = Asked.parse(request.target)
        session = self.sessions.get(asked.sid)
        if session is not None:
            session.look()
        if asked.sid and (session is None or session.over):
            raise RemoteProtocolError(f"no session has the sid {asked.sid!r}", status=400)
        if asked.transport == "websocket":
            return self._upgrade(request, session)
        if session is None:
            if request.method != "GET":
                raise RemoteProtocolError(
                    f"{request.method} without a session: it begins with GET", status=400
                )
            return Reply(serialize_payload([self._handshake(self._open(), upgrades=("websocket",))]))
        if session.socket is not None:
            raise RemoteProtocolError("this session speaks WebSocket now", status=400)
        match request.method:
            case "GET":
                return Reply(await session.poll())
            case "POST":
                session.post(body)
                return Reply(b"ok")
        raise RemoteProtocolError(f"{request.method} is neither GET nor POST", status=400)

    def _upgrade(self, request: Request, session: Session | None) -> Upgrade:
        answer, socket = open_socket(request, (), self._shelf)
        # "A client MUST NOT open more than one WebSocket connection per session. Should it happen, the server MUST
        # close the WebSocket connection."
        if session is not None and (session.socket or session.probing):
            return Upgrade(answer, socket, _too_many)
        if session is not None:
            session.probing = socket
            return Upgrade(answer, socket, session.upgrade)
        session = self._open()
        session.send(self._handshake(session))
        return Upgrade(answer, socket, session.speak)

    def _open(self) -> Session:
        sid = secrets.token_urlsafe(15)
        session = Session(sid, limits=self._limits, clock=self._watch.clock, held=self._watch.held)
        self.sessions[sid] = session
        self._opened(session)
        return session

    def _handshake(self, session: Session, *, upgrades: tuple[str, ...] = ()) -> Packet:
        interval, timeout = (round(1000 * s) for s in (self._limits.ping_interval, self._limits.ping_timeout))
        said = Handshake(session.sid, upgrades, interval, timeout, self._limits.payload)
        return Packet(PacketType.OPEN, said.serialize())


async def _too_many(socket: WebSocket) -> None:
    socket.close(1008, reason="this session has a WebSocket already")
