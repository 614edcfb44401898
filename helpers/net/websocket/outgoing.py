"""What goes out: messages wait in a bounded queue while the peer reads slowly, and are joined per turn of the loop.

Enters: messages, and whether the transport takes more. Leaves: bytes of frames. Pongs wait for a slow peer, too.
"""

import asyncio

from helpers.net.websocket.outbox import Message, Outbox, size_of
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.states import State

__all__ = ["Outgoing"]

JOINED = 2**16  # bytes that are written at once


class Outgoing:
    """The way from messages to the transport."""

    def __init__(self, connection: Connection, *, most: int) -> None:
        self.outbox, self.writable = Outbox(most), True
        self.held = False  # the peer has ended, and our last word goes behind the last answer
        self.transport: asyncio.Transport
        self._connection, self._scheduled = connection, False
        self._room = asyncio.Event()

    def put(self, message: Message) -> None:
        """One more message."""
        self.outbox.put(message)
        self.soon()

    async def room(self) -> None:
        """Return when something has left."""
        self._room.clear()
        await self._room.wait()

    def soon(self) -> None:
        """Write in the next turn of the loop, all that has come by then."""
        if self.writable and not self._scheduled and not self.held:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._turn)

    def now(self) -> None:
        """Write the frames there are."""
        data = self._connection.bytes_to_send()
        if data and not self.transport.is_closing():
            self.transport.write(data)

    def empty(self) -> None:
        """Make frames of all that waits, whether the peer reads or not."""
        while self.outbox:
            self._frame(self.outbox.take())

    def clear(self) -> None:
        """Nothing will go any more; whoever waits for room hears it."""
        self.outbox.clear()
        self._room.set()

    def _turn(self) -> None:
        self._scheduled, size = False, 0
        if self.held:
            return
        while self.writable and self.outbox and size < JOINED and self._connection.state is State.OPEN:
            size += size_of(message := self.outbox.take())
            self._frame(message)
        if self.writable:
            self.now()
            self._room.set()
        if self.outbox:
            self.soon()

    def _frame(self, message: Message) -> None:
        if isinstance(message, str):
            self._connection.send_text(message)
        else:
            self._connection.send_binary(message)
