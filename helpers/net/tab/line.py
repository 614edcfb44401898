"""A WebSocket that a page has opened: what the page says goes out in true frames, and what comes goes to the page.

Enters: messages of the page, its wish to close. Leaves: what its ``WebSocket`` needs for its events, told to a
function as a word and a value: "open" and the subprotocol, "message", "sent" and the bytes of one that left, "close"
and its code and reason. The handshake, the masks and the closing handshake are those of our own client.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress

from helpers.net.websocket import Ended, Limits, Message, WebSocket, connect_websocket
from helpers.protocols.errors import ProtocolError
from helpers.protocols.http1 import Headers

__all__ = ["Line"]

# As Chromium: no pings, four minutes for the opening handshake, one for the closing, and any message that has room.
LIMITS = Limits(message=2**28, inbox=2**20, every=0, opening=240, closing=60)
LOST = 1006

Said = Callable[[str, object], object]


class Line:
    """One connection, from its handshake to its end; ``said`` hears of it, and last of its close."""

    def __init__(
        self, url: str, said: Said, *, origin: str, subprotocols: Sequence[str] = (), headers: Headers = ()
    ) -> None:
        self._said = said
        self._open: WebSocket | None = None
        self._wish = 1005, ""  # what our close frame says
        self._waiting = asyncio.Queue[Message | None]()
        opening = connect_websocket(
            url, subprotocols=subprotocols, origin=origin, headers=headers, deflate=True, limits=LIMITS
        )
        self._task = asyncio.ensure_future(self._run(opening))

    def send(self, message: Message) -> None:
        """Send a message when there is room."""
        self._waiting.put_nowait(message if isinstance(message, str) else bytes(message))

    def close(self, code: int = 1005, reason: str = "") -> None:
        """Begin the closing handshake, behind what waits; what is still opening is given up."""
        self._wish = code, reason
        if self._open is None:
            self._task.cancel()
        else:
            self._waiting.put_nowait(None)

    async def _run(self, opening: AbstractAsyncContextManager[WebSocket]) -> None:
        end = LOST, ""
        try:
            async with opening as socket:
                self._open = socket
                self._said("open", socket.subprotocol or "")
                end = await self._talk(socket)
        except (OSError, ProtocolError):
            pass  # scripts are told no more: who opens a socket must not learn who listens where
        finally:
            self._said("close", end)

    async def _talk(self, socket: WebSocket) -> tuple[int, str]:
        sending = asyncio.ensure_future(self._send(socket))
        try:
            async for message in socket:
                self._said("message", message)
        finally:
            sending.cancel()
            await asyncio.wait([sending])
        over = socket.over or Ended(LOST, "")
        return over.code, "" if over.code == LOST else over.reason

    async def _send(self, socket: WebSocket) -> None:
        with suppress(Ended):
            while (message := await self._waiting.get()) is not None:
                await socket.send(message)
                self._said("sent", len(message.encode() if isinstance(message, str) else message))
        code, reason = self._wish
        socket.close(code, reason=reason)
