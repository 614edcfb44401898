"""5C: a rate limit for event handlers: so many in any span of time, for each person."""

import random
from itertools import accumulate

from helpers.checks.judges.alongside import CALLS, Story, alongside

__all__ = ["judge"]

STORIES = (
    Story("wait 1 0, wait 1 0", "Two in 10 s are allowed: nobody waits."),
    Story("wait 1 0, wait 1 4, wait 1 5", "The third waits until the first is 10 s old."),
    Story("wait 1 0, wait 1 4, wait 1 10", "At 10 s the one of 0 s counts no more."),
    Story("wait 1 0, wait 1 0, wait 1 9, wait 1 10, wait 1 10, wait 1 10",
          "What was refused does not count, or nobody who tries would ever get in."),
    Story("wait 1 0, wait 1 4, wait 1 10, wait 1 11", "Any 10 s, not each: from 4 to 11 there are two already."),
    Story("wait 1 0, wait 1 0, wait 2 0", "Each person has a limit of his own."),
    Story("wait 1 0, wait 1 0, gone 1, wait 1 1", "Who has gone is forgotten."),
    Story("gone 3, wait 3 0", "Nothing is known of him, and forgetting that is no error."),
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


def _by_chance(source: random.Random) -> Story:
    most, seconds = source.randrange(1, 4), source.randrange(1, 9)
    times = accumulate((source.randrange(3) for _ in range(CALLS)), initial=0)
    asked = (("wait", source.randrange(3), now) for now in times)
    calls = (one if source.random() < 0.95 else ("gone", one[1]) for one in asked)
    return Story(calls, args=(most, seconds))


judge = alongside(_Ours, STORIES, _by_chance, args=(2, 10))
