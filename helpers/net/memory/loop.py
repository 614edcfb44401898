"""What an event loop knows of networks, in memory: servers, connections, names.

What enters: the calls that streams, aiohttp, websockets and our own code make on a loop. What leaves: transports and
servers that meet on the loop's own ports. Any loop can have it, asyncio's as well as a browser's, and what is no TCP
(signals, processes, files) stays as it was. Who makes a socket to connect it himself, as aiohttp does, gets the
connection in its place.
"""

import asyncio
import socket
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable
from ssl import SSLContext, create_default_context
from typing import Any
from weakref import WeakKeyDictionary, finalize

from helpers.net.memory.end import End
from helpers.net.memory.ports import HOST, Ports, local
from helpers.net.memory.server import MemoryServer
from helpers.net.memory.transport import MemoryTransport

__all__ = ["MemoryNetwork", "install"]

Factory = Callable[[], asyncio.BaseProtocol]


class MemoryNetwork(asyncio.AbstractEventLoop):
    """In front of a loop's own class: its methods that are about TCP."""

    ports: Ports
    transports: set[MemoryTransport]  # those that are open
    _dialled: "WeakKeyDictionary[socket.socket, tuple[End, Any]]"  # sockets that are connected, so to speak

    # ---- clients ----

    async def create_connection(  # type: ignore[override]
        self,
        protocol_factory: Factory,
        host: str | None = None,
        port: int | None = None,
        *,
        ssl: SSLContext | bool | None = None,
        sock: socket.socket | None = None,
        server_hostname: str | None = None,
        **options: Any,
    ) -> tuple[asyncio.Transport, asyncio.BaseProtocol]:
        """Connect to ``host`` and ``port``, or take over the connection of a socket that ``sock_connect`` has."""
        end = await self._dial(host, port) if sock is None else self._taken(sock)
        protocol = protocol_factory()
        opened = self.create_future()
        if not ssl:
            transport: Any = self._open(end, protocol)
            self.call_soon(_set, opened)
        else:
            context = create_default_context() if ssl is True else ssl
            secured = self._secured(protocol, context, options, opened, server_hostname or host or "")
            self._open(end, secured)
            transport = secured._app_transport
        try:
            await opened
        except BaseException:
            transport.close()
            raise
        return transport, protocol

    async def sock_connect(self, sock: socket.socket, address: Any) -> None:
        """Let ``sock`` stand for a connection to ``address`` until ``create_connection`` takes it over."""
        end = await self._dial(*address[:2])
        self._dialled[sock] = end, finalize(sock, end.close)

    def _taken(self, sock: socket.socket) -> End:
        end: End
        end, forget = self._dialled.pop(sock)
        forget.detach()
        sock.close()
        return end

    async def _dial(self, host: str | None, port: int | None) -> End:
        end = self.ports.dial(host, int(port or 0))
        await asyncio.sleep(0)  # the server accepts in this turn
        return end

    async def getaddrinfo(  # type: ignore[override]
        self, host: str | None, port: int | str | None, **options: Any
    ) -> list[tuple[Any, ...]]:
        """The one address that there is, by its number or by its name."""
        if not local(host):
            raise socket.gaierror(
                socket.EAI_NONAME, f"a network in memory knows no name but localhost, not {host}"
            )
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (HOST, int(port or 0)))]

    # ---- servers ----

    async def create_server(  # type: ignore[override]
        self,
        protocol_factory: Factory,
        host: str | None = None,
        port: int | None = None,
        *,
        ssl: SSLContext | None = None,
        sock: socket.socket | None = None,
        start_serving: bool = True,
        **options: Any,
    ) -> asyncio.AbstractServer:
        """Listen on a port in memory; a socket that listens already is the system's, and stays that."""
        if sock is not None:
            options |= {"ssl": ssl, "sock": sock, "start_serving": start_serving}
            return await super().create_server(protocol_factory, **options)

        def connects(end: End, left: Callable[[MemoryTransport], object]) -> MemoryTransport:
            protocol = protocol_factory()
            return self._open(end, self._secured(protocol, ssl, options) if ssl else protocol, left)

        server = MemoryServer(self, self.ports, host, port or 0, connects)
        if start_serving:
            await server.start_serving()
        return server

    # ---- transports ----

    def _open(
        self,
        end: End,
        protocol: asyncio.BaseProtocol,
        left: Callable[[MemoryTransport], object] | None = None,
    ) -> MemoryTransport:
        def over(transport: MemoryTransport) -> None:
            self.transports.discard(transport)
            if left is not None:
                left(transport)

        transport = MemoryTransport(self, end, protocol, over)
        self.transports.add(transport)  # as a selector does: a connection is there though nobody holds it
        return transport

    def _secured(
        self,
        protocol: asyncio.BaseProtocol,
        context: SSLContext,
        options: dict[str, Any],
        opened: "asyncio.Future[Any] | None" = None,
        server_hostname: str = "",
    ) -> SSLProtocol:
        """TLS between the transport and ``protocol``: asyncio's own, as over a socket."""
        times = {name: options.get(name) for name in ("ssl_handshake_timeout", "ssl_shutdown_timeout")}
        return SSLProtocol(self, protocol, context, opened, opened is None, server_hostname or None, **times)  # type: ignore[arg-type]

    def close(self) -> None:
        """Whoever is still connected is forgotten."""
        self.transports.clear()
        super().close()


def install(loop: asyncio.AbstractEventLoop, *mixins: type) -> MemoryNetwork:
    """Give ``loop`` a network in memory in place of its own, and ``mixins`` in front; safe to call twice."""
    if not isinstance(loop, MemoryNetwork):
        kind = type(loop)
        loop.__class__ = type(f"Memory{kind.__name__}", (*mixins, MemoryNetwork, kind), {})
        assert isinstance(loop, MemoryNetwork)
        loop.ports, loop.transports, loop._dialled = Ports(), set(), WeakKeyDictionary()
    return loop


def _set(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
