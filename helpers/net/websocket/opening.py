"""The first protocol object of a connection: reads one head, and lets the socket that it opens take over.

Enters: bytes up to the empty line. Leaves: the answer, and what came behind the head to whom it belongs.
"""

import asyncio
from collections.abc import Callable

from helpers.loops.clock import Clock
from helpers.loops.nap import nap
from helpers.net.websocket.socket import WebSocket

__all__ = ["Opening"]

END = b"\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Opened = Callable[[bytes], tuple[bytes, WebSocket | None]]


class Opening(asyncio.Protocol):
    """A connection whose handshake is not over; ``opened`` turns a head into an answer and, perhaps, a socket."""

    def __init__(
        self,
        opened: Opened,
        talk: Callable[[WebSocket], None],
        *,
        most: int,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._opened, self._talk, self._most, self._lost = opened, talk, most, lost
        self._head = b""
        self._over = asyncio.Event()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes of the head, perhaps the last ones."""
        if self._over.is_set():
            return
        self._head += data
        head, end, rest = self._head.partition(END)
        if len(head) > self._most:
            return self._answer(TOO_LARGE, None, b"")
        if end:
            answer, socket = self._opened(head + end)
            self._answer(answer, socket, rest)

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody is there any more."""
        self._over.set()
        self._lost()

    async def watch(self, seconds: float, clock: Clock, held: Callable[[], bool]) -> None:
        """Hang up on who says no head in time."""
        while not await nap(clock, seconds, woken=self._over):
            if not held():
                return self._transport.abort()

    def _answer(self, answer: bytes, socket: WebSocket | None, rest: bytes) -> None:
        self._over.set()
        if answer:
            self._transport.write(answer)
        if socket is None:
            return self._transport.close()
        self._transport.set_protocol(socket)
        socket.connection_made(self._transport)
        self._talk(socket)
        if rest:
            socket.data_received(rest)
