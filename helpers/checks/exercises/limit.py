"""5C: a rate limit for event handlers: so many in any span of time, for each person."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from helpers.checks.judges.alongside import Story, alongside

__all__ = ["judge"]

RUNS, CALLS = 40, 30
SCENES: tuple[tuple[Sequence[str], str], ...] = (
    (["wait 1 0", "wait 1 0"], "Two in 10 s are allowed: nobody waits."),
    (["wait 1 0", "wait 1 4", "wait 1 5"], "The third waits until the first is 10 s old."),
    (["wait 1 0", "wait 1 4", "wait 1 10"], "At 10 s the one of 0 s counts no more."),
    (["wait 1 0", "wait 1 0", "wait 1 9", "wait 1 10", "wait 1 10", "wait 1 10"],
     "What was refused does not count, or nobody who tries would ever get in."),
    (["wait 1 0", "wait 1 4", "wait 1 10", "wait 1 11"], "Any 10 s, not each: from 4 to 11 there are two already."),
    (["wait 1 0", "wait 1 0", "wait 2 0"], "Each person has a limit of his own."),
    (["wait 1 0", "wait 1 0", "gone 1", "wait 1 1"], "Who has gone is forgotten."),
    (["gone 3", "wait 3 0"], "Nothing is known of him, and forgetting that is no error."),
)  # fmt: skip


class _Ours:
    """The moments of what was allowed, by person."""

    def __init__(self, most: int, seconds: int) -> None:
        self.most, self.seconds, self.times = most, seconds, dict[int, list[int]]()

    def wait(self, who: int, now: int) -> int:
        times = self.times[who] = [one for one in self.times.get(who, []) if one > now - self.seconds]
        if len(times) >= self.most:
            return times[0] + self.seconds - now
        times.append(now)
        return 0

    def gone(self, who: int) -> None:
        self.times.pop(who, None)

    def why(self, given: object) -> str:
        return f"{self.most} are allowed in any {self.seconds} s; who is refused waits until the oldest is that old."


def _stories() -> Iterator[Story]:
    for calls, why in SCENES:
        told = ((name, *map(int, numbers)) for name, *numbers in map(str.split, calls))
        yield Story((2, 10), _Ours(2, 10), told, lambda given, why=why: why)  # type: ignore[misc]
    for seed in range(RUNS):
        source = random.Random(f"Limit {seed}")
        most, seconds = source.randrange(1, 4), source.randrange(1, 9)
        ours = _Ours(most, seconds)
        times = accumulate((source.randrange(3) for _ in range(CALLS)), initial=0)
        asked = (("wait", source.randrange(3), now) for now in times)
        told = (one if source.random() < 0.95 else ("gone", one[1]) for one in asked)
        yield Story((most, seconds), ours, told, ours.why)


judge = alongside(_stories, "wait", "gone")
