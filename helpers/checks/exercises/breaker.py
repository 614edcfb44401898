"""2E: a circuit breaker. In eleven scenes it guards a server; then random calls run beside a breaker of our own.

Not asked: what a report changes that comes when the circuit is open already, and times that go back.
"""

import random
from functools import partial

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside
from helpers.loops.breaker import Circuit

__all__ = ["Ours", "judge"]

TWICE = "allow 0, failed 0.5, allow 1, failed 1.5,"
DOWN = f"{TWICE} allow 2, failed 2.5,"
TRIED = "After the cooldown one request may try."
IS_DOWN = "The server is down; a reply takes 0.5 s"
STORIES = (
    Story("allow 0, succeeded 0.5, allow 1, allow 1, allow 1, succeeded 1.5, succeeded 1.5, succeeded 1.5, allow 2",
          "Closed, every request may leave, also while others are away.",
          about="The server is well; a reply takes 0.5 s"),
    Story(f"{DOWN} allow 3, allow 4, allow 5, allow 9",
          "Three failures in a row open the circuit: now nobody may ask.",
          "It opens after three failures, not sooner.", about=IS_DOWN),
    Story(f"{TWICE} allow 2, succeeded 2.5, allow 3, failed 3.5, allow 4, failed 4.5, allow 5, "
          "succeeded 5.5, allow 6, failed 6.5, allow 7, failed 7.5, allow 8",
          "Only failures in a row count: a success in between forgets those before it.",
          about="Two failures, a success, and so on; a reply takes 0.5 s"),
    Story(f"{DOWN} allow 5, allow 12, allow 12.5",
          "It is open for 10 s from the third failure, which was heard at 2.5 s: until 12.5 s.",
          "At 12.5 s the 10 s are over, however often somebody asked in vain: one request may try.", about=IS_DOWN),
    Story(f"{DOWN} allow 13, allow 13, allow 13, allow 13.25",
          "After the cooldown one request may try, and nobody else until it is known how it went.", TRIED,
          about="The server is down; four ask when the 10 s are over; a reply takes 0.5 s"),
    Story(f"{DOWN} allow 13, succeeded 13.5, allow 14, allow 14, succeeded 14.5, succeeded 14.5, allow 15",
          "The trial at 13 s went well: the circuit is closed again, and every request may leave.",
          about="The server is down until 3 s; a reply takes 0.5 s"),
    Story("allow 0, failed 0.5, allow 11, failed 11.5, allow 12, allow 21, allow 22",
          "A failed trial begins the cooldown again: 10 s from its failure at 11.5 s, until 21.5 s.",
          "At 22 s the second cooldown is over too: another trial.", about=IS_DOWN, args=(1, 10)),
    Story(f"{DOWN} allow 13, failed 13.5, allow 14, allow 15, allow 16",
          "The trial failed: that one failure opens the circuit again, it does not take three.", TRIED,
          about=IS_DOWN),
    Story(f"{DOWN} allow 13, succeeded 13.5, allow 14, failed 14.5, allow 15, failed 15.5, allow 16",
          "A trial that went well forgets the failures before it: two new ones open nothing.",
          about="Down until 3 s, and from 14 to 16 s; a reply takes 0.5 s"),
    Story(f"{DOWN} allow 13, succeeded 13.5, allow 14, failed 14.5, allow 15, failed 15.5, allow 16, failed 16.5, "
          "allow 17, allow 27", "The second outage opens the circuit as the first did: after three failures.",
          "Each outage has its own trial, the second one too.",
          about="Down until 3 s, and from 14 to 17 s; a reply takes 0.5 s"),
    Story("allow 0, failed 0, allow 1, allow 9, allow 10",
          "It opened at 0 s, which is a moment like any other: `if opened:` takes it for none.",
          "At 10 s one may try. It opened at 0 s, and `if opened:` takes 0 for none.",
          about="The first request fails at once, at 0 s; a reply takes 0 s", args=(1, 10)),
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

    def why(self, given: object) -> str:
        """What its state says."""
        trial = ", and its trial is away" if self.trying and given else ""
        return f"By the table of states the circuit is {self.state.value} now{trial}."


def _by_chance(source: random.Random) -> Story:
    return Story(partial(_reported, source), args=(source.randrange(1, 5), source.randrange(1, 9)))


def _reported(source: random.Random, ours: Ours) -> Calls:
    """One request is away at a time; while it is a trial, others ask too."""
    now, away = 0.0, False
    for _ in range(CALLS):
        now += source.choice((0, 0.25, 1, 1, 2, 4))
        if away and (ours.state is Circuit.CLOSED or source.random() < 0.5):
            away = False
            yield "succeeded" if source.random() < 0.4 else "failed", now
        else:
            away = (yield "allow", now) or away


judge = alongside(Ours, STORIES, _by_chance, args=(3, 10))
