"""The client's half of a connection: requests go out, each on a stream of its own, and their replies come back.

Enters: requests. Leaves: replies, or ``Ended`` with the code and the sentence of whoever ended it. What answers in
another protocol is named: a client of HTTP/2 at a port of HTTP/1.1 hears more than "a frame that is too large".
"""

import asyncio
from collections.abc import AsyncIterable, Iterable
from typing import Any

from h2.errors import ErrorCodes
from h2.events import Event, PingAckReceived, ResponseReceived, StreamEnded, StreamReset

from helpers.loops.clock import Clock
from helpers.net.http2.limits import Limits
from helpers.net.http2.messages import joined
from helpers.net.http2.session import Ended, Session, name_of
from helpers.net.http2.stream import Stream

__all__ = ["Asking", "Head"]

Head = tuple[int, dict[str, str]]
HTTP1, ALERT = b"HTTP/1.", b"\x15\x03"


class Asking(Session):
    """A connection of a client."""

    def __init__(self, *, limits: Limits, clock: Clock) -> None:
        super().__init__(client=True, limits=limits, clock=clock, log=[])
        self.gone = asyncio.Event()
        self._heads: dict[int, asyncio.Future[Head]] = {}
        self._pings: dict[bytes, asyncio.Future[None]] = {}
        self._freed = asyncio.Event()
        self._begin: bytes | None = b""  # until it is clear that it is HTTP/2

    def data_received(self, data: bytes) -> None:
        """Bytes; the first of all tell whether they are HTTP/2."""
        if self._begin is not None:
            self._begin += data
            if HTTP1.startswith(self._begin) or ALERT.startswith(self._begin):
                return
            data, self._begin = self._begin, None
            if data.startswith(HTTP1):
                line = data.split(b"\r\n", 1)[0].decode("latin-1")[:80]
                return self._leave(f"this server answers in HTTP/1.1 ({line}): HTTP/2 is not spoken there")
            if data.startswith(ALERT):
                return self._leave("this server answers with an alert of TLS: take https://")
        super().data_received(data)

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        super().connection_lost(error)
        self.gone.set()

    def end(self, why: Ended) -> None:
        """Whoever waits hears why."""
        super().end(why)
        waiting: list[asyncio.Future[Any]] = [*self._heads.values(), *self._pings.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(self.over or why)
                future.exception()  # whoever wants it asks for it; nobody need
        self._freed.set()

    def take(self, event: Event) -> None:
        """Replies, and the ends of streams."""
        match event:
            case ResponseReceived(stream_id=number) if (
                number in self._heads and not self._heads[number].done()
            ):
                headers = [
                    (bytes(name).decode("ascii", "replace"), bytes(value).decode("latin-1"))
                    for name, value in event.headers
                ]
                found = joined(headers)
                self._heads[number].set_result((int(found.pop(":status")), found))
            case StreamEnded(stream_id=number):
                self._tidy(number)
            case StreamReset(stream_id=number, error_code=code, remote_reset=theirs):
                who = "the server" if theirs else "we"
                self._lose(number, Ended(code, f"{who} reset stream {number}: {name_of(code)}"))
            case PingAckReceived(ping_data=data) if (
                future := self._pings.pop(data, None)
            ) and not future.done():
                future.set_result(None)

    # ---- what goes ----

    async def ask(self, headers: Iterable[tuple[str, str]], body: bytes | AsyncIterable[bytes]) -> Stream:
        """Send a request; where the server allows no more streams, wait for one to end."""
        while not self.over and self.engine.open_outbound_streams >= self._most:
            self._freed.clear()
            await self._freed.wait()
        if self.over:
            raise self.over
        number = self.engine.get_next_available_stream_id()
        stream = self.streams[number] = Stream(self, number, window=self.limits.window)
        self._heads[number] = asyncio.get_running_loop().create_future()
        try:
            self.engine.send_headers(number, list(headers), end_stream=body == b"")
        except BaseException:
            self.forget(number)
            raise
        self.flush()
        if body != b"":
            stream.task = asyncio.ensure_future(self._send(stream, body))
            stream.task.add_done_callback(lambda task: self._sent(number, task))
        return stream

    async def head(self, stream: Stream) -> Head:
        """Status and headers of the reply."""
        return await self._heads[stream.number]

    async def ping(self, data: bytes) -> None:
        """Send a PING, and return when it is acknowledged."""
        if self.over:
            raise self.over
        future = self._pings[data] = asyncio.get_running_loop().create_future()
        self.engine.ping(data)
        self.flush()
        await future

    @property
    def _most(self) -> int:
        return self.engine.remote_settings.max_concurrent_streams

    def forget(self, number: int) -> None:
        """Nobody waits for this stream any more; where it is not over, it is reset."""
        self._heads.pop(number, None)
        if stream := self.streams.pop(number, None):
            if stream.task is not None and not stream.task.done():
                stream.task.cancel()
            if not stream.ended:
                self.reset(number, ErrorCodes.CANCEL)
        self._freed.set()

    async def _send(self, stream: Stream, body: bytes | AsyncIterable[bytes]) -> None:
        if isinstance(body, bytes):
            return await stream.send(body, end=True)
        async for piece in body:
            await stream.send(piece)
        await stream.send(b"", end=True)

    def _sent(self, number: int, task: "asyncio.Task[None]") -> None:
        if not task.cancelled():
            task.exception()  # whoever reads the reply hears it from the stream
        self._tidy(number)

    def _tidy(self, number: int) -> None:
        """Where both sides have said all, only the reader of the reply still knows the stream."""
        stream = self.streams.get(number)
        if stream and stream.ended and (stream.task is None or stream.task.done()):
            del self.streams[number]
        self._freed.set()

    def _lose(self, number: int, why: Ended) -> None:
        if stream := self.streams.pop(number, None):
            if stream.task is not None:
                stream.task.cancel()
            stream.lose(why)
        future = self._heads.get(number)
        if future is not None and not future.done():
            future.set_exception(why)
            future.exception()
        self._freed.set()

    def _leave(self, reason: str) -> None:
        self.end(Ended(ErrorCodes.PROTOCOL_ERROR, reason))
        self.transport.close()
