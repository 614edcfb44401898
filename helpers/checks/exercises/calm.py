"""3A: count resets, whoever sends them, and end what floods (RFC 9113 §10.5, CVE-2023-44487, CVE-2025-8671)."""

import random

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside
from helpers.net.http2.limits import Bucket

__all__ = ["judge"]

FIRST = "As many as a second brings may come at once: a browser that leaves a page resets all its streams."
FLOOD = "Five resets at the same moment, and four were there to take: the fifth is too many."
OURS = "Whoever sends RST_STREAM, the work was for nothing: ours count as theirs do."
HEAP = "However long it was quiet, no more than a second's worth is saved up."
FOUR = "they_reset 0, " * 4
OVER = "The connection has ended: whatever comes later, the answer stays False."
STORIES = (
    Story("they_reset 0", "One reset is no flood."),
    Story("they_reset 0, " * 4, FIRST),
    Story("they_reset 0, " * 5, FLOOD),
    Story("they_reset 0, " * 9, "Eight at once are allowed here, the ninth is not: it depends on most.", args=(8,)),
    Story("we_reset 0", "A stream that we reset is no flood either."),
    Story("we_reset 0, " * 5, OURS),
    Story("they_reset 0, we_reset 0, they_reset 0", OURS, args=(2,)),
    Story(f"{FOUR} {'they_reset 1, ' * 4}", "After a second all four are there again."),
    Story(f"{FOUR} {'they_reset 1, ' * 5}", "A second brings four, and not the fifth."),
    Story(f"{FOUR} they_reset 0.25, they_reset 0.5", "A quarter of a second brings one of four."),
    Story(f"{FOUR} {'they_reset 0.5, ' * 3}", "Half a second brings two of four."),
    Story("they_reset 0, they_reset 0, they_reset 0.25", "A quarter of a second brings half a reset, which is none.",
          args=(2,)),
    Story("they_reset 0, they_reset 0, they_reset 0.75, they_reset 1",
          "1.5 had come by 0.75 s, and one of them was taken; at 1 s another half has come: one again.", args=(2,)),
    Story("they_reset 100, " * 5, f"It began at 0 s. {HEAP}"),
    Story("they_reset 0, they_reset 9, they_reset 9, they_reset 9", HEAP, args=(2,)),
    Story(f"{FOUR} they_reset 0, they_reset 100", OVER),
    Story("we_reset 0, we_reset 0, we_reset 0, we_reset 100, they_reset 100", OVER, args=(2,)),
    Story(", ".join(f"they_reset {number / 8}" for number in range(24)),
          "Eight a second, one by one, may go on for ever.", args=(8,)),
)  # fmt: skip


class _Ours:
    """The bucket of our server, after which all is over."""

    def __init__(self, most: int) -> None:
        self.now, self.over = 0.0, False
        self.bucket = Bucket(most, lambda: self.now)  # type: ignore[arg-type]

    def they_reset(self, now: float) -> bool:
        self.now = now
        self.over = self.over or not self.bucket.take()
        return not self.over

    we_reset = they_reset

    def why(self, given: object) -> str:
        return OVER if given else "By our count there were enough left: what leaks away comes back with time."


def _chance(source: random.Random) -> Calls:
    now = 0.0
    for _ in range(CALLS):
        now += source.choice((0, 0.125, 0.25, 0.25, 0.5, 0.5, 1, 3))
        yield source.choice(("they_reset", "we_reset")), now


judge = alongside(
    _Ours, STORIES, lambda source: Story(_chance(source), args=(source.choice((2, 4, 8)),)), args=(4,)
)
