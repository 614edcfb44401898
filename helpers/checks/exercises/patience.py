"""6B: how long a head may take: some seconds at first, more for what comes, and never more than so many."""

import random
from itertools import accumulate

from helpers.checks.judges.alongside import CALLS, Story, alongside

__all__ = ["judge"]

BOUGHT = "500 bytes buy one second: its time was over at 20 s, and is now at 21 s."
PART = "A byte buys a five-hundredth of a second: one every few seconds buys next to nothing."
HALF = "250 bytes buy half a second: until 20.5 s."
CAP = "However much comes, at 40 s it is over."
DEAD = "It was too late already when this came: bytes bring no time back that is over."
STORIES = (
    Story("late 0, late 19.5", "The first 20 s are free."),
    Story("late 20", "Nothing came for 20 s: it is late."),
    Story("came 500 5, late 20, late 20.5", BOUGHT),
    Story("came 500 19, late 38, late 39", "They buy one second, not another 20: a deadline is no idle time."),
    Story("came 500 5, late 21", BOUGHT),
    Story("came 250 5, late 20.25, late 20.5", HALF),
    Story("came 250 1, came 250 2, late 20.75, late 21", "What came before counts as well: 500 bytes in all."),
    Story("came 1 5, came 1 10, came 1 15, late 20.25", PART),
    Story("came 9000 1, late 37.5, late 38", "9,000 bytes buy 18 s: until 38 s."),
    Story("came 20000 1, late 39.5, late 40", CAP),
    Story("came 10000 1, came 10000 30, late 39, late 40", CAP),
    Story("came 10000 1, came 500 30, late 40, late 41", CAP),
    Story("came 5000 20, late 21", DEAD),
    Story("came 500 5, came 5000 21, late 22", DEAD),
    Story("late 105, late 119.5, came 500 119.75, late 120, late 121", "It began at 100 s, and so did its time.",
          args=(100, 20, 500, 40)),
)  # fmt: skip


class _Ours:
    """Until when it has time, and until when at most."""

    def __init__(self, now: float, first: float, rate: float, most: float) -> None:
        self.rate, self.due, self.end = rate, now + first, now + most

    def came(self, size: float, now: float) -> None:
        if now < self.due:
            self.due = min(self.end, self.due + size / self.rate)

    def late(self, now: float) -> bool:
        return now >= self.due

    def why(self, given: object) -> str:
        return f"It has time until {self.due:g} s, by what came so far, and until {self.end:g} s at most."


def _by_chance(source: random.Random) -> Story:
    now, first, rate = source.randrange(100), source.randrange(1, 9), source.choice((250, 500, 1000))
    times = accumulate((source.choice((0, 0.25, 0.5)) for _ in range(CALLS)), initial=now)
    calls = (
        ("late", time) if source.random() < 0.6 else ("came", 125 * source.randrange(9), time)
        for time in times
    )
    return Story(calls, args=(now, first, rate, first + source.randrange(9)))


judge = alongside(_Ours, STORIES, _by_chance, args=(0, 20, 500, 40))
