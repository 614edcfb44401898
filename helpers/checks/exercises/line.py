"""4D: what a client keeps over its lost connections: where it stopped, and which posts nobody answered."""

import random

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside

__all__ = ["judge"]

FIRST = "Nothing was heard yet, and nothing posted: after 0, and no keys."
AFTER = "It stopped at 8: ask for what came after that."
TWICE = "It was shown already. A history, a broadcast and an answer may all bring the same message."
WAITS = "There is no line: the post waits for the next one."
AGAIN = (
    "Nobody answered this post. It may be lost or only its answer may be: send it again, under the same key."
)
GAP = "After a gap ids may begin anew: what was shown before no longer counts."
STORIES = (
    Story("opened", FIRST),
    Story("opened, heard 7, heard 8, closed, opened", AFTER),
    Story("opened, heard 7, heard 7", TWICE),
    Story("opened, heard 7, heard 8, closed, opened, heard 8, heard 9", TWICE),
    Story("opened, heard 7, heard 8, heard 7, closed, opened", f"{AFTER} 7 came twice, and is no step back."),
    Story("post 1", WAITS),
    Story("opened, post 1", "The line is open: send it now."),
    Story("opened, closed, post 1", WAITS),
    Story("post 1, opened", "It waited for the line: now is its time."),
    Story("opened, post 1, closed, opened", AGAIN),
    Story("opened, post 1, stored 1, closed, opened", "It was answered: once is enough."),
    Story("opened, post 1, closed, opened, closed, opened", f"{AGAIN} As often as it takes."),
    Story("post 2, opened, post 1, post 3, closed, opened", "Posts go again in the order of their making."),
    Story("opened, post 1, post 2, stored 1, closed, opened", "Only the answered one is done."),
    Story("opened, post 1, stored 1, stored 1, closed, opened", "A second answer does no harm."),
    Story("opened, post 1, opened", "A wake-up may open a new line where the old one only seemed to stand."),
    Story("opened, heard 8, gap, heard 1, heard 2", GAP),
    Story("opened, heard 8, gap, closed, opened", f"{GAP} And where it stopped is nowhere."),
    Story("opened, post 1, gap, closed, opened", f"{AGAIN} A gap says nothing of our own posts."),
)  # fmt: skip


class _Ours:
    """A set of what was shown, a dict of what waits."""

    def __init__(self) -> None:
        self.shown, self.waiting, self.line = set[int](), dict[int, None](), False

    def opened(self) -> tuple[int, list[int]]:
        self.line = True
        return max(self.shown, default=0), [*self.waiting]

    def closed(self) -> None:
        self.line = False

    def post(self, key: int) -> bool:
        self.waiting[key] = None
        return self.line

    def stored(self, key: int) -> None:
        self.waiting.pop(key, None)

    def heard(self, number: int) -> bool:
        new = number > max(self.shown, default=0)
        self.shown.add(number)
        return new

    def gap(self) -> None:
        self.shown.clear()

    def why(self, given: object) -> str:
        return f"The newest that was shown is {max(self.shown, default=0)}; unanswered are {[*self.waiting]}."


def _chance(source: random.Random) -> Calls:
    number, keys = 0, iter(source.sample(range(1, 100), CALLS))
    for _ in range(CALLS):
        match source.choice(("opened", "closed", "post", "post", "stored", "heard", "heard", "heard", "gap")):
            case "post":
                yield "post", next(keys)
            case "stored":
                yield "stored", source.randrange(1, 100)
            case "heard":
                number = max(1, number + source.choice((1, 1, 0, -1)))
                yield "heard", number
            case name:
                yield (name,)


judge = alongside(_Ours, STORIES, lambda source: Story(_chance(source)))
