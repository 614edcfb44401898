"""A transport over one end of a connection in memory: what asyncio's own is over a socket.

It calls its protocol in the order and in the contexts in which asyncio's transport of a selector loop does: one read
a turn, ``connection_made`` before anything, ``connection_lost`` after all. It never calls back from within ``close``,
``abort`` or ``resume_reading``.
"""

import asyncio
import warnings
from asyncio.constants import _SendfileMode
from asyncio.transports import _FlowControlMixin
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

from helpers.net.memory.end import End
from helpers.net.memory.stand_in import StandIn

__all__ = ["MemoryTransport"]

READ = 2**18  # bytes that are read at once, as by asyncio


class MemoryTransport(_FlowControlMixin):
    """Gives ``protocol`` what arrives at ``end``, and takes what it writes; ``left`` is told when it is over."""

    _loop: asyncio.AbstractEventLoop
    _protocol: Any
    _start_tls_compatible = True
    _sendfile_compatible = _SendfileMode.FALLBACK

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        end: End,
        protocol: asyncio.BaseProtocol,
        left: Callable[["MemoryTransport"], object],
    ) -> None:
        self._socket = StandIn(end.name, end)
        super().__init__({"socket": self._socket, "sockname": end.name, "peername": end.peername}, loop)
        self._end, self._protocol, self._left = end, protocol, left
        self._unsent: deque[memoryview] = deque()
        self._closing = self._paused = self._said_all = self._over = False
        self._reads: Context | None = None  # what reading runs in, while anybody reads
        self._writes: Context | None = None  # what writing the rest runs in, while there is any
        self._reading: asyncio.Handle | None = None  # what is to come of that, where something can be done
        self._writing: asyncio.Handle | None = None
        end.news = self._look
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._read_on)

    def __repr__(self) -> str:
        state = "closed" if self._over else "closing" if self._closing else "open"
        return f"<{type(self).__name__} {state} {self._end.name} → {self._end.peername}>"

    # ---- reading ----

    def pause_reading(self) -> None:
        """Read nothing until it is resumed."""
        if self.is_reading():
            self._paused = True
            self._read_no_more()

    def resume_reading(self) -> None:
        """Read again, from the next turn on."""
        if self._paused and not self._closing:
            self._paused = False
            self._read_on()

    def is_reading(self) -> bool:
        """Whether what arrives is given to the protocol."""
        return not self._paused and not self._closing

    def _read_on(self) -> None:
        if self.is_reading():
            self._reads = copy_context()
            self._look()

    def _read_no_more(self) -> None:
        self._reads = None
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _look(self) -> None:
        """Let the next turn do what can be done."""
        if self._reads is not None and self._reading is None and self._end.readable:
            self._reading = self._loop.call_soon(self._read, context=self._reads)
        if self._writes is not None and self._writing is None and self._end.writable:
            self._writing = self._loop.call_soon(self._write_rest, context=self._writes)

    def _read(self) -> None:
        """One read, as a socket would give it."""
        self._reading = None
        if self._over:
            return
        try:
            keep = self._give()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fail(error)
        else:
            if not keep:
                self.close()
            self._look()

    def _give(self) -> bool:
        """Give the protocol what there is; whether the connection stays."""
        buffered = isinstance(self._protocol, asyncio.BufferedProtocol)
        buffer = memoryview(self._protocol.get_buffer(-1)) if buffered else None
        if buffer is not None and not buffer:
            raise RuntimeError("get_buffer() returned an empty buffer")
        data = self._end.receive(READ if buffer is None else len(buffer))
        if not data:
            self._read_no_more()
            return bool(self._protocol.eof_received())
        if buffer is None:
            self._protocol.data_received(data)
        else:
            buffer[: len(data)] = data
            self._protocol.buffer_updated(len(data))
        return True

    # ---- writing ----

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send what the other end takes, keep the rest, and ask for a pause where that is much."""
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")
        if self._said_all:
            raise RuntimeError("Cannot call write() after write_eof()")
        rest = memoryview(data).cast("B")
        if not rest or self._over:
            return
        if not self._unsent:
            try:
                rest = rest[self._end.send(rest) :]
            except OSError as error:
                return self._fail(error)
            if not rest:
                return
            self._writes = copy_context()
        self._unsent.append(memoryview(bytes(rest)))
        self._maybe_pause_protocol()  # type: ignore[attr-defined]

    def _write_rest(self) -> None:
        self._writing = None
        if self._over:
            return
        try:
            while self._unsent and (size := self._end.send(self._unsent[0])):
                rest = self._unsent.popleft()[size:]
                if rest:
                    self._unsent.appendleft(rest)
        except OSError as error:
            return self._fail(error)
        self._maybe_resume_protocol()  # type: ignore[attr-defined]  # which may write
        if self._unsent:
            return self._look()
        self._writes = None
        if self._closing:
            self._lose(None)
        elif self._said_all:
            self._end.shutdown()

    def get_write_buffer_size(self) -> int:
        """How much waits for the other end to take it."""
        return sum(map(len, self._unsent))

    def write_eof(self) -> None:
        """Say that nothing more comes, after what waits; what the peer sends still arrives."""
        if not (self._closing or self._said_all):
            self._said_all = True
            if not self._unsent:
                self._end.shutdown()

    def can_write_eof(self) -> bool:
        """Yes."""
        return True

    # ---- ending ----

    def close(self) -> None:
        """Read no more, and end when what waits is sent."""
        if not self._closing:
            self._closing = True
            self._read_no_more()
            if not self._unsent:
                self._force_close(None)

    def abort(self) -> None:
        """End now; what waits is lost."""
        self._force_close(None)

    def is_closing(self) -> bool:
        """Whether it is closed, or will be."""
        return self._closing

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Let another protocol have what comes."""
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Who has what comes."""
        protocol: asyncio.BaseProtocol = self._protocol
        return protocol

    def _fail(self, error: BaseException) -> None:
        """The connection broke, or the protocol raised, which the loop is told of."""
        if not isinstance(error, OSError):
            told = {"message": "Fatal error: the protocol failed", "exception": error}
            self._loop.call_exception_handler({**told, "transport": self, "protocol": self._protocol})
        self._force_close(error)

    def _force_close(self, error: BaseException | None) -> None:  # so called by asyncio's TLS
        if not self._over:
            self._closing = self._over = True
            self._unsent.clear()
            self._writes = None
            self._read_no_more()
            self._loop.call_soon(self._lose, error)

    def _lose(self, error: BaseException | None) -> None:
        self._over = True
        try:
            self._protocol.connection_lost(error)
        finally:
            self._end.news = int
            self._end.close()
            self._socket.close()
            self._protocol = None
            self._left(self)

    def __del__(self) -> None:
        if self._protocol is not None:  # its loop was closed
            warnings.warn(f"unclosed transport {self!r}", ResourceWarning, source=self, stacklevel=1)
