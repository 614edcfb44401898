"""The conversation with one client of a hub: a handshake, then messages, each of which may begin something.

Enters: messages of its WebSocket. Leaves: calls of methods, each in a task of its own, and a completion for each that
has an id, exactly one, whatever became of it. Whoever breaks a rule hears a Close message that says which.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from functools import partial
from typing import Any

from helpers.loops.clock import Clock
from helpers.loops.nap import nap
from helpers.net.signalr.connection import Connection, HubError
from helpers.net.signalr.hub import Hub
from helpers.net.signalr.limits import Limits
from helpers.net.websocket.socket import Ended, WebSocket
from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.signalr.handshake import HandshakeRequest, HandshakeResponse
from helpers.protocols.signalr.messages import PING, Message, MessageType, completion, item, parse
from helpers.protocols.signalr.records import Records

__all__ = ["Talking"]

Start = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class Talking:
    """``start`` runs a task, ``failed`` hears what a method raised, ``held`` says whether a learner reads."""

    def __init__(
        self,
        hub: Hub,
        connection: Connection,
        limits: Limits,
        clock: Clock,
        *,
        start: Start,
        failed: Callable[[Exception], None],
        held: Callable[[], bool],
    ) -> None:
        self._hub, self._connection, self._limits, self._clock = hub, connection, limits, clock
        self._start, self._failed, self._held = start, failed, held
        self._running: dict[str, asyncio.Task[None]] = {}
        self._quiet: set[asyncio.Task[None]] = set()  # those that nobody waits for
        self._records = Records(limit=limits.record)
        self._heard, self._shaken, self._over = clock(), False, asyncio.Event()

    async def run(self, socket: WebSocket) -> None:
        """Until it ends, by whomever."""
        beating = self._start(self._beat())
        try:
            async for message in socket:
                self._heard = self._clock()
                if isinstance(message, bytes):
                    raise RemoteProtocolError("bytes, where JSON was agreed on: it travels as text")
                for one in self._records.receive(message):
                    self._take(one)
        except RemoteProtocolError as error:
            self._refuse(str(error))
        finally:
            self._over.set()
            self._hub.connections.pop(self._connection.id, None)
            self._connection.gone()
            for task in (beating, *self._running.values(), *self._quiet):
                task.cancel()

    # ---- records ----

    def _take(self, text: str) -> None:
        if not self._shaken:
            return self._shake(HandshakeRequest.parse(text))
        message = parse(text)
        match message.type if message is not None else None:
            case MessageType.INVOCATION | MessageType.STREAM_INVOCATION if message is not None:
                self._begin(message)
            case MessageType.CANCEL_INVOCATION if message is not None:
                if task := self._running.get(message.id or ""):
                    task.cancel()
            case MessageType.COMPLETION if message is not None:
                self._connection.completed(message)
            case MessageType.CLOSE:
                self._connection.close()
        return None  # a ping was heard by coming at all; acks and items belong to what is not built here

    def _shake(self, request: HandshakeRequest) -> None:
        answer = request.answer()
        if answer.error is not None:
            raise RemoteProtocolError(answer.error)
        self._shaken = True
        self._connection.offer(answer)
        self._hub.connections[self._connection.id] = self._connection

    def _refuse(self, why: str) -> None:
        if self._shaken:
            return self._connection.close(why)
        self._connection.offer(HandshakeResponse(why))
        return self._connection.hang_up()

    # ---- invocations ----

    def _begin(self, message: Message) -> None:
        if message.id in self._running:
            raise RemoteProtocolError(f"the invocationId {message.id!r} is in use")
        if len(self._running) + len(self._quiet) >= self._limits.running:
            raise RemoteProtocolError(f"more than {self._limits.running} invocations under way")
        task = self._start(self._call(message))
        if message.id is None:
            self._quiet.add(task)
        else:
            self._running[message.id] = task
        task.add_done_callback(partial(self._done, message))

    async def _call(self, message: Message) -> Any:
        said, stream = message.said, message.type is MessageType.STREAM_INVOCATION
        if said.get("streamIds"):
            raise HubError("Streams from a client are not built here.")
        called = self._hub.call(self._connection, said["target"], said["arguments"], stream=stream)
        return await (self._stream(message.id or "", called) if stream else _waited(called))

    async def _stream(self, id: str, values: Any) -> None:
        async with aclosing(values):
            async for value in values:
                await self._connection.deliver(item(id, value))

    def _done(self, message: Message, task: "asyncio.Task[Any]") -> None:
        """Complete it, once: with what came of the task."""
        self._quiet.discard(task)
        if message.id is not None:
            self._running.pop(message.id, None)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and not isinstance(error, HubError | Ended):
            self._failed(error)
        if message.id is None or self._over.is_set():
            return
        stream = message.type is MessageType.STREAM_INVOCATION
        self._complete(message, task, error, "" if stream else "The invocation was cancelled.")

    def _complete(
        self, message: Message, task: "asyncio.Task[Any]", error: BaseException | None, cancelled: str
    ) -> None:
        id, target = message.id or "", message.said["target"]
        if task.cancelled():
            answer = completion(id, error=cancelled or None)
        elif error is not None:
            why = (
                str(error)
                if isinstance(error, HubError)
                else f"An unexpected error occurred invoking '{target}'."
            )
            answer = completion(id, error=why)
        else:
            answer = completion(id, task.result())
        try:
            self._connection.offer(answer)
        except LocalProtocolError as wrong:  # what it returned is no JSON
            self._failed(wrong)
            self._connection.offer(completion(id, error=f"What '{target}' returned cannot be sent."))

    # ---- time ----

    async def _beat(self) -> None:
        """Ping after our own silence, and give up after the client's."""
        limits = self._limits
        while not self._over.is_set():
            now, patience = self._clock(), limits.timeout if self._shaken else limits.handshake
            if self._shaken and now - self._connection.sent >= limits.keepalive - 0.001:
                self._connection.offer(PING)
            if self._held():
                self._heard = now
            elif now - self._heard >= patience - 0.001:
                return self._refuse(f"nothing was heard for {patience:g} s")
            ping = self._connection.sent + limits.keepalive if self._shaken else now + patience
            await nap(self._clock, max(0.01, min(ping, self._heard + patience) - now), woken=self._over)
        return None


async def _waited(called: Awaitable[Any] | AsyncIterator[Any]) -> Any:
    assert isinstance(called, Awaitable)
    return await called
