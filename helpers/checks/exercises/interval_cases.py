"""Budgets and servers for the exercise of 2A, each with the room between them: made by hand, then at random.

The reference works with the formulas of the lesson for ask, then sleep. In no case does rounding decide whether there
is room: either all numbers are exact, or the two ends are a hundredth of a second apart and more.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Case", "cases"]

ONE = "Just one interval keeps both, the budget and the server's limit: it is the shortest and the longest."
CLAMPED = (
    "The server could take more than this client can ask: the shortest is 0, for no interval is negative."
)


@dataclass(frozen=True, slots=True)
class Case:
    """The arguments, what is special about them, and whether the answer is tried out on a wire."""

    budget: float
    round_trip: float
    clients: int
    most: int
    why: str = ""
    wired: bool = False

    @property
    def about(self) -> str:
        """In words."""
        clients = f"{self.clients:,} client{'s' * (self.clients != 1)}"
        times = f"budget {self.budget:g} s, round trip {self.round_trip:g} s"
        return f"{times}, {clients}, at most {self.most:,} requests a minute"

    @property
    def bounds(self) -> tuple[float, float]:
        """The reference; a first that is above the second leaves no room."""
        shortest = max(0.0, self.clients * 60 / self.most - self.round_trip)
        return shortest, 2 * (self.budget - self.round_trip)


def cases() -> Iterator[Case]:
    """In an order that teaches."""
    yield Case(15, 5, 4, 16, wired=True)
    yield Case(4, 2, 1, 10, ONE, wired=True)
    yield Case(2.5, 1, 100, 1500, ONE)
    yield Case(5, 2, 1, 120, CLAMPED)
    yield Case(3, 0.5, 0, 60, "No client is no load: the shortest interval is 0.")
    yield Case(2, 2, 1, 60, "The budget is the round trip: who asks again at once just keeps it.")
    yield Case(3, 1, 100, 1000, "The server needs 5 s between two questions, the budget allows 4 s.")
    yield Case(1, 2, 1, 1000, "The round trip alone is longer than the budget.")
    yield Case(1, 1.25, 0, 60, "The round trip alone is longer than the budget, whoever asks.")
    source = random.Random("intervals")
    for _ in range(40):
        trip, most = source.randrange(1, 200) / 50, source.randrange(1, 500) * 10
        case = Case(trip + source.randrange(1, 200) / 20, trip, source.randrange(1, 1000), most)
        if abs(case.bounds[0] - case.bounds[1]) > 0.01:  # else rounding decides
            yield case
