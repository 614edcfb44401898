"""2E: a circuit breaker. In eleven scenes it guards a server; then random calls run beside a breaker of our own.

Not asked: what a report changes that comes when the circuit is open already, and times that go back.
"""

import math
import random
from collections.abc import Container, Iterator, Sequence
from functools import partial

from helpers.checks.judges.alongside import Calls, Story, alongside
from helpers.loops.breaker import Circuit

__all__ = ["Ours", "judge"]

COOLDOWN, RUNS, CALLS = 10, 30, 40
Scene = tuple[str, int, float, Sequence[float], Container[int], str, str]
# threshold, how long replies take; when clients want to ask, in which seconds the server fails; what is said of a
# request that should not have left, and of one that should have
SCENES: tuple[Scene, ...] = (
    ("The server is well", 3, 0.5, (0, 1, 1, 1, 2), (), "",
     "Closed, every request may leave, also while others are away."),
    ("The server is down", 3, 0.5, (0, 1, 2, 3, 4, 5, 9), range(99),
     "Three failures in a row open the circuit: now nobody may ask.", "It opens after three failures, not sooner."),
    ("Two failures, a success, and so on", 3, 0.5, range(9), (0, 1, 3, 4, 6, 7), "",
     "Only failures in a row count: a success in between forgets those before it."),
    ("The server is down", 3, 0.5, (0, 1, 2, 5, 12, 12.5), range(99),
     "It is open for 10 s from the third failure, which was heard at 2.5 s: until 12.5 s.",
     "At 12.5 s the 10 s are over, however often somebody asked in vain: one request may try."),
    ("The server is down; four ask when the 10 s are over", 3, 0.5, (0, 1, 2, 13, 13, 13, 13.25), range(99),
     "After the cooldown one request may try, and nobody else until it is known how it went.",
     "After the cooldown one request may try."),
    ("The server is down until 3 s", 3, 0.5, (0, 1, 2, 13, 14, 14, 15), range(3), "",
     "The trial at 13 s went well: the circuit is closed again, and every request may leave."),
    ("The server is down", 1, 0.5, (0, 11, 12, 21, 22), range(99),
     "A failed trial begins the cooldown again: 10 s from its failure at 11.5 s, until 21.5 s.",
     "At 22 s the second cooldown is over too: another trial."),
    ("The server is down", 3, 0.5, (0, 1, 2, 13, 14, 15, 16), range(99),
     "The trial failed: that one failure opens the circuit again, it does not take three.",
     "After the cooldown one request may try."),
    ("Down until 3 s, and from 14 to 16 s", 3, 0.5, (0, 1, 2, 13, 14, 15, 16), (0, 1, 2, 14, 15), "",
     "A trial that went well forgets the failures before it: two new ones open nothing."),
    ("Down until 3 s, and from 14 to 17 s", 3, 0.5, (0, 1, 2, 13, 14, 15, 16, 17, 27), (0, 1, 2, 14, 15, 16),
     "The second outage opens the circuit as the first did: after three failures.",
     "Each outage has its own trial, the second one too."),
    ("The first request fails at once, at 0 s", 1, 0, (0, 1, 9, 10), (0,),
     "It opened at 0 s, which is a moment like any other: `if opened:` takes it for none.",
     "At 10 s one may try. It opened at 0 s, and `if opened:` takes 0 for none."),
)  # fmt: skip


class Ours:
    """The table of states, applied."""

    def __init__(self, threshold: int, cooldown: float) -> None:
        self.threshold, self.cooldown = threshold, cooldown
        self.state, self.failures, self.opened, self.trying = Circuit.CLOSED, 0, 0.0, False

    def allow(self, now: float) -> bool:
        """Whether a request may leave."""
        if self.state is Circuit.OPEN and now >= self.opened + self.cooldown:
            self.state = Circuit.HALF_OPEN
        allowed = self.state is Circuit.CLOSED or (self.state is Circuit.HALF_OPEN and not self.trying)
        self.trying = self.state is Circuit.HALF_OPEN
        return allowed

    def succeeded(self, now: float) -> None:
        """It went well."""
        self.state, self.failures, self.trying = Circuit.CLOSED, 0, False

    def failed(self, now: float) -> None:
        """It did not."""
        self.failures += 1
        if self.state is Circuit.HALF_OPEN or self.failures >= self.threshold:
            self.state, self.opened, self.trying = Circuit.OPEN, now, False


def _stories() -> Iterator[Story]:
    for about, threshold, takes, asks, down, more, less in SCENES:
        limits, words = (threshold, COOLDOWN), {True: more, False: less}
        about = f"{about}; a reply takes {takes:g} s"
        yield Story(limits, Ours(*limits), _guarding(takes, asks, down), words.__getitem__, about)
    for seed in range(RUNS):
        source = random.Random(f"Breaker {seed}")
        ours = Ours(*(limits := (source.randrange(1, 5), source.randrange(1, 9))))
        yield Story(limits, ours, _by_chance(source, ours), partial(_by_the_table, ours))


def _guarding(takes: float, asks: Sequence[float], down: Container[int]) -> Calls:
    """Whoever may ask has a reply in time, and reports."""
    away: list[float] = []
    for moment in (*asks, math.inf):
        while away and away[0] + takes <= moment:
            sent = away.pop(0)
            yield "failed" if int(sent) in down else "succeeded", sent + takes
        if moment < math.inf and (yield "allow", moment):
            away.append(moment)


def _by_chance(source: random.Random, ours: Ours) -> Calls:
    """One request is away at a time; while it is a trial, others ask too."""
    now, away = 0.0, False
    for _ in range(CALLS):
        now += source.choice((0, 0.25, 1, 1, 2, 4))
        if away and (ours.state is Circuit.CLOSED or source.random() < 0.5):
            away = False
            yield "succeeded" if source.random() < 0.4 else "failed", now
        else:
            away = (yield "allow", now) or away


def _by_the_table(ours: Ours, given: object) -> str:
    trial = ", and its trial is away" if ours.trying and given else ""
    return f"By the table of states the circuit is {ours.state.value} now{trial}."


judge = alongside(_stories, "allow", "succeeded", "failed")
