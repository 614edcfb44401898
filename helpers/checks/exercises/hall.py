"""3B: a room in which a listener who reads no more is forgotten, and costs nothing before that without limit."""

import random

from helpers.checks.judges.alongside import CALLS, Story, alongside

__all__ = ["judge"]

GONE = "Two wait for 1 already: who is told one more has gone, and is forgotten with all that waits."
READ = "Who reads has nothing waiting, and is not forgotten."
STORIES = (
    Story("say 7, read 1", "Nobody listens: nobody is told, and nothing waits."),
    Story("join 1, say 7, read 1", "Who listens is told, and reads it."),
    Story("join 1, say 7, say 8, read 1", "What waits is read in the order in which it was said."),
    Story("join 1, say 7, read 1, read 1", "What was read waits no more."),
    Story("join 1, say 7, read 1, say 8", "Who reads is not forgotten: it hears the next one too."),
    Story("say 7, join 1, read 1", "Who comes later hears nothing of before."),
    Story("join 1, join 2, say 7, read 2, read 1", "Each listener has a row of its own."),
    Story("join 1, say 7, say 8, say 9, read 1", GONE),
    Story("join 1, say 7, say 8, say 9, say 4, read 1", f"{GONE} It does not come back by itself."),
    Story("join 1, join 2, say 7, read 2, say 8, read 2, say 9, read 2",
          "1 has gone. It must not keep the message from the others."),
    Story("join 1, join 2, join 3, say 7, say 8, read 2, say 9, read 2, read 1, read 3",
          "1 and 3 have gone at once: forgetting one while going through all must not skip another."),
    Story("join 1, say 7, say 8, read 1, say 9, say 4, read 1", READ),
    Story("join 1, say 7, join 1, read 1", "Who comes again begins anew, with nothing waiting."),
    Story("join 1, say 7, say 8, say 9, join 1, say 4, read 1", "Who was forgotten may come again."),
    Story("read 1, say 7, read 1", "Reading is not joining."),
)  # fmt: skip


class _Ours:
    """A row for each who listens."""

    def __init__(self, most: int) -> None:
        self.most, self.waiting = most, dict[float, list[float]]()

    def join(self, who: float) -> None:
        self.waiting[who] = []

    def say(self, message: float) -> int:
        self.waiting = {who: [*row, message] for who, row in self.waiting.items() if len(row) < self.most}
        return len(self.waiting)

    def read(self, who: float) -> list[float]:
        row = self.waiting.get(who, [])
        if who in self.waiting:
            self.waiting[who] = []
        return row

    def why(self, given: object) -> str:
        return f"At most {self.most} wait for one listener; {len(self.waiting)} listen now."


def _by_chance(source: random.Random) -> Story:
    most, deeds = source.randrange(1, 4), ("join", "say", "say", "say", "read", "read")
    return Story(((source.choice(deeds), source.randrange(1, 5)) for _ in range(CALLS)), args=(most,))


judge = alongside(_Ours, STORIES, _by_chance, args=(2,))
