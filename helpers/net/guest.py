"""A library's own server inside of ours: known from the moment in which it begins to open.

Enters: what opens it. Leaves: where it listens. Whoever waits for it may be interrupted; cancelled in its last turn,
asyncio's ``create_server`` would leave a socket behind that listens and that nobody knows. So it opens in a task of
its own, to its end, and is closed then.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

__all__ = ["Guest", "Listening", "Opens"]

PATIENCE = 1.0  # s in which a server that is to be closed may still finish opening


class Listening(Protocol):
    """A library's own server, as asyncio's and websockets' look."""

    @property
    def sockets(self) -> Sequence[Any]:
        """Where it listens."""

    def close(self) -> None:
        """Stop listening and end the connections."""

    async def wait_closed(self) -> None:
        """Return when that is done."""


Opens = Callable[..., Awaitable[Listening]]


class Guest:
    """The server that ``opens`` gives; ``where`` goes to the loop's ``create_server``."""

    def __init__(self, opens: Opens, **where: Any) -> None:
        self._opening: asyncio.Future[Listening] = asyncio.ensure_future(opens(**where))

    async def port(self) -> int:
        """Where it listens, as soon as it does; or its error."""
        await asyncio.wait([self._opening])
        return int(self._opening.result().sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening, and begin to end the connections."""
        await asyncio.wait([self._opening], timeout=PATIENCE)
        if (server := self._opened()) is not None:
            server.close()

    async def wait_closed(self) -> None:
        """Return when all of it has ended."""
        if (server := self._opened()) is not None:
            await server.wait_closed()

    def _opened(self) -> Listening | None:
        if self._opening.cancel() or self._opening.cancelled() or self._opening.exception() is not None:
            return None
        return self._opening.result()
