"""How long to wait after a failure, by five strategies.

``failures`` counts the failures in a row, so it is 1 when the first retry is planned. Jitter keeps a herd of clients
from coming back in step. Full and decorrelated jitter are those of the AWS Architecture Blog ("Exponential Backoff
And Jitter", 2015).
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

__all__ = [
    "STRATEGIES",
    "Backoff",
    "Failure",
    "Strategy",
    "decorrelated_jitter",
    "exponential",
    "full_jitter",
    "immediate",
    "linear",
]

LONGEST = 3600.0  # s that a server may ask for


def immediate() -> float:
    """At once: right for one client and a blip, and a second spike when a whole herd does it."""
    return 0.0


def linear(failures: int, *, first: float = 3.0, step: float = 5.0) -> float:
    """3 s, and 5 s more for each failure."""
    return first + step * failures


def exponential(failures: int, *, base: float, cap: float) -> float:
    """Twice as long after each failure, never longer than ``cap``: min(cap, base · 2ⁿ), n = failures - 1."""
    return min(cap, base * 2.0 ** min(failures - 1, 1000))


def full_jitter(failures: int, *, base: float, cap: float, random: Random) -> float:
    """Anywhere between zero and what ``exponential`` says."""
    return random.uniform(0, exponential(failures, base=base, cap=cap))


def decorrelated_jitter(previous: float, *, base: float, cap: float, random: Random) -> float:
    """Anywhere between ``base`` and three times the ``previous`` delay, never longer than ``cap``."""
    return min(cap, random.uniform(base, 3 * max(base, previous)))


@dataclass(frozen=True, slots=True)
class Failure:
    """What a strategy may look at: how many failures in a row, the delay before this one, base and cap in seconds."""

    failures: int
    previous: float
    base: float
    cap: float
    random: Random


Strategy = Callable[[Failure], float]
STRATEGIES: dict[str, Strategy] = {
    "immediate": lambda now: immediate(),
    "linear": lambda now: linear(now.failures),
    "exponential": lambda now: exponential(now.failures, base=now.base, cap=now.cap),
    "full jitter": lambda now: full_jitter(now.failures, base=now.base, cap=now.cap, random=now.random),
    "decorrelated jitter": lambda now: decorrelated_jitter(
        now.previous, base=now.base, cap=now.cap, random=now.random
    ),
}


class Backoff:
    """Counts one client's failures in a row and says how long it waits; ``reset()`` after a success."""

    def __init__(
        self, strategy: str = "full jitter", *, random: Random, base: float = 1.0, cap: float = 60.0
    ) -> None:
        if strategy not in STRATEGIES:
            raise ValueError(f"no strategy {strategy!r}: choose one of {', '.join(STRATEGIES)}")
        if not 0 < base <= cap:
            raise ValueError(f"expected 0 < base <= cap, got base {base:g} s and cap {cap:g} s")
        self.strategy, self.base, self.cap = strategy, base, cap
        self.failures, self._previous = 0, base
        self._random = random

    def next(self, *, after: float | None = None) -> float:
        """One more failure: the seconds to wait now.

        ``after`` is what the server asked for with ``Retry-After``: an hour at most is granted, since a slip of one
        digit may be weeks. It told everybody the same, so a jitter of up to min(cap, base · 2ⁿ) goes on top of it.
        """
        self.failures += 1
        if after is not None:
            return min(LONGEST, after) + full_jitter(
                self.failures, base=self.base, cap=self.cap, random=self._random
            )
        now = Failure(self.failures, self._previous, self.base, self.cap, self._random)
        self._previous = STRATEGIES[self.strategy](now)
        return self._previous

    def reset(self) -> None:
        """It worked: the next failure is the first again."""
        self.failures, self._previous = 0, self.base
