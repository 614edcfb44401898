"""A listening socket and the connections it accepted, closed without a trace.

We accept by hand, because ``asyncio.Server`` neither tells its transports nor closes them before Python 3.13, and by
``add_reader``, because a cancelled ``sock_accept`` may lose the connection it has just accepted.
"""

import asyncio
import errno
import socket
from collections.abc import Callable
from weakref import WeakSet

__all__ = ["HOST", "Factory", "Listener", "listen"]

HOST = "127.0.0.1"  # never "localhost", which may mean ::1 to one side and 127.0.0.1 to the other
BACKLOG = 2048  # with 100, a thousand clients took eleven times as long to connect
BREATH = 1.0  # s without accepting after the system refused another connection

Factory = Callable[[], asyncio.BaseProtocol]


class Listener:
    """Accepts connections and gives each a protocol object; what goes wrong is a line in ``log``."""

    def __init__(self, port: int, log: list[str]) -> None:
        self.socket = listen(port)
        self.port: int = self.socket.getsockname()[1]
        self._log = log
        self._loop = asyncio.get_running_loop()
        self._factory: Factory | None = None
        self._pause: asyncio.TimerHandle | None = None
        self._welcomes: set[asyncio.Task[None]] = set()
        self._transports: WeakSet[asyncio.Transport] = WeakSet()

    def accept(self, factory: Factory) -> None:
        """Answer each connection with a protocol object of its own."""
        self._factory = factory
        self._loop.add_reader(self.socket, self._ready)

    async def stop(self) -> None:
        """Accept nobody any more; the connections there are stay."""
        if self._pause is not None:
            self._pause.cancel()
        if self.socket.fileno() >= 0:
            self._loop.remove_reader(self.socket)
            self.socket.close()
        await asyncio.gather(*self._welcomes)

    async def end(self) -> None:
        """Close every connection; who does not take the rest of what was written loses it."""
        for transport in self._open():
            transport.close()
        await asyncio.sleep(0)
        for transport in self._open():
            transport.abort()
        await asyncio.sleep(0)

    def _open(self) -> list[asyncio.Transport]:
        return [one for one in self._transports if one.get_extra_info("socket").fileno() >= 0]

    def _ready(self) -> None:
        try:
            while True:
                connection, _ = self.socket.accept()
                task = self._loop.create_task(self._welcome(connection))
                self._welcomes.add(task)
                task.add_done_callback(self._welcomes.discard)
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except (
            OSError
        ) as error:  # most likely too many open files: the socket stays ready, so look away for a while
            self._log.append(f"cannot accept a connection now: {error}")
            self._loop.remove_reader(self.socket)
            self._pause = self._loop.call_later(BREATH, self._loop.add_reader, self.socket, self._ready)

    async def _welcome(self, connection: socket.socket) -> None:
        assert self._factory is not None
        try:
            connection.setblocking(False)
            transport, _ = await self._loop.connect_accepted_socket(self._factory, connection)
        except Exception as error:
            connection.close()
            self._log.append(f"connection refused with {type(error).__name__}: {error}")
        else:
            self._transports.add(transport)


def listen(port: int) -> socket.socket:
    """A listening socket; an ``OSError`` says that the port is taken, and what to do."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        if not isinstance(error, OSError) or error.errno != errno.EADDRINUSE:
            raise
        remedy = "choose another, or leave port= out to get any free one"
        raise OSError(errno.EADDRINUSE, f"port {port} is taken on {HOST}: {remedy}") from None
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener
