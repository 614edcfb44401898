"""What is measured under which conditions: how often is asked, how long is held, how many listen to how much.

Pure data, which goes to the processes that measure and into the files of results as JSON.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["LESSON", "LONG", "SHORT", "TINY", "Job", "Plan", "Setting", "Size", "plan"]


@dataclass(frozen=True, slots=True)
class Setting:
    """``every``: s between two short polls. ``hold``: s that a long poll is held. ``alive``: s of silence after which
    a stream says that it lives; a WebSocket pings after ``ping`` s."""

    every: float = 1.0
    hold: float = 25.0
    alive: float = 15.0
    ping: float = 20.0


@dataclass(frozen=True, slots=True)
class Size:
    """``clients`` listen while one posts ``messages``, spread over ``seconds``; without any nothing is timed."""

    clients: int
    messages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to measure: ``kind`` is counts or times."""

    kind: str
    way: str
    size: Size
    round: int = 0

    @property
    def key(self) -> str:
        """Its name among the results."""
        return f"{self.kind} {self.way} {self.size.clients} {self.round}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which ways, at which sizes, in how many rounds."""

    sizes: Sequence[Size]
    rounds: int
    ways: Sequence[str] = ()  # none: all of them
    setting: Setting = Setting()

    def jobs(self, ways: Sequence[str]) -> Iterator[Job]:
        """Counts first; then round after round, each in the other direction, so that nobody always goes last."""
        chosen = [way for way in ways if not self.ways or way in self.ways]
        for size in self.sizes:
            yield from (Job("counts", way, size) for way in chosen)
        for number in range(self.rounds):
            for size in filter(lambda size: size.messages, self.sizes):
                order = chosen if number % 2 == 0 else chosen[::-1]
                yield from (Job("times", way, size, number) for way in order)

    def as_json(self) -> dict[str, Any]:
        """A plain object."""
        return asdict(self)


LESSON = Plan((Size(1, 20, 0.2), Size(100, 5, 0.3)), rounds=2)
LONG = Plan((Size(1, 200, 4), Size(100, 20, 4), Size(1000, 10, 10)), rounds=5)
SHORT = Plan((Size(1, 10, 0.2), Size(100, 2, 0.2)), rounds=1)  # where a service runs the lessons
TINY = Plan(
    (Size(1, 0, 0), Size(10, 2, 0.05)), rounds=1, setting=Setting(every=0.2)
)  # for tests of the lesson


def plan(environment: Mapping[str, str] = os.environ) -> Plan:
    """The lesson's plan; ``REALTIME_MEASURE`` may name a ``short`` or a ``tiny`` one, and ``CI`` means short."""
    named = {"short": SHORT, "tiny": TINY}
    return named.get(environment.get("REALTIME_MEASURE", "short" if "CI" in environment else ""), LESSON)
