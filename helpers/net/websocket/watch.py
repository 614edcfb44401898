"""Looks after connections on a clock: one task for all of them, however many there are.

Enters: connections, and when each wants to be looked at. Leaves: looks. They are told whether somebody holds the
wire: then no time passes for them. Rejected: a task for each connection, which costs 3 KiB of it.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from helpers.loops.clock import Clock
from helpers.loops.nap import nap
from helpers.net.websocket.outgoing import Turn

__all__ = ["Watch", "Watched"]

GRAIN = 0.05  # s between two looks at least: each goes through all connections
HOUR = 3600.0


class Watched(Protocol):
    """Whoever wants to be looked at."""

    def look(self, now: float, *, held: bool) -> float | None:
        """Do what is due; in how many seconds to look again, or ``None``: never."""


class Watch:
    """``held`` says whether somebody holds the wire; in its ``turn`` all of its connections write."""

    def __init__(self, clock: Clock, held: Callable[[], bool]) -> None:
        self.clock, self.held, self.turn = clock, held, Turn()
        self.crowd: Callable[[], Iterable[Watched]] = tuple  # whoever is kept elsewhere anyway
        self._watched: set[Watched] = set()
        self._due = clock() + HOUR
        self._sooner = asyncio.Event()

    def add(self, one: Watched, wait: float = HOUR) -> None:
        """Look at ``one`` in ``wait`` seconds, or sooner."""
        self._watched.add(one)
        self.expect(wait)

    def expect(self, wait: float) -> None:
        """Somebody wants to be looked at in ``wait`` seconds, or sooner."""
        due = self.clock() + wait
        if due < self._due:
            self._due = due
            self._sooner.set()

    def forget(self, one: Watched) -> None:
        """It needs no looks any more."""
        self._watched.discard(one)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._sooner.clear()
            if await nap(self.clock, max(0.0, self._due - self.clock()), woken=self._sooner):
                continue
            for _ in range(2):  # the loop was busy, perhaps: what waits in the sockets is read first
                await asyncio.sleep(0)
            self._look()

    def _look(self) -> None:
        now, held, wait = self.clock(), self.held(), HOUR
        self._due = now + HOUR  # whoever is added meanwhile may want less
        for one in (*self._watched, *self.crowd()):
            again = one.look(now, held=held)
            if again is None:
                self.forget(one)
            else:
                wait = min(wait, again)
        self._due = min(self._due, now + max(wait, GRAIN))
