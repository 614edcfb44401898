"""The server's half of a connection: each request gets a task, which ends with its stream.

Enters: requests. Leaves: what the handler says, as the windows allow. A client that has left ends its handlers'
tasks, and with them the iterators they send; one bad stream ends alone.
"""

import asyncio
from collections.abc import AsyncIterable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from h2.errors import ErrorCodes
from h2.events import (
    Event,
    RemoteSettingsChanged,
    RequestReceived,
    SettingsAcknowledged,
    StreamReset,
    TrailersReceived,
)

from helpers.loops.clock import Clock
from helpers.loops.nap import nap
from helpers.net.http2.fields import Malformed, check_plain, parts_of
from helpers.net.http2.guard import frame_types
from helpers.net.http2.limits import Limits
from helpers.net.http2.messages import Handler, Reply, Request, TooLong
from helpers.net.http2.session import Ended, Session
from helpers.net.http2.stream import Stream
from helpers.protocols.http2.codes import FrameType

__all__ = ["Serving", "bodiless", "head_of"]

Run = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]


class Serving(Session):
    """A connection of a server.

    ``run`` starts a task that ends with the server, ``crashed`` is told of a handler's error, and ``held`` says
    whether somebody holds the wire: then no time passes for the client.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        run: Run,
        crashed: Callable[[Exception, asyncio.BaseTransport | None], None],
        held: Callable[[], bool],
        limits: Limits,
        clock: Clock,
        log: list[str],
    ) -> None:
        super().__init__(client=False, limits=limits, clock=clock, log=log)
        self._handler, self._run, self._crashed, self._held = handler, run, crashed, held
        self._tasks: set[asyncio.Task[None]] = set()
        self._settings: set[type[Event]] = {RemoteSettingsChanged, SettingsAcknowledged}  # that are to come
        self._settled = asyncio.Event()
        self._last = clock()  # when a frame came

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Introduce ourselves, and watch the time."""
        super().connection_made(transport)
        self._watch = self._run(self._watch_time(), "HTTP/2 connection")

    def data_received(self, data: bytes) -> None:
        """Bytes."""
        self._last = self.clock()
        super().data_received(data)

    def flush(self) -> None:
        """Send what there is; resets that we are made to send are counted (CVE-2025-8671)."""
        data = self.engine.data_to_send()
        if data and not self.transport.is_closing():
            self.transport.write(data)
            allowed = [self.guard.resets.take() for kind in frame_types(data) if kind == FrameType.RST_STREAM]
            if not all(allowed):
                self.fail(
                    ErrorCodes.ENHANCE_YOUR_CALM,
                    f"more than {self.limits.resets:g} streams reset in a second",
                )

    def end(self, why: Ended) -> None:
        """Every handler's task ends."""
        super().end(why)
        for task in (*self._tasks, self._watch):
            if task is not asyncio.current_task():
                task.cancel()

    # ---- what comes ----

    def take(self, event: Event) -> None:
        """Requests and their ends."""
        self._settings.discard(type(event))
        if not self._settings:
            self._settled.set()
        match event:
            case RequestReceived(stream_id=number):
                self._begin(number, event)
            case TrailersReceived(stream_id=number):
                try:
                    check_plain([(bytes(name), bytes(value)) for name, value in event.headers])
                except Malformed as error:
                    self._refuse(number, ErrorCodes.PROTOCOL_ERROR, str(error))
            case StreamReset(stream_id=number, error_code=code, remote_reset=theirs):
                who = "the client" if theirs else "we"
                self._lose(number, Ended(code, f"{who} reset the stream"))

    def _begin(self, number: int, event: RequestReceived) -> None:
        if (
            len(self._tasks) >= self.limits.streams
        ):  # tasks, not streams: a reset ends a stream sooner than its task
            return self._refuse(number, ErrorCodes.REFUSED_STREAM, f"{len(self._tasks)} streams are open")
        try:
            pseudo, headers = parts_of([(bytes(name), bytes(value)) for name, value in event.headers])
        except Malformed as error:
            return self._refuse(number, ErrorCodes.PROTOCOL_ERROR, str(error))
        stream = self.streams[number] = Stream(self, number, window=self.limits.window)
        authority = pseudo.get(":authority", headers.get("host", ""))
        request = Request(
            pseudo[":method"], pseudo[":path"], headers, stream, pseudo[":scheme"], authority, number
        )
        stream.task = self._run(self._answer(stream, request), f"stream {number}")
        self._tasks.add(stream.task)
        stream.task.add_done_callback(self._tasks.discard)

    def _refuse(self, number: int, code: ErrorCodes, reason: str) -> None:
        self.log.append(f"stream {number} refused with {code.name}: {reason}")
        self.reset(number, code)
        self._lose(number, Ended(code, reason))

    def _lose(self, number: int, why: Ended) -> None:
        if stream := self.streams.pop(number, None):
            stream.lose(why)
            if stream.task is not None:
                stream.task.cancel()

    # ---- what goes ----

    async def _answer(self, stream: Stream, request: Request) -> None:
        try:
            reply = await self._handler(request)
            await self._reply(stream, reply, head=request.method == "HEAD")
            self._stop_asking(stream)
        except Ended:
            pass
        except asyncio.CancelledError:
            self._drop(stream, ErrorCodes.CANCEL)
            raise
        except Exception as error:
            await self._excuse(stream, error)
        finally:
            self.streams.pop(stream.number, None)

    async def _reply(self, stream: Stream, reply: Reply, *, head: bool) -> None:
        body = b"" if head or bodiless(reply.status) else reply.body
        self.engine.send_headers(stream.number, head_of(reply), end_stream=body == b"")
        stream.begun = True
        self.flush()
        if isinstance(body, bytes):
            if body:
                await stream.send(body, end=True)
            return
        await self._pieces(stream, body)

    async def _pieces(self, stream: Stream, body: AsyncIterable[bytes]) -> None:
        try:
            async for piece in body:
                await stream.send(piece)
            await stream.send(b"", end=True)
        finally:
            if close := getattr(body, "aclose", None):
                with suppress(RuntimeError):  # it runs already: a generator is closed by its own cancellation
                    await close()

    async def _excuse(self, stream: Stream, error: Exception) -> None:
        """Say why not; where a reply has begun, only its stream can be ended."""
        status, sentence = 413, str(error)
        if not isinstance(error, TooLong):
            status, sentence = 500, f"The server's handler ended with {type(error).__name__}: {error}"
            self.log.append(f"stream {stream.number} failed with {type(error).__name__}: {error}")
            self._crashed(error, self.transport)
        if stream.begun:
            return self._drop(stream, ErrorCodes.INTERNAL_ERROR)
        with suppress(Ended):
            await self._reply(stream, Reply.text(sentence, status=status), head=False)
            self._stop_asking(stream)

    def _stop_asking(self, stream: Stream) -> None:
        if not stream.ended:
            self.reset(
                stream.number, ErrorCodes.NO_ERROR
            )  # RFC 9113 §8.1: the rest of the request is not needed

    def _drop(self, stream: Stream, code: ErrorCodes) -> None:
        if stream.number in self.streams and not self._watch.cancelling():  # or GOAWAY says it all
            self.reset(stream.number, code)

    # ---- time ----

    async def _watch_time(self) -> None:
        """Ends a connection that never settles, or that nobody uses; says goodbye when the server stops."""
        settle, idle = self.limits.settle, self.limits.idle
        try:
            while not await nap(self.clock, settle, woken=self._settled):
                if not self._held():
                    return self.fail(
                        ErrorCodes.SETTINGS_TIMEOUT, f"the settings did not come in {settle:g} s"
                    )
            while (left := self._last + idle - self.clock()) > 0:
                await self.clock.sleep(left)
                if self.streams or self._held():
                    self._last = self.clock()
            self.fail(ErrorCodes.NO_ERROR, f"nobody asked for anything in {idle:g} s")
        except asyncio.CancelledError:
            self.fail(ErrorCodes.NO_ERROR, "the server stops")
            raise


def bodiless(status: int) -> bool:
    """Whether a reply with this status has no body (RFC 9110 §6.4.1)."""
    return status < 200 or status in (204, 304)


def head_of(reply: Reply) -> list[tuple[str, str]]:
    """The header list of a reply; of a body that is whole it says how long it is."""
    headers = [(name.lower(), value) for name, value in reply.headers.items()]
    if isinstance(reply.body, bytes) and not bodiless(reply.status) and "content-length" not in dict(headers):
        headers.append(("content-length", str(len(reply.body))))
    check_plain(
        [(name.encode("ascii", "replace"), value.encode("latin-1", "replace")) for name, value in headers]
    )
    return [(":status", str(reply.status)), *headers]
