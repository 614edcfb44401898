"""What both sides of a connection have in common: a transport, the library's engine, a guard, and streams.

Bytes come in from the transport; events go to ``take``, which the server's and the client's half define. Every end
has its code and a sentence: in the GOAWAY that is sent, in the log, and in the error of whoever waits for a stream.
"""

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress

from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    RemoteSettingsChanged,
    StreamEnded,
    WindowUpdated,
)
from h2.exceptions import ProtocolError

from helpers.loops.clock import Clock
from helpers.net.http2.engine import Engine
from helpers.net.http2.guard import Guard, TooMuch
from helpers.net.http2.limits import Limits
from helpers.net.http2.stream import Stream
from helpers.protocols.http2.header import PREFACE

__all__ = ["Ended", "Session", "name_of"]

LINGER = 2.0  # s that we listen on after our GOAWAY: hanging up on bytes not read would wipe it out
REASON = 200  # bytes of a sentence in GOAWAY


class Ended(ConnectionError):
    """A stream or its connection is over before its end; ``code`` is the peer's or our own."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Session(asyncio.Protocol, ABC):
    """One side of one connection."""

    def __init__(self, *, client: bool, limits: Limits, clock: Clock, log: list[str]) -> None:
        self.engine = Engine(limits, client=client)
        self.streams: dict[int, Stream] = {}
        self.over: Ended | None = None
        self.limits, self.clock, self.log = limits, clock, log
        self.guard = Guard(limits, clock, skip=0 if client else len(PREFACE))
        self.transport: asyncio.Transport
        self._writable = asyncio.Event()
        self._writable.set()
        self._received = 0  # bytes of bodies by which the connection's window is to be opened again
        self._linger: asyncio.TimerHandle | None = None

    @abstractmethod
    def take(self, event: Event) -> None:
        """Something came that is not the same for both sides."""

    # ---- what the transport tells ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Introduce ourselves."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.engine.initiate_connection()
        self.flush()

    def data_received(self, data: bytes) -> None:
        """Bytes; those before what is too much still count."""
        if self.over:
            return
        good, wrong = self.guard.receive_data(data)
        try:
            events = self.engine.receive_data(data[:good] if wrong else data)
        except ProtocolError as error:
            events, wrong = [], TooMuch(ErrorCodes(error.error_code), str(error) or type(error).__name__)
        for event in events:
            if not self.over:  # one of them may have been the end
                self._common(event)
        if wrong and not self.over:
            self.fail(wrong.code, wrong.reason)
        self.flush()

    def eof_received(self) -> bool:
        """The peer sends no more; nothing can be asked or granted on half a connection."""
        return False

    def pause_writing(self) -> None:
        """The peer reads too slowly: who does not listen to our answers is not asked for more."""
        self._writable.clear()
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """It caught up."""
        self._writable.set()
        self.transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        if self._linger is not None:
            self._linger.cancel()
        self._writable.set()
        self.end(Ended(ErrorCodes.NO_ERROR, f"the connection is gone{f': {error}' if error else ''}"))

    # ---- what streams ask for ----

    def flush(self) -> None:
        """Send what the engine has to send."""
        data = self.engine.data_to_send()
        if data and not self.transport.is_closing():
            self.transport.write(data)

    async def writable(self) -> None:
        """Return when the transport takes more."""
        await self._writable.wait()

    def reset(self, stream: int, code: ErrorCodes) -> None:
        """End one stream, where it is still there."""
        if not self.over:
            with suppress(ProtocolError):
                self.engine.reset_stream(stream, code)
            self.flush()

    # ---- ends ----

    def fail(self, code: ErrorCodes, reason: str) -> None:
        """Say GOAWAY and why, and hang up; what still comes is not read."""
        if self.over:
            return
        with suppress(ProtocolError):
            self.engine.close_connection(code, additional_data=reason.encode()[:REASON])
        self.flush()
        if code is not ErrorCodes.NO_ERROR:
            self.log.append(f"connection ended with {code.name}: {reason}")
        self.end(Ended(code, reason))
        if self.transport.is_closing():
            return
        with suppress(OSError):
            self.transport.write_eof()
        self._linger = asyncio.get_running_loop().call_later(LINGER, self.transport.close)

    def end(self, why: Ended) -> None:
        """Tell every stream that it is over."""
        self.over = self.over or why
        for stream in tuple(self.streams.values()):
            stream.lose(self.over)

    # ---- what is the same for both ----

    def _common(self, event: Event) -> None:
        match event:
            case DataReceived(stream_id=number, data=data, flow_controlled_length=size):
                self._count(size)
                if number in self.streams:
                    self.streams[number].feed(data, size)
            case StreamEnded(stream_id=number) if number in self.streams:
                self.streams[number].end()
                self.take(event)
            case WindowUpdated() | RemoteSettingsChanged():
                for stream in self.streams.values():
                    stream.widen()
                self.take(event)
            case ConnectionTerminated():
                said = (event.additional_data or b"").decode("utf-8", "replace")
                code = event.error_code or 0
                self.end(Ended(code, f"the other side said GOAWAY, {name_of(code)}{said and ': '}{said}"))
                self.transport.close()
            case _:
                self.take(event)

    def _count(self, size: int) -> None:
        """The connection's window opens as bytes come: a stream that nobody reads must not shut it."""
        self._received += size
        if self._received >= 2**15 and not self.over:
            self.engine.increment_flow_control_window(self._received)
            self._received = 0


def name_of(code: int) -> str:
    """An error code as the RFC calls it (§7)."""
    return ErrorCodes(code).name if code in set(ErrorCodes) else f"{code:#x}"
