"""What goes out: messages wait in a bounded queue while the peer reads slowly, and are joined per turn of the loop.

Enters: messages, and whether the transport takes more. Leaves: bytes of frames. Pongs wait for a slow peer, too.
"""

import asyncio

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
            try:
                outgoing._turn()
            except Exception as error:  # of one connection, which is no affair of the others
                said = {"message": "a connection could not write", "exception": error}
                asyncio.get_running_loop().call_exception_handler(said)


class Outgoing:
    """The way from messages to the transport."""

    __slots__ = (
        "_connection",
        "_framed",
        "_room",
        "_scheduled",
        "_turns",
        "_written",
        "held",
        "outbox",
        "plain",
        "transport",
        "writable",
    )

    def __init__(self, connection: Connection, *, most: int, turn: Turn) -> None:
        self.outbox, self.writable, self._turns = Outbox(most), True, turn
        self.held = False  # the peer has ended, and our last word goes behind the last answer
        self.transport: asyncio.Transport
        self._connection, self._scheduled = connection, False
        self._framed = 0  # bytes of messages since the last turn
        self.plain = connection.plain  # a frame that was made for many may go, until the end begins
        self._written = -1  # the turn in which one went
        self._room: asyncio.Event | None = None  # where somebody waits for it

    def put(self, message: Message) -> bool:
        """One more message, if there is room; says whether there was. Only what must wait goes into the outbox."""
        if self.writable and not self.held and self._framed < JOINED and not self.outbox:
            self._framed += len(message)
            self._frame(message)
        elif not self.outbox.put(message):
            return False
        if not self._scheduled:
            self.soon()
        return True

    def at_once(self, frame: bytes) -> bool:
        """Write a frame that was made for many, unless something waits here, or one went in this turn already."""
        turns = self._turns
        if self._scheduled or self._written == turns.number or not (self.plain and self.writable):
            return False
        if self.held or self.outbox:
            return False
        self._written = turns.number
        turns.begin()
        self.transport.write(frame)
        return True

    async def room(self) -> None:
        """Return when something has left."""
        self._room = self._room or asyncio.Event()
        await self._room.wait()

    def soon(self) -> None:
        """Write in the next turn of the loop, all that has come by then."""
        if self.writable and not self._scheduled and not self.held:
            self._scheduled = True
            self._turns.add(self)

    def now(self) -> None:
        """Write the frames there are."""
        data = self._connection.bytes_to_send()
        if data and not self.transport.is_closing():
            self.transport.write(data)

    def empty(self) -> None:
        """Make frames of all that waits, whether the peer reads or not."""
        while self.outbox:
            self._frames(JOINED)

    def clear(self) -> None:
        """Nothing will go any more; whoever waits for room hears it."""
        self.outbox.clear()
        self._there_is_room()

    def _turn(self) -> None:
        self._scheduled, self._framed = False, 0
        if self.held or not self.writable:
            return
        self.now()
        while self.outbox and self.writable and self._connection.state is State.OPEN:
            self._frames(JOINED)
            self.now()
        self._there_is_room()

    def _frames(self, size: int) -> None:
        for message in self.outbox.taken(size):
            self._frame(message)

    def _frame(self, message: Message) -> None:
        if isinstance(message, str):
            self._connection.send_text(message)
        else:
            self._connection.send_binary(message)

    def _there_is_room(self) -> None:
        if self._room is not None:
            self._room.set()
            self._room = None
