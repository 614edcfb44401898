"""A server in the kernel: on 127.0.0.1, under a name, closed without a trace.

An aiohttp application, an ``asyncio.Protocol`` and a coroutine over streams all become one thing: a protocol factory
for the connections accepted here (a library's own server brings its own). We accept by hand, because
``asyncio.Server`` neither tells its transports nor closes them before Python 3.13.
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from helpers.net import watchdog
from helpers.net.registry import registry

if TYPE_CHECKING:
    from aiohttp.web import Application, AppRunner

__all__ = ["HOST", "Server", "serve"]

HOST = "127.0.0.1"  # never "localhost", which may mean ::1 to one side and 127.0.0.1 to the other
BACKLOG = 2048  # with 100, a thousand clients took eleven times as long to connect

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Factory = Callable[[], asyncio.BaseProtocol]


class Listening(Protocol):
    """A library's own server, as asyncio's and websockets' look."""

    def close(self) -> None:
        """Stop listening and end the connections."""

    async def wait_closed(self) -> None:
        """Return when that is done."""


Opens = Callable[[socket.socket], Awaitable[Listening]]


async def serve(
    name: str,
    *,
    app: "Application | None" = None,
    protocol: Factory | None = None,
    handler: Handler | None = None,
    opens: Opens | None = None,
    port: int = 0,
) -> "Server":
    """Start a server under ``name`` in this kernel; a server that had the name is closed first.

    Say what it does in one of four ways: ``app`` (aiohttp), ``protocol`` (makes one ``asyncio.Protocol`` a
    connection), ``handler(reader, writer)``, or ``opens(socket)``, which starts a library's own server on a listening
    socket. Port 0 takes any free port. An ``OSError`` says that a port is taken.
    """
    if [app, protocol, handler, opens].count(None) != 3:
        raise TypeError("serve() takes exactly one of app=, protocol=, handler= and opens=")
    server = await registry().replace(Server(name))
    try:
        server.listen(port)
        if opens is not None:
            await server.open(opens)
        else:
            factory = protocol or (await server.run_app(app) if app is not None else server.streams(handler))
            server.accept(factory)
    except BaseException:
        registry().forget(server)
        await server.aclose()
        raise
    return server


class Server:
    """A listening socket in this kernel and the connections it accepted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.host = HOST
        self.port = 0
        self.log: list[str] = []
        self._listener: socket.socket | None = None
        self._accepting: asyncio.Task[None] | None = None
        self._runner: AppRunner | None = None
        self._library: Listening | None = None
        self._transports: WeakSet[asyncio.BaseTransport] = WeakSet()
        self._handlers: set[asyncio.Task[None]] = set()

    def listen(self, port: int) -> None:
        """Take the port; connections queue up until somebody accepts them."""
        self._listener = _listen(port)
        self.port = self._listener.getsockname()[1]
        watchdog.watch(self)

    def accept(self, factory: Factory) -> None:
        """Answer each connection with a protocol object of its own."""
        self._accepting = asyncio.get_running_loop().create_task(self._accept(factory))

    async def open(self, opens: Opens) -> None:
        """Let a library's server have the listening socket."""
        assert self._listener is not None
        self._library = await opens(self._listener)

    def url(self, path: str = "/", scheme: str = "http") -> str:
        """The address of ``path`` on this server."""
        return f"{scheme}://{self.host}:{self.port}{path}"

    async def aclose(self) -> None:
        """Stop listening, end every connection and wait until all of it is gone."""
        watchdog.unwatch(self)
        if self._accepting is not None:
            self._accepting.cancel()
            await asyncio.gather(self._accepting, return_exceptions=True)
        await self._end_connections()
        if self._listener is not None:
            self._listener.close()
        registry().forget(self)

    async def _end_connections(self) -> None:
        for task in tuple(self._handlers):
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
        if self._library is not None:
            self._library.close()
            await self._library.wait_closed()
        for transport in tuple(self._transports):
            transport.close()
        await asyncio.sleep(0)

    async def _accept(self, factory: Factory) -> None:
        loop = asyncio.get_running_loop()
        assert self._listener is not None
        while True:
            connection, _ = await loop.sock_accept(self._listener)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            transport, _ = await loop.connect_accepted_socket(factory, connection)
            self._transports.add(transport)

    async def run_app(self, app: "Application") -> Factory:
        """A protocol factory for an aiohttp application."""
        from aiohttp.web import AppRunner  # 160 ms: only for a lesson that serves an app

        self._runner = AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        assert self._runner.server is not None
        return self._runner.server

    def streams(self, handler: Handler | None) -> Factory:
        """A protocol factory for a coroutine over streams."""
        assert handler is not None

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # A plain function that makes the task: with a coroutine here Python 3.11 logs every cancellation.
            task = loop.create_task(self._handle(handler, reader, writer), name=f"{self.name} connection")
            self._handlers.add(task)
            task.add_done_callback(self._handlers.discard)

        loop = asyncio.get_running_loop()
        return lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader(), connected)

    async def _handle(
        self, handler: Handler, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await handler(reader, writer)
        except Exception as error:
            self.log.append(f"connection ended with {type(error).__name__}: {error}")
        finally:
            writer.close()

    def __repr__(self) -> str:
        return f"<server {self.name!r} at {self.host}:{self.port}>"


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        if error.errno != errno.EADDRINUSE:
            raise
        remedy = "choose another, or leave port= out to get any free one"
        raise OSError(errno.EADDRINUSE, f"port {port} is taken on {HOST}: {remedy}") from None
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener
