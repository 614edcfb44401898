"""A panel for a clock that somebody advances by hand: who sleeps until when, and buttons that let time pass."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import ipywidgets

from helpers.views.panels.panel import Panel, Values, listed, row

__all__ = ["Advanced", "ClockPanel", "Sleeping"]

LISTED = 12  # sleepers, the first to wake


class Sleeping(Protocol):
    """Somebody who sleeps on a clock."""

    @property
    def name(self) -> str:
        """Who it is."""

    @property
    def until(self) -> float:
        """When they wake, in seconds on the clock."""


class Advanced(Protocol):
    """A clock that stands until it is advanced."""

    def __call__(self) -> float:
        """The time in seconds."""

    @property
    def sleepers(self) -> Sequence[Sleeping]:
        """Who sleeps, in the order in which they wake."""

    async def advance(self, seconds: float) -> float:
        """Let so much time pass."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` whenever the time or the sleepers change."""


class ClockPanel(Panel):
    """``clock`` in the hand of whoever presses; ``steps`` are the seconds of its buttons."""

    def __init__(
        self, clock: Advanced, title: str = "A clock", *, steps: Sequence[float] = (1.0, 3.0)
    ) -> None:
        super().__init__(title)
        self._clock = clock
        self.shown = ipywidgets.HTML()
        advances = [self.button(f"Advance {step:g} s", partial(self.pass_, step)) for step in steps]
        self.lay_out(self.shown, row(*advances, self.button("To the next sleeper", self.to_the_next)))
        self.follow(clock.subscribe(self.changed))
        self.refresh()

    async def pass_(self, seconds: float) -> str:
        """Let time pass."""
        return f"It is {await self._clock.advance(seconds):g} s."

    async def to_the_next(self) -> str:
        """Let time pass until the first sleeper wakes."""
        sleepers = self._clock.sleepers
        if not sleepers:
            raise LookupError(
                "Nobody sleeps on this clock: all wait for something else, such as a held reply."
            )
        first = sleepers[0]
        woken = [one.name for one in sleepers if one.until == first.until]
        time = await self._clock.advance(max(0.0, first.until - self._clock()))
        return f"It is {time:g} s: {' and '.join(woken)} woke."

    def values(self) -> Values:
        """The time, and who sleeps until when."""
        now, sleepers = self._clock(), self._clock.sleepers
        names = [(one.name, f"sleeps until {one.until:g} s, {one.until - now:g} s more") for one in sleepers]
        more = [("and", f"{len(names) - LISTED} more")] if len(names) > LISTED else []
        return [("time", f"{now:g} s"), *(names[:LISTED] or [("sleepers", "none")]), *more]

    def refresh(self) -> None:
        """Show them."""
        self.shown.value = listed(self.values())
