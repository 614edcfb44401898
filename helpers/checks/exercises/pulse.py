"""4D: the heartbeat of a connection, as a machine that is told the time: when to ping, and when nobody is there."""

import random
from itertools import accumulate

from helpers.checks.judges.alongside import CALLS, Story, alongside

__all__ = ["judge"]

ONCE = "It has asked already: one ping for a silence, and then it waits."
LATE = "Somebody looked late. Patience begins when the ping was asked for, not when it could have been."
STORIES = (
    Story("look 0, look 19", "Nothing was heard for less than 20 s: wait."),
    Story("look 20", "20 s of silence: ping."),
    Story("look 20, look 21, look 29", ONCE),
    Story("look 20, look 30", "10 s after the ping, and nothing came: dead."),
    Story("look 50, look 55, look 59, look 60", LATE),
    Story("heard 10, look 20, look 29, look 30", "Something came at 10 s: the silence begins there."),
    Story("look 20, heard 25, look 30, look 44, look 45, look 54, look 55",
          "Something came after the ping: nobody is dead, and the next silence begins there."),
    Story("look 20, look 30, look 31", "Dead is dead, until something comes."),
    Story("look 20, look 30, heard 31, look 32, look 51", "Something came after all: it lives."),
)  # fmt: skip


class _Ours:
    """Silence, then a ping, then the end."""

    def __init__(self, now: float, every: float, patience: float) -> None:
        self.every, self.patience, self.last = every, patience, now
        self.asked: float | None = None

    def heard(self, now: float) -> None:
        self.last, self.asked = now, None

    def look(self, now: float) -> str:
        if self.asked is not None:
            return "dead" if now >= self.asked + self.patience else "wait"
        if now < self.last + self.every:
            return "wait"
        self.asked = now
        return "ping"

    def why(self, given: object) -> str:
        asked = "nobody asked since" if self.asked is None else f"the ping was asked for at {self.asked:g} s"
        return (
            f"The last sign of life was at {self.last:g} s; {asked}. "
            f"It pings every {self.every:g} s, and its patience is {self.patience:g} s."
        )


def _by_chance(source: random.Random) -> Story:
    every, patience, now = source.randrange(1, 9), source.randrange(1, 9), source.randrange(100)
    times = accumulate((source.randrange(4) for _ in range(CALLS)), initial=now)
    calls = ((source.choice(("look", "look", "look", "look", "heard")), time) for time in times)
    return Story(calls, args=(now, every, patience))


judge = alongside(_Ours, STORIES, _by_chance, args=(0, 20, 10))
