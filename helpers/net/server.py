"""A server in the kernel: on 127.0.0.1, under a name, closed without a trace.

An aiohttp application, an ``asyncio.Protocol`` and a coroutine over streams all become one thing: a protocol factory
for the connections that its listener accepts. A library's own server is told where to listen, and accepts itself.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from helpers.net import watchdog
from helpers.net.cancel import cancel
from helpers.net.crashes import Crash
from helpers.net.guest import Guest, Opens
from helpers.net.half_open import HalfOpen
from helpers.net.listener import BACKLOG, HOST, Factory, Listener, taken_port
from helpers.net.logged import error_of, keeping
from helpers.net.place import address
from helpers.net.registry import registry
from helpers.net.tls import PATIENCE, Authority
from helpers.net.tls_transport import TlsTransport, reason
from helpers.net.watched import Connection, watch_app, watched
from helpers.vocabulary import Side

if TYPE_CHECKING:
    from aiohttp.web import Application, AppRunner

__all__ = ["HOST", "Server", "serve", "started"]

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


Prepare = Callable[["Server"], Awaitable[Factory]]


async def serve(
    name: str,
    *,
    app: "Application | None" = None,
    protocol: Factory | None = None,
    handler: Handler | None = None,
    opens: Opens | None = None,
    prepare: Prepare | None = None,
    port: int = 0,
    tls: Authority | None = None,
    alpn: Sequence[str] = ("http/1.1",),
) -> "Server":
    """Start a server under ``name`` in this kernel; a server that had the name is closed first.

    Say what it does in one of five ways: ``app`` (aiohttp), ``protocol`` (makes one ``asyncio.Protocol`` a
    connection), ``prepare(server)``, which returns such a maker, ``handler(reader, writer)``, or ``opens(**where)``,
    which starts a library's own server (``where`` goes to the loop's ``create_server``). Port 0 takes any free port.
    An ``OSError`` says that a port is taken.
    With ``tls`` it speaks TLS, by a certificate of that authority; ``alpn``: the protocols it agrees to, best first.
    """
    if [app, protocol, handler, opens, prepare].count(None) != 4:
        raise TypeError("serve() takes exactly one of app=, protocol=, handler=, opens= and prepare=")
    server = Server(name, authority=tls, alpn=alpn)
    if opens is not None:
        return await started(server, server.open(opens, port))
    beginning = server.begin(port, app=app, protocol=protocol, prepare=prepare, handler=handler)
    return await started(server, beginning)


async def started(server: "Server", beginning: Coroutine[Any, Any, None]) -> "Server":
    """Let ``server`` take its name, and begin; where that fails, it is closed, and keeps its name until it is."""
    try:
        await registry().replace(server)
    except BaseException:
        beginning.close()
        raise
    try:
        await beginning
    except BaseException:
        await server.aclose()
        raise
    return server


class Server:
    """A server in this kernel: where it listens, and the connections it accepted."""

    def __init__(self, name: str, *, authority: Authority | None = None, alpn: Sequence[str] = ()) -> None:
        self.name = name
        self.authority = authority  # who vouches for it, where it speaks TLS
        self.host = HOST
        self.port = 0  # until it listens
        self.log: list[str] = []
        self._listener: Listener | None = None
        self._runner: AppRunner | None = None
        self._guest: Guest | None = None
        self._tls = authority.server_context(alpn=alpn) if authority is not None else None
        self._handlers: set[asyncio.Task[None]] = set()
        self._told: Exception | None = None
        self._closing = asyncio.Lock()

    async def listen(self, factory: Factory, port: int) -> None:
        """Listen, and answer each connection with a protocol object of its own."""
        self._listener = await Listener.open(self._secured(factory), port, self.failed)
        await self._listener.start()
        self.port = self._listener.port
        watchdog.watch(self)

    async def open(self, opens: Opens, port: int) -> None:
        """Let a library's own server listen."""
        with taken_port(port):
            tls = {"ssl": self._tls, "ssl_handshake_timeout": PATIENCE} if self._tls else {}
            self._guest = Guest(opens, host=HOST, port=port, backlog=BACKLOG, **tls)
            self.port = await self._guest.port()
        watchdog.watch(self)

    def url(self, path: str = "/", scheme: str = "http") -> str:
        """The address of ``path`` on this server; with TLS, ``http`` becomes ``https`` and ``ws`` ``wss``."""
        return address(self, path, scheme)

    async def stop_listening(self) -> None:
        """Accept nobody any more; who is connected stays."""
        if self._guest is not None:
            await self._guest.close()
        elif self._listener is not None:
            await self._listener.stop()

    async def aclose(self) -> None:
        """Stop listening, end every connection and wait until all of it is gone."""
        watchdog.unwatch(self)
        async with self._closing:  # aiohttp's runner cannot be closed twice at the same time
            await self.stop_listening()
            if stubborn := await cancel(self._handlers):
                self.log.append(f"{stubborn} handlers go on though they were cancelled")
            if self._runner is not None:
                await self._runner.cleanup()
            if self._guest is not None:
                await self._guest.wait_closed()
            if self._listener is not None:
                await self._listener.end()
        registry().forget(self)

    async def begin(
        self,
        port: int,
        *,
        app: "Application | None",
        protocol: Factory | None,
        prepare: "Prepare | None",
        handler: Handler | None,
    ) -> None:
        """Listen with what makes the protocol object of each connection."""
        if app is not None:
            factory = await self.run_app(app)
        elif prepare is not None:
            factory = await prepare(self)
        else:
            factory = watched(protocol, self.failed) if protocol is not None else self.streams(handler)
        await self.listen(factory, port)

    def run(self, work: Coroutine[Any, Any, None], name: str) -> "asyncio.Task[None]":
        """Run what belongs to a connection; it is cancelled when the server is closed."""
        task = asyncio.get_running_loop().create_task(work, name=f"{self.name} {name}")
        self._handlers.add(task)
        task.add_done_callback(self._handlers.discard)
        return task

    async def run_app(self, app: "Application") -> Factory:
        """A protocol factory for an aiohttp application."""
        from aiohttp.web import AppRunner  # 160 ms: only for a lesson that serves an app

        logger = keeping(self.log, said=lambda record: error_of(record) is self._told is not None)
        self._runner = AppRunner(app, shutdown_timeout=0.1, access_log=None, logger=logger)
        await self._runner.setup()
        assert self._runner.server is not None
        watch_app(self._runner.server, self.failed)
        return self._runner.server

    def _secured(self, factory: Factory) -> Factory:
        if self._tls is None:
            return factory
        context = self._tls

        def secured() -> asyncio.BaseProtocol:
            transport = TlsTransport(factory(), context)
            transport.shaken.add_done_callback(self._shaken)
            return transport

        return secured

    def _shaken(self, shaken: "asyncio.Future[str | None]") -> None:
        if not shaken.cancelled() and (error := shaken.exception()):
            self.log.append(f"connection came to no TLS: {reason(error)}")

    def streams(self, handler: Handler | None) -> Factory:
        """A protocol factory for a coroutine over streams."""
        assert handler is not None

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # A plain function that makes the task: with a coroutine here Python 3.11 logs every cancellation.
            self.run(self._handle(handler, reader, writer), "connection")

        return lambda: HalfOpen(asyncio.StreamReader(), connected)

    async def _handle(
        self, handler: Handler, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await handler(reader, writer)
        except Exception as error:
            self.failed(error, writer)
        finally:
            writer.close()

    def failed(self, error: Exception, connection: Connection = None, *, verb: str = "ended") -> None:
        """Log what the code of a connection raised, and tell everybody."""
        self._told = error  # a library logs it once more
        self.log.append(f"connection {verb} with {type(error).__name__}: {error}")
        self.crashed(error, connection)

    def crashed(self, error: Exception, connection: Connection = None) -> None:
        """Tell everybody what the code of this server raised, unless it only says that the peer has gone."""
        if not isinstance(error, OSError | EOFError):
            origins = frozenset({connection.get_extra_info("peername")} if connection is not None else ())
            who, now = f"The server {self.name!r}", time.monotonic()
            registry().crashes.tell(Crash(self.name, error, Side.SERVER, who, origins, now))

    def situation(self) -> str:
        """Nothing: whoever waits for a server waits for what a tap or a party holds."""
        return ""

    def __repr__(self) -> str:
        return f"<server {self.name!r} at {self.host}:{self.port}>"
