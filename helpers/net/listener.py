"""A listening server of the event loop and the connections it accepted, closed without a trace.

All goes through ``loop.create_server``, so that whatever network the loop has can stand under it. ``asyncio.Server``
neither tells its transports nor ends them before Python 3.13, and swallows the errors of a factory: so a ``Doorman``
stands at the door, notes each transport and hands it over to the protocol that the factory makes.
"""

import asyncio
import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["BACKLOG", "HOST", "Factory", "Listener", "taken_port"]

HOST = "127.0.0.1"  # never "localhost", which may mean ::1 to one side and 127.0.0.1 to the other
FEW = 16  # transports that may be noted though they are closed
BACKLOG = 2048  # with 100, a thousand clients took eleven times as long to connect

Factory = Callable[[], asyncio.BaseProtocol]
Failed = Callable[..., None]


class Listener:
    """Accepts connections and gives each a protocol object."""

    def __init__(self, server: asyncio.Server, transports: "Transports") -> None:
        self.port: int = server.sockets[0].getsockname()[1]
        self._server, self._transports = server, transports

    @classmethod
    async def open(cls, factory: Factory, port: int, failed: Failed) -> "Listener":
        """Take a port, 0 for any free one, and answer each connection with a protocol object of its own.

        ``failed`` is told of a connection that the factory made nothing for. It listens from ``start()`` on: the loop
        lets others run then, and whoever is interrupted there must know already what is to be closed.
        """
        transports = Transports()
        with taken_port(port):
            server = await asyncio.get_running_loop().create_server(
                lambda: Doorman(factory, transports, failed),
                HOST,
                port,
                backlog=BACKLOG,
                start_serving=False,
            )
        return cls(server, transports)

    async def start(self) -> None:
        """Listen."""
        with taken_port(self.port):
            await self._server.start_serving()

    async def stop(self) -> None:
        """Accept nobody any more; the connections there are stay.

        The one place where we reach below the loop's servers: who was accepted in this very turn gets its transport
        in the next and its protocol in the one after; an ``asyncio.Server`` closed meanwhile loses it with an error.
        """
        for listening in self._server.sockets:
            with suppress(NotImplementedError):  # a loop without readers
                asyncio.get_running_loop().remove_reader(listening)
        for _ in range(2):
            await asyncio.sleep(0)
        self._server.close()

    async def end(self) -> None:
        """Close every connection; who does not take the rest of what was written loses it."""
        for transport in self._transports.open():
            transport.close()
        await asyncio.sleep(0)
        for transport in self._transports.open():
            transport.abort()
        await asyncio.sleep(0)


class Transports:
    """Those of a listener, in 9 bytes each, where weak references take 140; who has closed is forgotten in time."""

    def __init__(self) -> None:
        self._noted: list[asyncio.Transport] = []
        self._most = FEW

    def add(self, transport: asyncio.Transport) -> None:
        """One more; when there are twice as many as were open the last time, the closed ones go."""
        if len(self._noted) >= self._most:
            self._noted = self.open()
            self._most = max(FEW, 2 * len(self._noted))
        self._noted.append(transport)

    def open(self) -> list[asyncio.Transport]:
        """Those that are open."""
        return [one for one in self._noted if one.get_extra_info("socket").fileno() >= 0]


class Doorman(asyncio.Protocol):
    """The first protocol object of a connection: notes its transport and lets the real one take over."""

    def __init__(self, factory: Factory, transports: Transports, failed: Failed) -> None:
        self._factory, self._transports, self._failed = factory, transports, failed

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Hand the connection over, or drop it where nobody can be made to take it."""
        assert isinstance(transport, asyncio.Transport)
        try:
            protocol = self._factory()
        except Exception as error:
            self._failed(error, transport, verb="refused")
            transport.abort()
        else:
            self._transports.add(transport)
            transport.set_protocol(protocol)
            protocol.connection_made(transport)


@contextmanager
def taken_port(port: int) -> Iterator[None]:
    """Where ``port`` is taken, an ``OSError`` that says so, and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        remedy = "choose another, or leave port= out to get any free one"
        raise OSError(errno.EADDRINUSE, f"port {port} is taken on {HOST}: {remedy}") from None
