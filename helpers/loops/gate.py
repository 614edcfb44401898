"""Should a loop go on while nobody looks? A gate says so: it polls, is paused, or has to catch up.

The state machine is a table, from which the lesson draws its picture. The Page Visibility API gives a browser the
first two signals; the loop itself gives the third when it asks.
"""

import asyncio
from enum import Enum

__all__ = ["TRANSITIONS", "Gate", "Signal", "Watching"]


class Watching(Enum):
    """What the loop does."""

    POLLING = "polling"
    PAUSED = "paused"
    CATCHING_UP = "catching up"


class Signal(Enum):
    """What the loop is told, or tells."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    ASKED = "asked"


TRANSITIONS: dict[tuple[Watching, Signal], Watching] = {
    (Watching.POLLING, Signal.HIDDEN): Watching.PAUSED,
    (Watching.POLLING, Signal.SHOWN): Watching.POLLING,
    (Watching.POLLING, Signal.ASKED): Watching.POLLING,
    (Watching.PAUSED, Signal.HIDDEN): Watching.PAUSED,
    (Watching.PAUSED, Signal.SHOWN): Watching.CATCHING_UP,
    (Watching.CATCHING_UP, Signal.HIDDEN): Watching.PAUSED,
    (Watching.CATCHING_UP, Signal.SHOWN): Watching.CATCHING_UP,
    (Watching.CATCHING_UP, Signal.ASKED): Watching.POLLING,
}


class Gate:
    """Pauses a loop, and makes it catch up at once when somebody looks again.

    A reply that was on its way when the page was hidden does not count as catching up: only a new request does.
    """

    def __init__(self) -> None:
        self.state = Watching.POLLING
        self.changed = asyncio.Event()  # set while the loop should not sleep: paused, or catching up
        self._open = asyncio.Event()
        self._open.set()

    @property
    def paused(self) -> bool:
        """Whether nobody looks."""
        return self.state is Watching.PAUSED

    def hide(self) -> None:
        """Nobody looks any more."""
        self._signal(Signal.HIDDEN)

    def show(self) -> None:
        """Somebody looks again."""
        self._signal(Signal.SHOWN)

    def asked(self) -> None:
        """The loop sends a request now; a ``ValueError`` where it is paused."""
        self._signal(Signal.ASKED)

    async def watched(self) -> None:
        """Return when somebody looks, and still does."""
        while self.paused:
            await self._open.wait()

    def _signal(self, signal: Signal) -> None:
        if (self.state, signal) not in TRANSITIONS:
            raise ValueError(f"a loop that is {self.state.value} cannot have {signal.value}")
        self.state = TRANSITIONS[self.state, signal]
        _set(self._open, self.state is not Watching.PAUSED)
        _set(self.changed, self.state is not Watching.POLLING)

    def __repr__(self) -> str:
        return f"<gate: {self.state.value}>"


def _set(event: asyncio.Event, value: bool) -> None:
    if value:
        event.set()
    else:
        event.clear()
