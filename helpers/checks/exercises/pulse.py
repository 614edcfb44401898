"""4D: the heartbeat of a connection, as a machine that is told the time: when to ping, and when nobody is there."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from helpers.checks.judges.alongside import Story, alongside

__all__ = ["judge"]

RUNS, CALLS = 40, 30
ONCE = "It has asked already: one ping for a silence, and then it waits."
LATE = "Somebody looked late. Patience begins when the ping was asked for, not when it could have been."
SCENES: tuple[tuple[Sequence[str], str], ...] = (
    (["look 0", "look 19"], "Nothing was heard for less than 20 s: wait."),
    (["look 20"], "20 s of silence: ping."),
    (["look 20", "look 21", "look 29"], ONCE),
    (["look 20", "look 30"], "10 s after the ping, and nothing came: dead."),
    (["look 50", "look 55", "look 59", "look 60"], LATE),
    (["heard 10", "look 20", "look 29", "look 30"], "Something came at 10 s: the silence begins there."),
    (["look 20", "heard 25", "look 30", "look 44", "look 45", "look 54", "look 55"],
     "Something came after the ping: nobody is dead, and the next silence begins there."),
    (["look 20", "look 30", "look 31"], "Dead is dead, until something comes."),
    (["look 20", "look 30", "heard 31", "look 32", "look 51"], "Something came after all: it lives."),
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


def _stories() -> Iterator[Story]:
    for calls, why in SCENES:
        told = ((name, int(number)) for name, number in map(str.split, calls))
        yield Story((0, 20, 10), _Ours(0, 20, 10), told, lambda given, why=why: why)  # type: ignore[misc]
    for seed in range(RUNS):
        source = random.Random(f"Pulse {seed}")
        every, patience, now = source.randrange(1, 9), source.randrange(1, 9), source.randrange(100)
        ours, deeds = _Ours(now, every, patience), ("look", "look", "look", "look", "heard")
        times = accumulate((source.randrange(4) for _ in range(CALLS)), initial=now)
        later = ((source.choice(deeds), time) for time in times)
        yield Story((now, every, patience), ours, later, ours.why)


judge = alongside(_stories, "heard", "look")
