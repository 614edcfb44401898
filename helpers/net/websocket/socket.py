"""One end of an open connection: messages come, messages go, and every end has its code and a sentence.

Enters: bytes of the transport, and messages to send. Leaves: messages, and bytes, joined once per turn of the loop.
Who reads slowly is waited for (``send``), or is treated as its limits say (``offer``); others never wait for it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from helpers.loops.clock import Clock
from helpers.loops.nap import nap
from helpers.net.websocket.ended import Ended
from helpers.net.websocket.heartbeat import Beat, Heartbeat
from helpers.net.websocket.limits import Limits, Slow
from helpers.net.websocket.outbox import Message, size_of
from helpers.net.websocket.outgoing import Outgoing
from helpers.net.websocket.parting import Parting
from helpers.protocols.http1 import Request
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Closed, Event, Failed, Ping, Text
from helpers.protocols.websocket.states import State

__all__ = ["Ended", "WebSocket"]

GOODBYE = 0.5  # s that a client has to answer the close of a server that stops


class WebSocket(asyncio.Protocol):
    """Iterate over it for what comes; ``held`` says whether somebody holds the wire: then no time passes."""

    def __init__(
        self,
        connection: Connection,
        *,
        request: Request,
        subprotocol: str | None,
        limits: Limits,
        clock: Clock,
        held: Callable[[], bool],
    ) -> None:
        self.request, self.subprotocol = request, subprotocol
        self.over: Ended | None = None
        self.gone = asyncio.Event()  # set when the transport is
        self._connection, self._limits, self._clock, self._held = connection, limits, clock, held
        self._heart = Heartbeat(clock(), every=limits.every, patience=limits.patience)
        self._inbox: deque[Message] = deque()
        self._unread, self._pings = 0, 0
        self._news, self._woken = asyncio.Event(), asyncio.Event()
        self._out = Outgoing(connection, most=limits.outbox)
        self._closing: float | None = None  # since when we wait for the end
        self._parting = Parting(self._ended)
        self._transport: asyncio.Transport

    # ---- for its owner ----

    async def receive(self) -> Message:
        """The next message; ``Ended`` where none comes any more."""
        while not self._inbox:
            self._parting.owed = False
            self._parting.now()
            if self.over:
                raise self.over
            self._news.clear()
            await self._news.wait()
        message = self._inbox.popleft()
        self._unread -= size_of(message)
        if self._unread <= self._limits.inbox // 2:
            self._transport.resume_reading()
        return message

    def __aiter__(self) -> "WebSocket":
        return self

    async def __anext__(self) -> Message:
        try:
            return await self.receive()
        except Ended:
            raise StopAsyncIteration from None

    async def send(self, message: Message) -> None:
        """Send, as soon as there is room; ``Ended`` where nothing can be sent any more."""
        while not self.over and not self._out.outbox.fits(message):
            await self._out.room()
        if self.over or self._closing is not None:
            raise self.over or Ended(1006, "we are closing the connection")
        self._out.put(message)

    def offer(self, message: Message) -> bool:
        """Send without waiting, whether it goes or not: a peer that reads too slowly meets ``limits.slow``."""
        if self.over or self._closing is not None:
            return False
        outbox = self._out.outbox
        if not outbox.fits(message) and self._limits.slow is Slow.CLOSE:
            outbox.clear()
            self.close(1008, reason="you read too slowly")
            return False
        while not outbox.fits(message):
            outbox.forget()
        self._out.put(message)
        return True

    def close(self, code: int = 1000, *, reason: str = "") -> None:
        """Begin the closing handshake, behind all that waits. Closing twice is closing once."""
        self._parting.now()
        if self.over or self._closing is not None:
            return
        self._closing = self._clock()
        self._woken.set()
        self._out.empty()
        self._connection.close(code, reason=reason)
        self._out.now()

    @property
    def query(self) -> dict[str, str]:
        """What the client's address asks for, each name once."""
        return dict(parse_qsl(urlsplit(self.request.target).query))

    @property
    def dropped(self) -> int:
        """How many messages a slow reader will never see."""
        return self._out.outbox.dropped

    async def leave(self) -> None:
        """Close with 1001, since the server stops; the client has half a second to answer."""
        self.close(1001, reason="the server stops")
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await self.gone.wait()

    # ---- what the transport tells, and what it means ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = self._out.transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes: a sign of life, whatever they say."""
        self._heart.heard(self._clock())
        self._connection.receive_data(data)
        self._take_events()

    def eof_received(self) -> bool:
        """The peer sends no more; without its close frame that is 1006."""
        self._parting.now()  # whoever hangs up is not answered
        self._connection.receive_eof()
        self._take_events()
        return False

    def pause_writing(self) -> None:
        """The peer reads too slowly."""
        self._out.writable = False

    def resume_writing(self) -> None:
        """It caught up."""
        self._out.writable, self._pings = True, 0
        if self._unread <= self._limits.inbox:
            self._transport.resume_reading()
        self._out.soon()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        self._parting.now()
        self._parting.over()
        self._end(1006, f"the connection is gone{f': {error}' if error else ''}")
        self.gone.set()
        self._woken.set()

    def _take_events(self) -> None:
        for event in self._connection.events():
            self._take(event)
        if self._connection.hang_up:
            self._hang_up()
        else:
            self._out.soon()

    def _take(self, event: Event) -> None:
        match event:
            case Text(data=message) | Binary(data=message):
                self._parting.owed = True
                self._inbox.append(message)
                self._unread += size_of(message)
                self._news.set()
            case Ping():
                self._pings += not self._out.writable
            case Closed(code=code, reason=reason) | Failed(code=code, reason=reason):
                self._out.held = self._connection.state is State.OPEN
                self._parting.owed &= self._out.held
                self._parting.begin(Ended(code, reason))
        if self._unread > self._limits.inbox or self._pings > self._limits.pings:
            self._transport.pause_reading()

    def _ended(self, ended: Ended) -> None:
        """The peer has ended, and what came before is answered: those answers go first."""
        self._closing = self._clock() if self._closing is None else self._closing
        self._woken.set()
        self._out.held = False
        if self._out.writable and self._connection.state is State.OPEN:
            self._out.empty()
        self._end(ended.code, ended.reason)
        self._out.now()
        if self._connection.hang_up:
            self._hang_up()

    def _end(self, code: int, reason: str) -> None:
        self.over = self.over or Ended(code, reason)
        self._out.clear()
        self._news.set()

    def _hang_up(self) -> None:
        """TCP's end; who broke a rule may still be sending, and is listened to for a moment."""
        self._out.now()
        if self._connection.state is State.FAILED and not self._transport.is_closing():
            return self._parting.linger(self._transport)
        self._transport.close()

    def abort(self, reason: str) -> None:
        """Nobody is there: no handshake, and nobody waits."""
        self._end(1006, reason)
        self._transport.abort()

    async def watch(self) -> None:
        """Ping who is silent, give up who is dead, and let no closing take for ever; ends with the connection."""
        while not self.gone.is_set():
            now = self._clock()
            if self._held():
                self._heart.heard(now)
                self._closing = now if self._closing is not None else None
            if self._closing is None:
                await self._beat(now)
                wait = self._heart.wait(now)
            elif (wait := self._closing + self._limits.closing - now) <= 0:
                return self.abort("the closing handshake was not finished")
            await nap(self._clock, wait, woken=self._woken)
            self._woken.clear()

    async def _beat(self, now: float) -> None:
        beat = self._heart.look(now)
        if beat is Beat.PING and self._connection.state is State.OPEN:
            self._connection.ping()
            self._out.soon()
        if beat is Beat.DEAD:
            for _ in range(2):  # the kernel was busy, perhaps: what waits in the socket is read first
                await asyncio.sleep(0)
            if self._heart.look(now) is Beat.DEAD:
                self.abort(f"no sign of life for {self._limits.every + self._limits.patience:g} s")
