"""One client of a hub, as a method is given it: call it, wait for what it answers, send it away.

Enters: calls. Leaves: messages over its WebSocket. It remembers which answers are waited for.
"""

import asyncio
import itertools
from typing import Any

from helpers.loops.clock import Clock
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.signalr.handshake import HandshakeRequest, HandshakeResponse
from helpers.protocols.signalr.messages import Message, close, invocation
from helpers.protocols.signalr.records import record

__all__ = ["Connection", "HubError"]


class HubError(Exception):
    """What a caller is told: raised by a method, or made of a completion with an error."""


class Connection:
    """``id`` may be told to others; ``sent`` is when we said something last, on ``clock``."""

    def __init__(self, id: str, socket: WebSocket, clock: Clock) -> None:
        self.id, self.sent = id, clock()
        self._socket, self._clock = socket, clock
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)

    def offer(self, said: Message | HandshakeRequest | HandshakeResponse) -> bool:
        """Say it, however slowly it is read; says whether it could be."""
        self.sent = self._clock()
        return self._socket.offer(record(said.serialize()))

    async def deliver(self, message: Message) -> None:
        """Say it as soon as there is room, so that a slow reader slows a stream down."""
        self.sent = self._clock()
        await self._socket.send(record(message.serialize()))

    def send(self, target: str, *arguments: object) -> None:
        """Call ``target`` of the client; it does not answer."""
        self.offer(invocation(target, *arguments))

    async def invoke(self, target: str, *arguments: object) -> Any:
        """Call ``target`` of the client, and wait for what it returns; ``HubError`` where it fails, or left."""
        number = str(next(self._numbers))
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            if not self.offer(invocation(target, *arguments, id=number)):
                raise HubError("the client has left")
            return await answer
        finally:
            del self._asked[number]

    def completed(self, message: Message) -> None:
        """The client has answered; what nobody waits for is passed over."""
        answer = self._asked.get(message.id or "")
        if answer is None or answer.done():
            return
        if "error" in message.said:
            answer.set_exception(HubError(message.said["error"]))
        else:
            answer.set_result(message.said.get("result"))

    def close(self, error: str | None = None, *, reconnect: bool = False) -> None:
        """Say goodbye, and why; then close the WebSocket."""
        self.offer(close(error, reconnect=reconnect))
        self.hang_up()

    def hang_up(self) -> None:
        """Close the WebSocket behind all that waits."""
        self._socket.close(1000)

    def gone(self) -> None:
        """It has left: whoever waits for an answer of it is told."""
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(HubError("the client has left"))
