"""One end of an open connection, for whoever uses it: messages come, messages go, and every end has its code.

Enters: messages to send. Leaves: messages that came. What is sent in one turn of the loop goes in one write.
Who reads slowly is waited for (``send``), or is treated as its limits say (``offer``); others never wait for it.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from helpers.net.websocket.ended import Ended
from helpers.net.websocket.limits import Slow
from helpers.net.websocket.outbox import Message
from helpers.net.websocket.wired import Wired
from helpers.protocols.http1 import Request, parse_request_head

__all__ = ["Ended", "WebSocket"]

GOODBYE = 0.5  # s that a client has to answer the close of a server that stops


class WebSocket(Wired):
    """Iterate over it for what comes; ``over`` says how it ended, and ``gone`` that the transport is, too."""

    __slots__ = ()

    def __aiter__(self) -> "WebSocket":
        return self

    def __anext__(self) -> Awaitable[Message]:
        return self._inbox if self._inbox.messages is None else self._given()

    async def _given(self) -> Message:
        return self._inbox.take()

    async def receive(self) -> Message:
        """The next message; ``Ended`` where none comes any more."""
        async for message in self:
            return message
        assert self.over is not None
        raise self.over

    async def send(self, message: Message) -> None:
        """Send, as soon as there is room; ``Ended`` where nothing can be sent any more."""
        while True:
            if self.over or self._closing is not None:
                raise self.over or Ended(1006, "we are closing the connection")
            out = self._busy or self._out
            if out.put(message):
                return
            await out.room()

    def offer(self, message: Message) -> bool:
        """Send without waiting, whether it goes or not: a peer that reads too slowly meets ``limits.slow``."""
        if self.over or self._closing is not None:
            return False
        out = self._busy or self._out
        while not out.put(message):
            if self._limits.slow is Slow.CLOSE:
                out.clear()
                self.close(1008, reason="you read too slowly")
                return False
            out.forget()
        return True

    def takes(self, frame: bytes) -> bool:
        """Write the frame of a message that many hear, if it can go at once; says whether it went."""
        turn = self._watch.turn
        if (
            self._busy is not None
            or self.over is not None
            or self._written == turn.number
            or self._shelf.masks
        ):
            return False
        self._written = turn.number
        turn.begin()
        self._transport.write(frame)
        return True

    def close(self, code: int = 1000, *, reason: str = "") -> None:
        """Begin the closing handshake, behind all that waits. Closing twice is closing once."""
        if self._parting is not None:
            self._parting.now()
        if self.over or self._closing is not None:
            return
        self._begin_closing()
        self._out.empty()
        self._out.connection.close(code, reason=reason)
        self._out.now()

    @property
    def request(self) -> Request:
        """What the client asked for; once the first message is waited for, only its ``target`` is kept."""
        if self._head is None:
            raise LookupError("a head is not kept for ever: look at it before you wait for the first message")
        return parse_request_head(self._head) if isinstance(self._head, bytes) else self._head

    @property
    def query(self) -> dict[str, str]:
        """What the client's address asks for, each name once."""
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def dropped(self) -> int:
        """How many messages a slow reader will never see."""
        return self._busy.outbox.dropped if self._busy is not None and self._busy.outbox is not None else 0

    async def leave(self) -> None:
        """Close with 1001, since the server stops; the client has half a second to answer."""
        self.close(1001, reason="the server stops")
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await self.gone.wait()
