"""Other people's WebSocket peers, made patient.

A library gives a handshake 10 s, pings every 20 s and closes what does not answer. On a wire that is stepped by hand
a message may take minutes, so both sides must wait for as long as their reader thinks.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any
from weakref import WeakSet

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server as LibraryServer
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as library_serve
from websockets.exceptions import ConnectionClosed

from helpers.net.cancel import cancel
from helpers.net.logged import keeping
from helpers.net.server import Server, serve
from helpers.net.tls import Authority

__all__ = ["PATIENT", "connect_websockets", "serve_websockets"]

PATIENT: dict[str, Any] = {"open_timeout": None, "ping_interval": None, "close_timeout": None}
HANDLER_FAILED = "connection handler failed"  # as the library logs what we tell ourselves
GOODBYE = 0.2  # s for the closing handshakes when the server is stopped

WebSocketHandler = Callable[[ServerConnection], Awaitable[None]]


async def serve_websockets(
    name: str, handler: WebSocketHandler, *, tls: Authority | None = None, **options: Any
) -> Server:
    """Serve ``handler`` with the ``websockets`` library, under ``name``; what the library logs is in ``server.log``.

    ``tls`` is that of ``serve``; ``options`` go to the library's own ``serve``.
    """
    log: list[str] = []
    patient = _Patient(handler, PATIENT | {"logger": keeping(log, said=_is_told)} | options)
    server = await serve(name, opens=patient.open, tls=tls)
    patient.failed, server.log = server.failed, log
    return server


def connect_websockets(url: str, **options: Any) -> connect:
    """The ``websockets`` library's client for ``url``: ``async with`` it, or ``await`` it.

    No proxy of the environment stands between us and our own machine.
    """
    return connect(url, **{"proxy": None, "create_connection": _Interruptible} | PATIENT | options)


def _is_told(record: logging.LogRecord) -> bool:
    return record.getMessage() == HANDLER_FAILED


class _Interruptible(ClientConnection):
    """The library's client. A block that is interrupted says no goodbye: that could wait for its answer for ever."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, Exception):
            await super().__aexit__(kind, error, where)
        else:
            self.transport.abort()


class _Patient:
    """The library's server, which would wait for ever for a peer that does not answer its close, made to end."""

    def __init__(self, handler: WebSocketHandler, options: dict[str, Any]) -> None:
        self._handler, self._options = handler, options
        self._connections: WeakSet[ServerConnection] = WeakSet()
        self._handlers: set[asyncio.Task[Any]] = set()
        self.failed: Callable[[Exception, asyncio.BaseTransport], None]  # its server's, which comes after it

    async def open(self, **where: Any) -> "_Patient":
        self._server: LibraryServer = await library_serve(
            self._handle, **where, **{"create_connection": self._connection} | self._options
        )
        return self

    @property
    def sockets(self) -> Sequence[Any]:
        return self._server.sockets

    def close(self) -> None:
        self._server.close()

    async def wait_closed(self) -> None:
        """Give everybody a moment to say goodbye, then hang up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await self._server.wait_closed()
        await cancel(self._handlers)
        for connection in tuple(self._connections):
            if hasattr(connection, "transport"):
                connection.transport.abort()
        await self._server.wait_closed()

    def _connection(self, *arguments: Any, **named: Any) -> ServerConnection:
        connection = ServerConnection(*arguments, **named)
        self._connections.add(connection)
        return connection

    async def _handle(self, connection: ServerConnection) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        task.add_done_callback(self._handlers.discard)
        try:
            await self._handler(connection)
        except ConnectionClosed:
            raise  # the peer has gone: the library knows what to do
        except Exception as error:
            self.failed(error, connection.transport)  # before its goodbye, which a tap may hold
            raise
