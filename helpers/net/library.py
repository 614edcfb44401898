"""The ``websockets`` library as a server of this kernel: patient while a learner holds the wire, and closed at once.

By itself it waits, when it is closed, for everybody who has connected and not said his request: with its own 10 s for
a handshake turned off, for ever. Here those are cut off.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from websockets.asyncio.server import Server, ServerConnection
from websockets.asyncio.server import serve as listen
from websockets.protocol import State

__all__ = ["PATIENT", "library"]

# With None for its close, too, a held goodbye would keep a server open for ever.
PATIENT: dict[str, Any] = {"ping_interval": None, "open_timeout": None, "close_timeout": 1}
GRACE = 1.5  # seconds to say goodbye in, more than the library gives a peer
Handler = Callable[[ServerConnection], Awaitable[None]]


def library(handler: Handler, **options: Any) -> Callable[..., Awaitable["_Listening"]]:
    """What ``serve(opens=…)`` takes: the library's server with ``handler``; ``options`` are the library's own."""

    async def opens(**where: Any) -> _Listening:
        dialled: set[_Connection] = set()

        def connection(*args: Any, **more: Any) -> _Connection:
            return _Connection(dialled, *args, **more)

        made: Any = connection  # the library asks for a class, and calls it
        return _Listening(
            await listen(handler, create_connection=made, **{**PATIENT, **options}, **where), dialled
        )

    return opens


class _Connection(ServerConnection):
    """Known to its server from the moment in which TCP has connected."""

    def __init__(self, dialled: "set[_Connection]", *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._dialled = dialled

    def connection_made(self, transport: Any) -> None:
        self._dialled.add(self)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._dialled.discard(self)
        super().connection_lost(exc)


class _Listening:
    """The library's server."""

    def __init__(self, server: Server, dialled: set[_Connection]) -> None:
        self._server, self._dialled = server, dialled

    @property
    def sockets(self) -> Sequence[Any]:
        """Where it listens."""
        return tuple(self._server.sockets)

    def close(self) -> None:
        """Say goodbye to all who are here, and cut off who is not yet."""
        self._server.close()
        for one in tuple(self._dialled):
            if one.protocol.state is State.CONNECTING:
                one.transport.abort()

    async def wait_closed(self) -> None:
        """Return when it is done; whoever connects meanwhile, or waits for something else, is ended."""
        done = asyncio.ensure_future(self._server.wait_closed())
        try:
            await asyncio.wait([done], timeout=GRACE)
            if not done.done():
                for one in tuple(self._dialled):
                    one.transport.abort()
                for task in tuple(self._server.handler_tasks):
                    task.cancel()
            await done
        finally:
            done.cancel()
