"""Work that takes its time, and notes how it was called: from which thread, beside whom, with a loop that went on.

Enters: what to give or raise for each argument. Leaves: ``plain``, a function that blocks, and ``awaited``, the same
as an ``async def``; in ``trouble`` the first thing that was not as it should be.

Both wait as real work does, for somebody else: they ask the server that they belong to whether it is still there,
on a connection of their own, and only a loop that turns can say so. A limit in seconds was rejected: a slow machine
would exceed it. There is a number of looks instead: whatever holds up a loop on a busy machine holds those up too.
"""

import asyncio
import socket
import threading
from collections.abc import Mapping

from helpers.checks.engine.values import describe

__all__ = ["LOOK", "LOOKS", "QUESTION", "SlowWork"]

LOOK, LOOKS = 0.01, 40  # s, times
QUESTION = b"still there?\n"
HERE = "work was called in the event loop's own thread: until it returns, this kernel answers nobody."
STUCK = (
    "While work ran, another client spoke to this server and got no answer: your function waits without await, "
    "and the loop waits with it. join() and result() wait like that."
)
ALONE = "Two clients asked, and work for the second began only when it was over for the first."
ELSEWHERE = "This work is an async def, and belongs to the loop that runs you: await it, in no other thread."


class SlowWork:
    """``gives`` are the arguments that there are, each with a text or the error to raise; all are asked for at once.

    Made where the loop runs that must not stand still.
    """

    def __init__(self, gives: Mapping[str, str | Exception], address: tuple[str, int]) -> None:
        self.trouble = ""
        self.begun: list[str] = []
        self._gives, self._address = gives, address
        self._thread = threading.get_ident()
        self._running: set[object] = set()
        self._met = threading.Event()
        self._closed = False

    @property
    def over(self) -> bool:
        """Whether it was called for everything and runs no more."""
        return not self._running and set(self.begun) == set(self._gives)

    def note(self, trouble: str) -> None:
        """Keep the first trouble."""
        self.trouble = self.trouble or trouble

    def let_go(self) -> None:
        """Nobody waits any longer; who calls from now on has an answer at once."""
        self._closed = True

    async def ended(self) -> None:
        """Return when it runs in no thread any more."""
        for _ in range(LOOKS):
            if self._running:
                await asyncio.sleep(LOOK)

    def plain(self, day: str) -> str:
        """Blocks until the others have begun and the server has answered."""
        with _Running(self._running):
            if self._known(day) and not self._closed:
                self._block()
            return self._give(day)

    async def awaited(self, day: str) -> str:
        """Awaits the server's answer."""
        with _Running(self._running):
            if self._known(day) and not self._closed:
                await self._rest()
            return self._give(day)

    def _known(self, day: str) -> bool:
        if isinstance(day, str) and day in self._gives:
            self.begun.append(day)
            return True
        self.note(f"work was called with {describe(day)}: it wants the argument that your function got.")
        return False

    def _give(self, day: str) -> str:
        given = self._gives[day] if isinstance(day, str) and day in self._gives else ""
        if isinstance(given, Exception) and not self._closed:
            raise given
        return str(given)

    def _block(self) -> None:
        if threading.get_ident() == self._thread:
            self.note(HERE)
        elif not self._meets():
            self.note(ALONE)
        elif not self._hears():
            self.note(STUCK)

    def _meets(self) -> bool:
        if set(self.begun) == set(self._gives):
            self._met.set()
        return any(self._closed or self._met.wait(LOOK) for _ in range(LOOKS))

    def _hears(self) -> bool:
        try:
            with socket.create_connection(self._address, timeout=1) as wire:
                wire.sendall(QUESTION)
                wire.settimeout(LOOK)
                return any(self._closed or _came(wire) for _ in range(LOOKS))
        except OSError:
            return self._closed  # nobody listens any more

    async def _rest(self) -> None:
        if threading.get_ident() != self._thread:
            return self.note(ELSEWHERE)
        reader, writer = await asyncio.open_connection(*self._address)
        try:
            writer.write(QUESTION)
            await reader.readline()
        finally:
            writer.close()


class _Running:
    """Is in the set for as long as the block runs."""

    def __init__(self, running: set[object]) -> None:
        self._all = running

    def __enter__(self) -> None:
        self._all.add(self)

    def __exit__(self, *exception: object) -> None:
        self._all.discard(self)


def _came(wire: socket.socket) -> bool:
    try:
        return wire.recv(len(QUESTION)) == QUESTION
    except TimeoutError:
        return False
