"""The first protocol object of a connection: reads one head, and lets the socket that it opens take over.

Enters: bytes up to the empty line. Leaves: the answer, and what came behind the head to whom it belongs.
"""

import asyncio
from collections.abc import Callable

from helpers.net.websocket.socket import WebSocket
from helpers.net.websocket.watch import Watch
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.head_reader import HeadReader

__all__ = ["Opening"]

TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Opened = Callable[[bytes], tuple[bytes, WebSocket | None]]


class Opening(asyncio.Protocol):
    """A connection whose handshake is not over; ``opened`` turns a head into an answer and, perhaps, a socket.

    Who says no head within ``patience`` seconds is hung up on.
    """

    def __init__(
        self,
        opened: Opened,
        talk: Callable[[WebSocket], None],
        *,
        most: int,
        patience: float,
        watch: Watch,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._opened, self._talk, self._lost = opened, talk, lost
        self._patience, self._watch = patience, watch
        self._head: HeadReader | None = HeadReader(most=most)
        self._due = watch.clock() + patience
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._watch.add(self, self._patience)

    def data_received(self, data: bytes) -> None:
        """Bytes of the head, perhaps the last ones."""
        if self._head is None:
            return
        try:
            head = self._head.receive_data(data)
        except RemoteProtocolError:
            return self._answer(TOO_LARGE, None, b"")
        if head is not None:
            self._answer(*self._opened(head), self._head.rest)

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody is there any more."""
        self._watch.forget(self)
        self._lost()

    def look(self, now: float, *, held: bool) -> float | None:
        """Hang up on who says no head in time."""
        if held:
            self._due = now + self._patience
        if now < self._due:
            return self._due - now
        self._transport.abort()
        return None

    def _answer(self, answer: bytes, socket: WebSocket | None, rest: bytes) -> None:
        self._head = None
        self._watch.forget(self)
        if answer:
            self._transport.write(answer)
        if socket is None:
            return self._transport.close()
        self._transport.set_protocol(socket)
        socket.connection_made(self._transport)
        self._talk(socket)
        if rest:
            socket.data_received(rest)
