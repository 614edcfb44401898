"""Writes into a tap's trace what the code at either end of its connections raised, at the moment it did.

Enters: where the connections come from, and crashes. Leaves: marks, each on the connection that the code had in hand.
"""

import math
import time
from collections import deque
from typing import Any

from helpers.loops.clock import Clock
from helpers.net.crashes import Crash
from helpers.net.parties import Party
from helpers.net.registry import registry
from helpers.net.talking import waits_on
from helpers.trace import Mark, Trace
from helpers.vocabulary import Side

__all__ = ["Witness"]

EARLY = 16

Origins = dict[Side, Any]


class Witness:
    """Listens to the crashes of its loop from ``listen()`` to ``leave()``."""

    def __init__(self, trace: Trace, clock: Clock) -> None:
        self._trace, self._clock = trace, clock
        self._begun: list[tuple[float, Origins]] = []
        self._early: deque[Crash] = deque(
            maxlen=EARLY
        )  # of connections that are not known yet, or are not ours

    def listen(self) -> None:
        """Mark what happens from now on."""
        registry().crashes.listeners.append(self._crashed)

    def leave(self) -> None:
        """Mark nothing more; safe to call twice."""
        listeners = registry().crashes.listeners
        if self._crashed in listeners:
            listeners.remove(self._crashed)

    def begin(self) -> int:
        """The next connection begins: its number."""
        self._begun.append((time.monotonic(), {}))
        return len(self._begun) - 1

    def opened(self, connection: int, side: Side, origin: Any) -> None:
        """Its socket to ``side`` is open; whoever accepted it may have failed before we heard of that."""
        self._begun[connection][1][side] = origin
        for crash in tuple(self._early):
            if crash.side is side and origin in crash.origins:
                self._early.remove(crash)
                self._crashed(crash)

    def origin(self, connection: int, side: Side) -> Any:
        """Where the connection of ``side`` was opened from."""
        return self._begun[connection][1].get(side)

    @property
    def count(self) -> int:
        """How many connections have begun."""
        return len(self._begun)

    def _crashed(self, crash: Crash) -> None:
        number = self._number(crash)
        if number is None:
            self._early.append(crash)
        else:
            now = self._clock()
            self._trace.append(Mark(crash.name, now, now, f"error · {crash.text}", number, crash.side))
            beyond = self.origin(number, crash.side.other)  # another tap may stand there
            registry().crashes.pass_on(crash._replace(origins=frozenset({beyond}), born=math.inf))

    def _number(self, crash: Crash) -> int | None:
        """The newest connection that it had in hand; where nobody knows, the newest that began after it.

        That must not be somebody else's: a cell that runs again ends a party of another tap.
        """
        for number in reversed(range(len(self._begun))):
            if self.origin(number, crash.side) in crash.origins:
                return number
        newest = len(self._begun) - 1
        if crash.origins or newest < 0 or self._begun[newest][0] < crash.born:
            return None
        return None if any(self._is_of(newest, one, crash) for one in registry().all(Party)) else newest

    def _is_of(self, number: int, party: Party[Any], crash: Crash) -> bool:
        """Whether a connection is rather this party's, which waits for it or was the last that began before it."""
        waits = self.origin(number, crash.side) in waits_on(party.task)
        return waits or crash.born < party.born <= self._begun[number][0]
