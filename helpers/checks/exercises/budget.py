"""2E: a retry budget that forgets: within any window of time, a share of what was asked, and a few to spare."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from helpers.checks.judges.alongside import Story, alongside

__all__ = ["judge"]

RUNS, CALLS = 30, 40
FOUR = ["asked 0", "asked 1", "asked 2", "asked 3"]
LEFT = "The budget was spent by then: a retry that leaves counts."
EARNED = "Two requests earn one retry at a share of 0.5."
OLD = "What left 10 s ago or earlier counts no more: the requests are too few now."
# how many to spare; the calls; what is said of a retry that should not have left, and of one that should have
SCENES: tuple[tuple[str, int, Sequence[str], str, str], ...] = (
    ("nobody has asked", 0, ["may_retry 0"], "Half of nothing is nothing.", ""),
    ("two requests", 0, [*FOUR[:2], "may_retry 1"], "", EARNED),
    ("four requests", 0, [*FOUR, *["may_retry 4"] * 3],
     "Four requests earn two retries, which have left: a retry counts, and earns nothing.", EARNED),
    ("three requests", 0, [*FOUR[:3], *["may_retry 4"] * 2],
     "Three requests earn 1.5 retries, and this would be the second: half a retry cannot leave.", EARNED),
    ("two to spare", 2, ["may_retry 0"] * 3, LEFT, "Two to spare may leave though nobody has asked."),
    ("two to spare, and two requests", 2, [*["may_retry 0"] * 3, *FOUR[1:3], "may_retry 3"], LEFT,
     "Two to spare and one earned are three. The one that was refused never left, and does not count."),
    ("two requests", 0, [*FOUR[:2], "may_retry 10"], OLD, ""),
    ("one to spare", 1, ["may_retry 0", "may_retry 9.75", "may_retry 10"], LEFT,
     "The retry of 0 s left 10 s ago: it counts no more."),
    ("two requests before 10 s, two retries after", 0, ["asked 8", "asked 9", "may_retry 11", "may_retry 12"], LEFT,
     "Both requests left in the last 10 s: the window goes along, it does not begin anew every 10 s."),
    ("two retries, and their requests grow old", 0, [*FOUR, *["may_retry 9"] * 2, "may_retry 12"], OLD, EARNED),
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


def _stories() -> Iterator[Story]:
    for about, spare, calls, more, less in SCENES:
        told = ((name, float(moment)) for name, moment in map(str.split, calls))
        why = {True: more, False: less}.__getitem__
        yield Story((0.5, spare, 10), _Ours(0.5, spare, 10), told, why, about)
    for seed in range(RUNS):
        source = random.Random(f"Budget {seed}")
        limits = source.choice((0.125, 0.25, 0.5, 1)), source.randrange(4), source.randrange(1, 11)
        ours, moments = _Ours(*limits), accumulate(source.choices((0, 0, 0.25, 0.5, 1, 2), k=CALLS))
        deeds = ((source.choice(("asked", "asked", "may_retry")), now) for now in moments)
        yield Story(limits, ours, deeds, ours.why)


judge = alongside(_stories, "asked", "may_retry")
