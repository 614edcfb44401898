"""A panel for a herd of clients after an outage: choose the numbers, let it run, see it beside what was recorded.

The simulation comes as a generator, a slice at a time, so that the kernel answers meanwhile and a bar can move.
"""

import asyncio
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Protocol

import ipywidgets

from helpers.views.panels.panel import Panel, Values, row
from helpers.views.plots import Plot, lines

__all__ = ["HerdPanel", "Knob", "Recovered"]

SECONDS = 60  # of a recovery that are drawn

Knob = tuple[str, float, float, float]  # what it is called, its value, the least and the most


class Recovered(Protocol):
    """What came of a herd."""

    @property
    def retries(self) -> Sequence[int]:
        """Those of each second after the outage."""

    @property
    def requests(self) -> int:
        """All that were sent."""

    @property
    def peak(self) -> int:
        """The most retries in a second."""

    @property
    def wasted(self) -> int:
        """Requests that were not served."""

    @property
    def falls(self) -> int:
        """How often the server fell over again."""

    @property
    def capped(self) -> bool:
        """Whether it was stopped at a number of requests."""

    @property
    def all_served(self) -> float | None:
        """When the last client was served."""


Simulate = Callable[..., Generator[float, None, Recovered]]


class HerdPanel(Panel):
    """``simulate(strategy, **knobs)`` beside ``recorded``; a knob is named in Python as ``simulate`` takes it."""

    def __init__(
        self,
        simulate: Simulate,
        recorded: Mapping[str, Recovered],
        title: str = "A herd",
        *,
        strategy: str,
        **knobs: Knob,
    ) -> None:
        super().__init__(title)
        self._simulate, self._recorded = simulate, recorded
        self._mine: tuple[str, Recovered] | None = None
        self._running = self._stopped = False
        self.strategy = ipywidgets.Dropdown(options=list(recorded), value=strategy, description="Strategy")
        self.knobs = {name: _number(*knob) for name, knob in knobs.items()}
        self.bar = ipywidgets.IntProgress(description="Done", max=100)
        self.drawn = ipywidgets.HTML()
        self.start = self.button("Run", self.run, hint="Simulate with these numbers")
        self.stop = self.button("Stop", self.end, hint="Stop the simulation")
        self.stop.disabled = True
        for widget in (self.strategy, *self.knobs.values()):
            widget.style.description_width = "11rem"
            widget.layout.width = "19rem"
        self.strategy.observe(self.changed, "value")
        self.follow(self.end)
        self.lay_out(
            row(self.strategy, *self.knobs.values()), row(self.start, self.stop, self.bar), self.drawn
        )
        self.refresh()

    # ---- what is pressed ----

    async def run(self) -> str:
        """Simulate, slice by slice; other coroutines run between them."""
        if self._running:
            raise RuntimeError("It runs already.")
        strategy, numbers = self.strategy.value, {name: knob.value for name, knob in self.knobs.items()}
        self._set(running=True)
        self.say("It runs.")
        try:
            found = await self._slices(self._simulate(strategy, **numbers))
        finally:
            self._set(running=False)
        if found is None:
            return "Stopped."
        self._mine = strategy, found
        return f"{strategy}: {_outcome(found)}"

    def end(self) -> None:
        """Stop after the slice that runs."""
        self._stopped = True

    def _set(self, *, running: bool) -> None:
        self._running, self._stopped = running, False
        self.start.disabled, self.stop.disabled = running, not running
        self.bar.value = 0

    async def _slices(self, slices: Generator[float, None, Recovered]) -> Recovered | None:
        while not self._stopped:
            try:
                done = round(100 * next(slices))
            except StopIteration as end:
                found: Recovered = end.value
                return found
            if done != self.bar.value:
                self.bar.value = done
            await asyncio.sleep(0)
        return None

    # ---- what is shown ----

    def values(self) -> Values:
        """The knobs, and what was recorded with the strategy."""
        numbers = [(knob.description, f"{knob.value:,g}") for knob in self.knobs.values()]
        strategy = self.strategy.value
        return [("Strategy", strategy), *numbers, ("Recorded", _outcome(self._recorded[strategy]))]

    def plot(self) -> Plot:
        """What was recorded with the strategy, and what was simulated here."""
        series = {f"recorded: {self.strategy.value}": _points(self._recorded[self.strategy.value])}
        if self._mine:
            series[f"yours: {self._mine[0]}"] = _points(self._mine[1])
        return lines(series, title="Retries a second", x="seconds after the outage", y="retries", log=True)

    def picture(self) -> str:
        """The same, in the still."""
        return self.plot().html()

    def refresh(self) -> None:
        """Draw it."""
        self.drawn.value = self.plot().html()


def _number(name: str, value: float, least: float, most: float) -> ipywidgets.DOMWidget:
    whole = all(isinstance(one, int) for one in (value, least, most))
    kind = ipywidgets.BoundedIntText if whole else ipywidgets.BoundedFloatText
    return kind(value, min=least, max=most, description=name)


def _points(one: Recovered) -> list[tuple[float, float]]:
    return [(second, max(count, 1)) for second, count in enumerate(one.retries[:SECONDS])] or [(0, 1)]


def _outcome(one: Recovered) -> str:
    never = "stopped there" if one.capped else "not all served"
    served = never if one.all_served is None else f"all served after {one.all_served:.0f} s"
    falls = f"{one.falls} fall{'s' * (one.falls != 1)}"
    return f"peak {one.peak:,}/s, {one.wasted:,} of {one.requests:,} requests wasted, {falls}, {served}."
