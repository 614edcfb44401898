"""A server on the network in memory: what ``loop.create_server`` gives."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from helpers.net.memory.end import End
from helpers.net.memory.ports import Ports
from helpers.net.memory.stand_in import StandIn
from helpers.net.memory.transport import MemoryTransport

__all__ = ["MemoryServer"]

Left = Callable[[MemoryTransport], object]
Connects = Callable[[End, Left], MemoryTransport]


class MemoryServer(asyncio.AbstractServer):
    """Listens on a port of ``ports``, and lets ``connects`` make a transport of each connection."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, ports: Ports, host: str | None, port: int, connects: Connects
    ) -> None:
        self._loop, self._ports, self._connects = loop, ports, connects
        self._socket = StandIn(ports.bind(host, port))
        self._serving = self._closed = False
        self._backlog: deque[End] = deque()  # those who have dialled and are not accepted yet
        self._connected: set[MemoryTransport] = set()
        self._gone = asyncio.Event()  # it is closed, and so are all its connections
        self._forever: asyncio.Future[None] | None = None

    @property
    def sockets(self) -> tuple[StandIn, ...]:
        """Where it listens, until it is closed."""
        return () if self._closed else (self._socket,)

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """Its loop."""
        return self._loop

    def is_serving(self) -> bool:
        """Whether it accepts anybody."""
        return self._serving

    async def start_serving(self) -> None:
        """Accept who dials from now on."""
        if not self._serving and not self._closed:
            self._serving = True
            self._context = copy_context()
            self._ports.listen(self._socket.getsockname()[1], self._heard)
        await asyncio.sleep(0)

    async def serve_forever(self) -> None:
        """Serve until this is cancelled."""
        if self._closed or self._forever is not None:
            raise RuntimeError(f"server {self!r} is closed, or serves forever already")
        await self.start_serving()
        self._forever = self._loop.create_future()
        try:
            await self._forever
        finally:
            self._forever = None
            self.close()

    def close(self) -> None:
        """Accept nobody any more; the connections there are stay."""
        if self._closed:
            return
        self._closed, self._serving = True, False
        self._ports.release(self._socket.getsockname()[1])
        self._socket.close()
        while self._backlog:
            end = self._backlog.popleft()
            end.resets = True
            end.close()
        if self._forever is not None and not self._forever.done():
            self._forever.cancel()
        self._left()

    async def wait_closed(self) -> None:
        """Return when it is closed and its last connection, too."""
        await self._gone.wait()

    def close_clients(self) -> None:
        """Close every connection."""
        for transport in tuple(self._connected):
            transport.close()

    def abort_clients(self) -> None:
        """End every connection now."""
        for transport in tuple(self._connected):
            transport.abort()

    def _heard(self, end: End) -> None:
        """Somebody dials: accept in the next turn, in the context of who started the server."""
        self._backlog.append(end)
        self._loop.call_soon(self._accept, context=self._context.copy())

    def _accept(self) -> None:
        if self._backlog:  # or it was closed meanwhile
            self._connected.add(self._connects(self._backlog.popleft(), self._left))

    def _left(self, transport: Any = None) -> None:
        self._connected.discard(transport)
        if self._closed and not self._connected:
            self._gone.set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} sockets={self.sockets!r}>"
