"""5B: acknowledgements and the events they belong to: right, late, double, or of nothing that was asked."""

import random

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside

__all__ = ["judge"]

PATIENCE = 10
NUMBERS = "Each event gets the next number: 0, 1, 2, …, whatever has been answered meanwhile."
DOUBLE = "It was answered before, in time or late: a second answer is double."
LATE = f"More than {PATIENCE} s after it was asked: late. Nobody waits for it any more."
STORIES = (
    Story("ask 0, ask 0, ask 1", NUMBERS),
    Story("ask 0, heard 1 0", "The answer to number 0, in time: right."),
    Story("ask 0, ask 0, heard 1 1, heard 1 0", "Answers may come in any order."),
    Story("heard 0 0", "Nothing was asked: unknown."),
    Story("ask 0, heard 1 1", "Number 1 was never asked: unknown."),
    Story("ask 0, heard 1 -1", "Number -1 was never asked: unknown. In a list of Python it is the last one."),
    Story("ask 0, heard 1 0, heard 2 0", DOUBLE),
    Story("ask 0, heard 1 0, heard 2 0, heard 3 0", f"{DOUBLE} So is a third."),
    Story("ask 0, heard 10 0", f"Exactly {PATIENCE} s is in time."),
    Story("ask 0, heard 11 0", LATE),
    Story("ask 0, heard 11 0, heard 12 0", DOUBLE),
    Story("ask 0, heard 1 0, heard 20 0", f"{DOUBLE} However late it comes."),
    Story("ask 5, ask 9, heard 16 0, heard 16 1", "Each has a patience of its own, from when it was asked."),
    Story("waiting 0", "Nobody waits for anything: 0."),
    Story("ask 0, ask 0, waiting 1, heard 1 1, waiting 1", "Who was answered waits no more."),
    Story("ask 0, ask 5, waiting 10, waiting 11, waiting 15, waiting 16",
          "Who was asked too long ago waits no more."),
    Story("ask 0, heard 1 7, waiting 1", "An answer to nothing changes nothing."),
    Story("ask 0, waiting 11, heard 12 0", f"{LATE} It was asked, and is not unknown."),
    Story("ask 0, heard 1 0, ask 2", NUMBERS),
)  # fmt: skip


class _Ours:
    """When each was asked; the numbers that were answered."""

    def __init__(self, patience: float) -> None:
        self.patience, self.asked, self.answered = patience, list[float](), set[float]()

    def ask(self, now: float) -> int:
        self.asked.append(now)
        return len(self.asked) - 1

    def heard(self, now: float, number: float) -> str:
        if number not in range(len(self.asked)):
            return "unknown"
        if number in self.answered:
            return "double"
        self.answered.add(number)
        return "late" if now - self.asked[int(number)] > self.patience else "right"

    def waiting(self, now: float) -> int:
        return sum(
            number not in self.answered and now - then <= self.patience
            for number, then in enumerate(self.asked)
        )

    def why(self, given: object) -> str:
        asked = ", ".join(
            f"{number} at {then:g} s"
            for number, then in enumerate(self.asked[-5:], max(0, len(self.asked) - 5))
        )
        return f"Patience is {self.patience:g} s. Asked: {asked or 'nothing'}."


def _chance(source: random.Random) -> Calls:
    now = 0
    for _ in range(CALLS):
        now += source.randrange(3)
        heard = ("heard", now, source.randrange(-1, 12))
        yield source.choice((("ask", now), heard, heard, ("waiting", now)))


judge = alongside(
    _Ours, STORIES, lambda source: Story(_chance(source), args=(source.randrange(1, 9),)), args=(PATIENCE,)
)
