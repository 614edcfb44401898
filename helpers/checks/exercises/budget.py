"""2E: a retry budget that forgets: within any window of time, a share of what was asked, and a few to spare."""

import random
from itertools import accumulate

from helpers.checks.judges.alongside import CALLS, Story, alongside

__all__ = ["judge"]

TWO, FOUR = "asked 0, asked 1,", "asked 0, asked 1, asked 2, asked 3,"
LEFT = "The budget was spent by then: a retry that leaves counts."
EARNED = "Two requests earn one retry at a share of 0.5."
OLD = "What left 10 s ago or earlier counts no more: the requests are too few now."
STORIES = (
    Story("may_retry 0", "Half of nothing is nothing.", about="nobody has asked"),
    Story(f"{TWO} may_retry 1", EARNED, about="two requests"),
    Story(f"{FOUR} may_retry 4, may_retry 4, may_retry 4",
          "Four requests earn two retries, which have left: a retry counts, and earns nothing.", EARNED,
          about="four requests"),
    Story(f"{TWO} asked 2, may_retry 4, may_retry 4",
          "Three requests earn 1.5 retries, and this would be the second: half a retry cannot leave.", EARNED,
          about="three requests"),
    Story("may_retry 0, may_retry 0, may_retry 0", LEFT, "Two to spare may leave though nobody has asked.",
          about="two to spare", args=(0.5, 2, 10)),
    Story("may_retry 0, may_retry 0, may_retry 0, asked 1, asked 2, may_retry 3", LEFT,
          "Two to spare and one earned are three. The one that was refused never left, and does not count.",
          about="two to spare, and two requests", args=(0.5, 2, 10)),
    Story(f"{TWO} may_retry 10", OLD, about="two requests"),
    Story("may_retry 0, may_retry 9.75, may_retry 10", LEFT, "The retry of 0 s left 10 s ago: it counts no more.",
          about="one to spare", args=(0.5, 1, 10)),
    Story("asked 8, asked 9, may_retry 11, may_retry 12", LEFT,
          "Both requests left in the last 10 s: the window goes along, it does not begin anew every 10 s.",
          about="two requests before 10 s, two retries after"),
    Story(f"{FOUR} may_retry 9, may_retry 9, may_retry 12", OLD, EARNED,
          about="two retries, and their requests grow old"),
)  # fmt: skip


class _Ours:
    """Two rows of moments."""

    def __init__(self, share: float, spare: int, window: float) -> None:
        self.share, self.spare, self.window = share, spare, window
        self.requests, self.retries, self.seen = list[float](), list[float](), (0, 0)

    def asked(self, now: float) -> None:
        self.requests.append(now)

    def may_retry(self, now: float) -> bool:
        asked, again = (sum(one > now - self.window for one in row) for row in (self.requests, self.retries))
        allowed, self.seen = again + 1 <= self.share * asked + self.spare, (asked, again)
        self.retries += [now] * allowed
        return allowed

    def why(self, given: object) -> str:
        return "In the last {:g} s {} requests and {} retries left.".format(self.window, *self.seen)


def _by_chance(source: random.Random) -> Story:
    limits = source.choice((0.125, 0.25, 0.5, 1)), source.randrange(4), source.randrange(1, 11)
    moments = accumulate(source.choices((0, 0, 0.25, 0.5, 1, 2), k=CALLS))
    return Story(((source.choice(("asked", "asked", "may_retry")), now) for now in moments), args=limits)


judge = alongside(_Ours, STORIES, _by_chance, args=(0.5, 0, 10))
