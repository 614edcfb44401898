"""One stream of a connection: pieces that came and wait for their reader, pieces that go as its windows allow.

A reader that takes its time keeps its stream's window shut, and only that: the connection's is opened as bytes come,
so that one stream that nobody reads stops no other. What may wait is the streams' number times their window.
"""

import asyncio
from collections import deque
from typing import Protocol

from helpers.net.http2.engine import Engine

__all__ = ["Line", "Stream"]


class Line(Protocol):
    """What a stream asks of its connection."""

    engine: Engine

    def flush(self) -> None:
        """Send what the engine has to send."""

    async def writable(self) -> None:
        """Return when the transport takes more."""


class Stream:
    """Stream ``number``: iterate over it for what comes, ``send`` what goes."""

    def __init__(self, line: Line, number: int, *, window: int) -> None:
        self.number = number
        self.ended = False  # the other side has said all
        self.begun = False  # a reply's head is on its way
        self.task: asyncio.Task[None] | None = None
        self._line, self._half = line, window // 2
        self._pieces: deque[tuple[bytes, int]] = deque()
        self._taken = 0  # bytes read, of which the sender was not told
        self._lost: Exception | None = None
        self._news, self._room = asyncio.Event(), asyncio.Event()

    # ---- what the connection tells ----

    def feed(self, data: bytes, size: int) -> None:
        """A piece came; ``size`` is what it takes of the windows, padding and all."""
        self._pieces.append((data, size))
        self._news.set()

    def end(self) -> None:
        """The other side has said all."""
        self.ended = True
        self._news.set()

    def lose(self, error: Exception) -> None:
        """It is over before its end."""
        self._lost = self._lost or error
        self._news.set()
        self._room.set()

    def widen(self) -> None:
        """A window may have opened."""
        self._room.set()

    # ---- in ----

    def __aiter__(self) -> "Stream":
        return self

    async def __anext__(self) -> bytes:
        while True:
            if self._pieces:
                data, size = self._pieces.popleft()
                self._take(size)
                if data:
                    return data
            elif self.ended:
                raise StopAsyncIteration
            elif self._lost is not None:
                raise self._lost
            else:
                self._news.clear()
                await self._news.wait()

    def _take(self, size: int) -> None:
        self._taken += size
        if self._taken >= self._half and not self.ended:
            self._line.engine.increment_flow_control_window(self._taken, self.number)
            self._line.flush()
            self._taken = 0

    # ---- out ----

    async def send(self, data: bytes, *, end: bool = False) -> None:
        """Send all of ``data``, as both windows allow; between two frames other streams have a turn."""
        rest = memoryview(data)
        while rest or end:
            if self._lost is not None:
                raise self._lost
            size = min(len(rest), self._line.engine.room(self.number))
            if rest and not size:
                self._room.clear()
                await self._room.wait()
                continue
            last = end and size == len(rest)
            self._line.engine.send_data(self.number, bytes(rest[:size]), end_stream=last)
            self._line.flush()
            rest = rest[size:]
            await self._line.writable()
            if last:
                return
            if rest:
                await asyncio.sleep(0)
