"""5D: a client's place in the log after a failover: doubles, holes and pages become each id once, in order."""

import random
from functools import partial

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside

__all__ = ["judge"]

HOLE = "8 is missing: 9 cannot be shown yet, and the log has to be asked."
ONCE = "A question is on its way already: its answer will say whether another one is needed."
STORIES = (
    Story("shown, gone", "Nothing came yet: nothing was shown since the beginning, and nothing is gone."),
    Story("heard 8, heard 9, shown", "The next one is shown when it comes, and nobody has to ask."),
    Story("heard 8, heard 8, heard 7, heard 3, shown", "A double, or one from before, is not shown again."),
    Story("heard 9, shown", HOLE),
    Story("heard 9, heard 10, heard 11", ONCE),
    Story("heard 9, heard 8, heard 10, shown",
          "8 came late and is the next one; what was heard after it and not shown comes with the answer."),
    Story("heard 9, page 8 9, shown, gone", "The page has what was missing, and nothing is gone."),
    Story("heard 9, page 5 9, shown", "A page may begin with what was shown before: show what is new in it."),
    Story("heard 9, heard 8, page 8 9, shown", "8 was shown when it came, late, and is not shown again."),
    Story("heard 9, heard 12, heard 8, page 8 10, page 11 12, shown",
          "12 was heard, and the page ends with 10: ask again."),
    Story("heard 9, page 8 9, heard 11", "The question was answered: a new hole is a new question."),
    Story("heard 9, page 8 12, heard 11, heard 13, shown", "The page was ahead of the broadcasts."),
    Story("heard 9, page 3 5, heard 8, shown", "A page of what we had: ask again, and 8 is the next one still."),
    Story("heard 20, page 15 20, shown, gone",
          "The log begins with 15: 8 to 14 are gone for good, seven of them, and the rest is shown."),
    Story("heard 20, page 15 20, heard 40, page 31 40, gone", "What is gone for good adds up."),
)  # fmt: skip


class _Ours:
    """A set of what was shown."""

    def __init__(self, last: int) -> None:
        self.begun, self.last, self.told, self.asked = last, last, last, False
        self.row: list[int] = []
        self.lost = 0

    def heard(self, id: int) -> bool:
        self.told = max(self.told, id)
        if id - self.last == 1:
            self._show(id, id)
        if self.asked or self.told == self.last:
            return False
        self.asked = True
        return True

    def page(self, first: int, last: int) -> bool:
        if first > self.last + 1:
            self.lost += first - self.last - 1
        self._show(max(first, self.last + 1), last)
        self.told = max(self.told, self.last)
        self.asked = self.told > self.last
        return self.asked

    def shown(self) -> list[int]:
        return [*self.row]

    def gone(self) -> int:
        return self.lost

    def why(self, given: object) -> str:
        asked = "a question is on its way" if self.asked else "no question is on its way"
        return f"All up to {self.last} was shown, the latest heard of is {self.told}, and {asked}."

    def _show(self, first: int, last: int) -> None:
        self.row += range(first, last + 1)
        self.last = max(self.last, last)


def _chance(source: random.Random, ours: _Ours) -> Calls:
    """A log that grows, whose news come in any order, and pages of it; now and then it forgets its oldest."""
    newest = ours.last
    for _ in range(CALLS):
        newest += source.randrange(3)
        if ours.asked and source.random() < 0.5:
            first = ours.last + 1 + source.choice((-3, 0, 0, 0, 2))
            yield ("page", first, first + source.randrange(5))
        else:
            yield ("heard", max(1, newest - source.randrange(4)))
        yield (source.choice(("shown", "gone")),)


judge = alongside(
    _Ours, STORIES, lambda source: Story(partial(_chance, source), args=(source.randrange(50),)), args=(7,)
)
