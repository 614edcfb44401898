"""The side of a connection that the transport sees: bytes come, events are taken, and every end has its sentence.

Enters: what the transport tells, and looks at the clock. Leaves: messages in the inbox, bytes of the outgoing, ends.
"""

import asyncio

from helpers.net.websocket.ended import Ended
from helpers.net.websocket.heartbeat import Beat, Heartbeat
from helpers.net.websocket.inbox import Inbox
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.outgoing import Outgoing
from helpers.net.websocket.parting import Parting
from helpers.net.websocket.watch import Watch
from helpers.protocols.http1 import Request
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Closed, Event, Failed, Ping, Text
from helpers.protocols.websocket.states import State

__all__ = ["Wired"]


class Wired(asyncio.Protocol):
    """What an idle connection does not need it does not have, since most connections are idle."""

    __slots__ = (
        "__weakref__", "_closing", "_connection", "_gone", "_head", "_heart", "_inbox", "_limits", "_out", "_owed",
        "_parting", "_pings", "_transport", "_watch", "over", "subprotocol",
    )  # fmt: skip

    def __init__(
        self,
        connection: Connection,
        *,
        request: Request | bytes,
        subprotocol: str | None,
        limits: Limits,
        watch: Watch,
    ) -> None:
        self._head, self.subprotocol = request, subprotocol
        self.over: Ended | None = None
        self._connection, self._limits, self._watch = connection, limits, watch
        self._heart = Heartbeat(watch.clock(), every=limits.every, patience=limits.patience)
        self._inbox, self._out = Inbox(), Outgoing(connection, most=limits.outbox, turn=watch.turn)
        self._owed = False  # the handler has messages in hand, and may still answer
        self._pings = 0  # that came while the peer read nothing
        self._closing: float | None = None  # since when we wait for the end
        self._parting: Parting | None = None  # the peer has ended
        self._gone: asyncio.Event | None = None
        self._transport: asyncio.Transport

    @property
    def gone(self) -> asyncio.Event:
        """Set when the transport is gone."""
        self._gone = self._gone or asyncio.Event()
        return self._gone

    # ---- what the transport tells, and what it means ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = self._out.transport = transport
        self._watch.add(self, self._heart.wait(self._watch.clock()))

    def data_received(self, data: bytes) -> None:
        """Bytes: a sign of life, whatever they say."""
        self._heart.heard(self._watch.clock())
        if self._inbox.size > self._limits.inbox or self._pings > self._limits.pings:
            self._transport.pause_reading()  # what came before is not yet taken: this read is the last for now
        self._connection.receive_data(data)
        self._take_events()

    def eof_received(self) -> bool:
        """The peer sends no more; without its close frame that is 1006."""
        if self._parting is not None:
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
        self._go_on()
        self._out.soon()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        if self._parting is not None:
            self._parting.now()
            self._parting.over()
        self._end(1006, f"the connection is gone{f': {error}' if error else ''}")
        self._watch.forget(self)
        self.gone.set()

    def _take_events(self) -> None:
        for event in self._connection.events():
            self._take(event)
        if self._inbox:
            self._inbox.wake()
        if self._connection.hang_up:
            self._hang_up()
        else:
            self._out.soon()

    def _take(self, event: Event) -> None:
        match event:
            case Text(data=message) | Binary(data=message):
                self._inbox.put(message)
                self._owed = True
            case Ping():
                self._pings += not self._out.writable
            case Closed(code=code, reason=reason) | Failed(code=code, reason=reason):
                self._out.held = self._connection.state is State.OPEN
                self._parting = Parting(self._ended)
                self._parting.begin(Ended(code, reason), owed=self._owed and self._out.held)

    def _go_on(self) -> None:
        """Read again, unless too much waits for our handler, or too many pongs for the peer."""
        if self._inbox.size <= self._limits.inbox and self._pings <= self._limits.pings:
            self._transport.resume_reading()

    def _ended(self, ended: Ended) -> None:
        """The peer has ended, and what came before is answered: those answers go first."""
        self._begin_closing()
        self._out.held = False
        if self._out.writable and self._connection.state is State.OPEN:
            self._out.empty()
        self._end(ended.code, ended.reason)
        self._out.now()
        if self._connection.hang_up:
            self._hang_up()

    def _begin_closing(self) -> None:
        self._out.plain = False
        if self._closing is None:
            self._closing = self._watch.clock()
            self._watch.add(self, self._limits.closing)

    def _end(self, code: int, reason: str) -> None:
        self.over = self.over or Ended(code, reason)
        self._out.plain = False
        self._out.clear()
        self._inbox.wake()

    def _hang_up(self) -> None:
        """TCP's end; who broke a rule may still be sending, and is listened to for a moment."""
        self._out.now()
        if (
            self._parting is not None
            and self._connection.state is State.FAILED
            and not self._transport.is_closing()
        ):
            return self._parting.linger(self._transport)
        self._transport.close()

    def abort(self, reason: str) -> None:
        """Nobody is there: no handshake, and nobody waits."""
        self._end(1006, reason)
        self._transport.abort()

    def look(self, now: float, *, held: bool) -> float | None:
        """Ping who is silent, give up who is dead, and let no closing take for ever."""
        if held:
            self._heart.heard(now)
            self._closing = now if self._closing is not None else None
        if self._closing is not None:
            wait = self._closing + self._limits.closing - now
            dead = "the closing handshake was not finished" if wait <= 0 else ""
        else:
            beat = self._heart.look(now)
            if beat is Beat.PING and self._connection.state is State.OPEN:
                self._connection.ping()
                self._out.soon()
            silent = f"no sign of life for {self._limits.every + self._limits.patience:g} s"
            wait, dead = self._heart.wait(now), silent if beat is Beat.DEAD else ""
        if not dead:
            return wait
        self.abort(dead)
        return None
