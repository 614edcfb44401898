"""4D: what waits for a slow reader where only the newest of each counts: replace, or drop what has waited longest."""

import random

from helpers.checks.judges.alongside import CALLS, Story, alongside

__all__ = ["judge"]

FULL = "2 wait already, and of 3 none does: the one that has waited longest is dropped first."
PLACE = (
    "The new value takes the place of the old one in the row: nobody moves to the end by moving on the map."
)
STORIES = (
    Story("read", "Nothing waits: an empty list."),
    Story("put 1 7, read", "What was put is read, as a tuple in a list."),
    Story("put 1 7, put 2 8, read", "What waits is read in the order of the row."),
    Story("put 1 7, read, read", "What was read waits no more."),
    Story("put 1 7, put 1 9, read", "Of each only the newest counts."),
    Story("put 1 7, put 2 8, put 1 9, read", PLACE),
    Story("put 1 7, put 2 8, put 3 9, read", FULL),
    Story("put 1 7, put 2 8, put 2 9, read", "It is full, but 2 waits already: nothing has to be dropped."),
    Story("put 1 7, put 2 8, put 3 9, put 4 9, read", "Each one that is dropped counts."),
    Story("put 1 7, put 2 8, put 3 9, read, put 4 9", "Reading forgets nothing: the count stays."),
    Story("put 1 7, put 2 8, put 1 9, put 3 9, read",
          "1 came first, and kept its place when it was replaced: it has waited longest."),
    Story("put 1 0, put 0 7, read", "0 is a value, and a name, like any other."),
)  # fmt: skip


class _Ours:
    """A row of pairs."""

    def __init__(self, most: int) -> None:
        self.most, self.row, self.dropped = most, list[tuple[int, int]](), 0

    def put(self, who: int, value: int) -> int:
        names = [name for name, _ in self.row]
        if who in names:
            self.row[names.index(who)] = (who, value)
        else:
            over = max(0, len(self.row) + 1 - self.most)
            self.row, self.dropped = [*self.row[over:], (who, value)], self.dropped + over
        return self.dropped

    def read(self) -> list[tuple[int, int]]:
        row, self.row = self.row, []
        return row

    def why(self, given: object) -> str:
        return f"At most {self.most} wait; {self.dropped} were dropped so far."


def _by_chance(source: random.Random) -> Story:
    most = source.randrange(1, 4)
    put = [("put", source.randrange(5), source.randrange(9)) for _ in range(CALLS)]
    return Story((one if source.random() < 0.8 else ("read",) for one in put), args=(most,))


judge = alongside(_Ours, STORIES, _by_chance, args=(2,))
