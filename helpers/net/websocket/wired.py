"""The side of a connection that the transport sees: bytes come, events are taken, and every end has its sentence.

Enters: what the transport tells, and looks at the clock. Leaves: messages in the inbox, bytes of the outgoing, ends.
"""

import asyncio

from helpers.net.websocket.ended import Ended
from helpers.net.websocket.heartbeat import Beat, Heartbeat
from helpers.net.websocket.inbox import Inbox
from helpers.net.websocket.outgoing import Outgoing
from helpers.net.websocket.parting import Parting
from helpers.net.websocket.shelf import Shelf
from helpers.protocols.http1 import Request
from helpers.protocols.websocket.events import Binary, Closed, Event, Failed, Ping, Text
from helpers.protocols.websocket.messages import Codec
from helpers.protocols.websocket.states import State

__all__ = ["Wired"]


class Wired(asyncio.Protocol):
    """What an idle connection does not need it does not have, since most connections are idle."""

    __slots__ = (
        "__weakref__", "_busy", "_closing", "_gone", "_head", "_heart", "_inbox", "_limits", "_owed", "_parting",
        "_pings", "_shelf", "_transport", "_watch", "_written", "over", "subprotocol", "target",
    )  # fmt: skip

    def __init__(
        self,
        shelf: Shelf,
        codec: Codec | None,
        *,
        request: Request | bytes,
        target: str,
        subprotocol: str | None,
    ) -> None:
        limits, watch = shelf.limits, shelf.watch
        self._head: Request | bytes | None = request  # until the first message is waited for
        self.target, self.subprotocol = target, subprotocol
        self.over: Ended | None = None
        self._shelf, self._limits, self._watch = shelf, limits, watch
        # what we need while something is under way, and always where we compress
        self._busy = shelf.new(codec) if codec is not None else None
        self._heart = Heartbeat(watch.clock(), every=limits.every, patience=limits.patience)
        self._inbox = Inbox(self)
        self._owed = False  # the handler has messages in hand, and may still answer
        self._written = -1  # the turn in which something went at once
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

    @property
    def _out(self) -> Outgoing:
        if self._busy is None:
            self._busy = self._shelf.take(self._transport, self._rest)
        return self._busy

    def _rest(self, out: Outgoing) -> None:
        self._busy = None
        self._shelf.put(out)

    # ---- what the transport tells, and what it means ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._busy is not None:
            self._busy.transport = transport
        self._watch.expect(self._heart.wait(self._watch.clock()))

    def data_received(self, data: bytes) -> None:
        """Bytes: a sign of life, whatever they say."""
        self._heart.heard(self._watch.clock())
        if self._inbox.size > self._limits.inbox or self._pings > self._limits.pings:
            self._transport.pause_reading()  # what came before is not yet taken: this read is the last for now
        out = self._busy or self._out
        out.connection.receive_data(data)
        self._take_events(out)

    def eof_received(self) -> bool:
        """The peer sends no more; without its close frame that is 1006."""
        if self._parting is not None:
            self._parting.now()  # whoever hangs up is not answered
        self._out.connection.receive_eof()
        self._take_events(self._out)
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

    def _take_events(self, out: Outgoing) -> None:
        here = out.hold_back()
        try:
            for event in out.connection.events():
                self._take(event, out)
            if self._inbox.messages is not None:
                self._inbox.hand_over()
        finally:
            if here:
                self._watch.turn.write(out)
        if out.connection.hang_up:
            self._hang_up()

    def _take(self, event: Event, out: Outgoing) -> None:
        match event:
            case Text(data=message) | Binary(data=message):
                self._inbox.put(message)
                self._owed = True
            case Ping():
                self._pings += not out.writable
            case Closed(code=code, reason=reason) | Failed(code=code, reason=reason):
                out.held = out.connection.state is State.OPEN
                self._parting = Parting(self._ended)
                self._parting.begin(Ended(code, reason), owed=self._owed and out.held)

    def idle(self) -> None:
        """The handler has answered what it wants to answer, and asks for more."""
        self._owed, self._head = False, None
        if self._parting is not None:
            self._parting.now()

    def emptied(self) -> None:
        """The handler has taken all there was."""
        self._go_on()

    def _go_on(self) -> None:
        """Read again, unless too much waits for our handler, or too many pongs for the peer."""
        if self._inbox.size <= self._limits.inbox and self._pings <= self._limits.pings:
            self._transport.resume_reading()

    def _ended(self, ended: Ended) -> None:
        """The peer has ended, and what came before is answered: those answers go first."""
        self._begin_closing()
        out = self._out
        out.held = False
        if out.writable and out.connection.state is State.OPEN:
            out.empty()
        self._end(ended.code, ended.reason)
        out.now()
        if out.connection.hang_up:
            self._hang_up()

    def _begin_closing(self) -> None:
        if self._closing is None:
            self._closing = self._watch.clock()
            self._watch.add(self, self._limits.closing)

    def _end(self, code: int, reason: str) -> None:
        self.over = self.over or Ended(code, reason)
        if self._busy is not None:
            self._busy.clear()
        self._inbox.wake()

    def _hang_up(self) -> None:
        """TCP's end; who broke a rule may still be sending, and is listened to for a moment."""
        self._out.now()
        if (
            self._parting is not None
            and self._out.connection.state is State.FAILED
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
        if self._gone is not None and self._gone.is_set():
            return None
        if held:
            self._heart.heard(now)
            self._closing = now if self._closing is not None else None
        if self._closing is not None:
            wait = self._closing + self._limits.closing - now
            dead = "the closing handshake was not finished" if wait <= 0 else ""
        else:
            beat = self._heart.look(now)
            if beat is Beat.PING and self._out.connection.state is State.OPEN:
                self._out.connection.ping()
                self._out.soon()
            silent = f"no sign of life for {self._limits.every + self._limits.patience:g} s"
            wait, dead = self._heart.wait(now), silent if beat is Beat.DEAD else ""
        if not dead:
            return wait
        self.abort(dead)
        return None
