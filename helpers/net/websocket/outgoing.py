"""What goes out: messages wait in a bounded queue while the peer reads slowly, and are joined per turn of the loop.

Enters: messages, and whether the transport takes more. Leaves: bytes of frames. Pongs wait for a slow peer, too.
"""

import asyncio
from collections.abc import Callable

from helpers.net.websocket.outbox import Message, Outbox
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.states import State

__all__ = ["Outgoing", "Turn"]

JOINED = 2**16  # bytes that are written at once


class Turn:
    """What connections have to write in the next turn of the loop, which is told once for all of them."""

    __slots__ = ("_begun", "_waiting", "number")

    def __init__(self) -> None:
        self.number, self._begun = 0, False
        self._waiting: list[Outgoing] = []

    def add(self, outgoing: "Outgoing") -> None:
        """Let it write in the next turn."""
        self.begin()
        self._waiting.append(outgoing)

    def begin(self) -> None:
        """Something is said in this turn: the next one is another, and has the next number."""
        if not self._begun:
            self._begun = True
            asyncio.get_running_loop().call_soon(self._run)

    def _run(self) -> None:
        self._begun, self.number = False, self.number + 1
        waiting, self._waiting = self._waiting, []
        for outgoing in waiting:
            self.write(outgoing)

    def write(self, outgoing: "Outgoing") -> None:
        """Let it write now; what goes wrong is no affair of the others."""
        try:
            outgoing.turn()
        except Exception as error:
            said = {"message": "a connection could not write", "exception": error}
            asyncio.get_running_loop().call_exception_handler(said)


class Outgoing:
    """The way from messages to the transport."""

    __slots__ = (
        "_framed", "_most", "_room", "_scheduled", "_turns", "connection", "held", "outbox", "rest", "transport",
        "writable",
    )  # fmt: skip

    def __init__(self, connection: Connection, *, most: int, turn: Turn) -> None:
        self.outbox: Outbox | None = None  # where something had to wait
        self.writable, self._most, self._turns = True, most, turn
        self.held = False  # the peer has ended, and our last word goes behind the last answer
        self.transport: asyncio.Transport
        self.rest: Callable[[Outgoing], None] | None = None  # called when nothing is under way any more
        self.connection, self._scheduled = connection, False
        self._framed = 0  # bytes of messages since the last turn
        self._room: asyncio.Event | None = None  # where somebody waits for it

    def put(self, message: Message) -> bool:
        """One more message, if there is room; says whether there was. Only what must wait goes into the outbox."""
        if self.writable and not self.held and self._framed < JOINED and not self.outbox:
            self._framed += len(message)
            self._frame(message)
        elif not self._waits(message):
            return False
        if not self._scheduled:
            self.soon()
        return True

    def _waits(self, message: Message) -> bool:
        if self.outbox is None:
            self.outbox = Outbox(self._most)
        return self.outbox.put(message)

    def forget(self) -> None:
        """Drop the message that has waited longest."""
        if self.outbox is not None:
            self.outbox.forget()

    async def room(self) -> None:
        """Return when something has left."""
        self._room = self._room or asyncio.Event()
        await self._room.wait()

    def hold_back(self) -> bool:
        """Write nothing until ``turn()``; says whether the caller is to see to that: no turn is on its way."""
        waits, self._scheduled = self._scheduled, True
        return not waits

    def soon(self) -> None:
        """Write in the next turn of the loop, all that has come by then."""
        if self.writable and not self._scheduled and not self.held:
            self._scheduled = True
            self._turns.add(self)

    def now(self) -> None:
        """Write the frames there are."""
        data = self.connection.bytes_to_send()
        if data and not self.transport.is_closing():
            self.transport.write(data)

    def empty(self) -> None:
        """Make frames of all that waits, whether the peer reads or not."""
        while self.outbox:
            self._frames(self.outbox)

    def clear(self) -> None:
        """Nothing will go any more; whoever waits for room hears it."""
        if self.outbox is not None:
            self.outbox.clear()
        self._there_is_room()

    def turn(self) -> None:
        """Write all that was said."""
        self._scheduled, self._framed = False, 0
        if self.held or not self.writable:
            return
        self.now()
        while self.outbox and self.writable and self.connection.state is State.OPEN:
            self._frames(self.outbox)
            self.now()
        self._there_is_room()
        if self.outbox is not None and not self.outbox and not self.outbox.dropped:
            self.outbox = None
        if self.rest is not None and self.outbox is None and self.writable and self.connection.quiet:
            self.rest(self)  # nothing is under way, in or out: this is as good as new

    def _frames(self, outbox: Outbox) -> None:
        for message in outbox.taken(JOINED):
            self._frame(message)

    def _frame(self, message: Message) -> None:
        if isinstance(message, str):
            self.connection.send_text(message)
        else:
            self.connection.send_binary(message)

    def _there_is_room(self) -> None:
        if self._room is not None:
            self._room.set()
            self._room = None
