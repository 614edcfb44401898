"""One Engine.IO session: packets come and go, over polling, over a WebSocket, or first one and then the other.

Enters: packets of the client, requests that poll, a WebSocket. Leaves: packets, and the data of messages. Whoever
breaks a rule gets a ``RemoteProtocolError``, and the session is over.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from helpers.loops.clock import Clock
from helpers.loops.nap import nap
from helpers.net.socketio.limits import Limits
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.engineio.packets import PROBE, Packet, PacketType, check_sender
from helpers.protocols.engineio.payloads import how_many_fit, parse_payload, serialize_payload
from helpers.protocols.errors import RemoteProtocolError
from helpers.vocabulary import Side

__all__ = ["Session"]


class Session:
    """What a client has under one sid. ``take`` is given the data of each message, ``ended`` why it is over."""

    def __init__(self, sid: str, *, limits: Limits, clock: Clock, held: Callable[[], bool]) -> None:
        self.sid, self.over = sid, ""  # why it is over
        self.socket: WebSocket | None = None  # since it speaks WebSocket
        self.probing: WebSocket | None = None  # which wants to take over
        self.take: Callable[[str | bytes], None] = lambda data: None
        self.ended: Callable[[str], None] = lambda reason: None
        self._limits, self._clock, self._held = limits, clock, held
        self._due = clock() + limits.ping_interval + limits.ping_timeout  # when the next pong has to be there
        self._waiting: deque[Packet] = deque()
        self._polled = self._noop = False  # a request waits; it is to be ended
        self._news, self._pong, self._over = asyncio.Event(), asyncio.Event(), asyncio.Event()

    # ---- out ----

    def send(self, packet: Packet) -> None:
        """Send over the transport there is; with polling it waits for a request."""
        if self.over:
            return
        if self.socket is not None:
            self.socket.offer(packet.serialize())
        elif len(self._waiting) >= self._limits.waiting:
            self.end(f"{self._limits.waiting} packets wait, and nobody fetches them")
        else:
            self._waiting.append(packet)
            self._news.set()

    async def poll(self) -> bytes:
        """The body for a request that asks for packets; it waits until there are some."""
        if self._polled:
            self.end("two polls at once")
            raise RemoteProtocolError("two polls at once", status=400)
        self._polled = True
        try:
            while not (self._waiting or self._noop or self.over):
                self._news.clear()
                await self._news.wait()
        finally:
            self._polled = False
        count = how_many_fit(self._waiting, self._limits.payload)
        packets = [self._waiting.popleft() for _ in range(count)] or [Packet(PacketType.NOOP)]
        self._noop = False
        return serialize_payload(packets)

    # ---- in ----

    def post(self, body: bytes) -> None:
        """The packets of a request that brings some."""
        try:
            for packet in parse_payload(body, limit=self._limits.payload):
                self._receive(packet)
        except RemoteProtocolError as error:
            self.end(str(error))
            raise

    async def speak(self, socket: WebSocket) -> None:
        """Be on this WebSocket until it ends."""
        self.socket = socket
        while self._waiting:
            socket.offer(self._waiting.popleft().serialize())
        try:
            async for message in socket:
                self._receive(Packet.parse(message))
            self.end(f"the WebSocket has ended: {socket.over}")
        except RemoteProtocolError as error:
            self.end(str(error))

    async def upgrade(self, socket: WebSocket) -> None:
        """Move to this WebSocket, if its client probes it and then says so; else polling goes on."""
        try:
            if Packet.parse(await socket.receive()) != Packet(PacketType.PING, PROBE):
                raise RemoteProtocolError("a WebSocket that upgrades begins with a probe")
            self._end_poll()
            socket.offer(str(Packet(PacketType.PONG, PROBE).serialize()))
            if Packet.parse(await socket.receive()) != Packet(PacketType.UPGRADE):
                raise RemoteProtocolError("after the probe an upgrade packet is expected")
        except RemoteProtocolError as error:
            return socket.close(1002, reason=str(error))
        finally:
            self.probing = None
        self._end_poll()
        return await self.speak(socket)

    def _end_poll(self) -> None:
        """Let the request that waits come home: with what there is, or with a noop."""
        self._noop = True
        self._news.set()

    def _receive(self, packet: Packet) -> None:
        check_sender(packet, Side.CLIENT)
        match packet.type:
            case PacketType.MESSAGE:
                self.take(packet.data)
            case PacketType.PONG:
                self._pong.set()
            case PacketType.CLOSE:
                self.end("the client has closed it", last=PacketType.NOOP)
            case _:
                raise RemoteProtocolError(
                    f"a {packet.type.name.lower()} packet has no place here", status=400
                )

    # ---- the end ----

    async def beat(self) -> None:
        """Ping, and end the session of a client that does not answer; ends with the session."""
        limits = self._limits
        while not await nap(self._clock, limits.ping_interval, woken=self._over):
            self._pong.clear()
            self.send(Packet(PacketType.PING))
            wait = max(0.0, self._due - self._clock())
            while not await nap(self._clock, wait, woken=self._pong):
                wait = limits.ping_timeout
                self.look()
                if self.over:
                    return
            self._due = self._clock() + limits.ping_interval + limits.ping_timeout

    def look(self) -> None:
        """End the session where the pong is overdue, though its timer may not have rung on a busy machine."""
        if self._clock() >= self._due - 0.001 and not self._held():
            self.end(f"no pong for {self._limits.ping_timeout:g} s")

    def end(self, reason: str, *, last: PacketType = PacketType.CLOSE) -> None:
        """It is over; a request that waits hears ``last``."""
        if self.over:
            return
        self.over = reason
        self._waiting.append(Packet(last))
        for event in (self._news, self._pong, self._over):
            event.set()
        for socket in filter(None, (self.socket, self.probing)):
            socket.close(1000, reason=reason.encode()[:120].decode(errors="ignore"))
        self.ended(reason)
