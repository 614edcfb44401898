"""5D: who is there, across workers that may die: heartbeats with an expiry, and what a dead worker takes with it."""

import random
from itertools import accumulate

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside

__all__ = ["judge"]

EXPIRY = 10
GONE = "The worker has said nothing for 10 s: it is dead, and nobody is there by it."
SIGN = "Whatever a worker says is a sign of life, and its 10 s begin anew."
AFRESH = "The worker was dead, so it began anew, with none: who was there before has to enter again."
TABS = "Somebody at two workers is in the list once, and stays while one of the two has them."
STORIES = (
    Story("there 0", "Nobody has entered: an empty list."),
    Story("enter 0 1 5, there 1", "Who entered is there."),
    Story("enter 0 1 5, enter 0 1 3, enter 0 2 4, there 1", "All who are there, at any worker, sorted."),
    Story("enter 0 1 5, leave 1 1 5, there 1", "Who left is not there."),
    Story("enter 0 1 5, enter 1 1 5, there 1, leave 2 1 5, there 2", "Entering twice is being there."),
    Story("leave 0 1 5, there 0", "Who leaves and never entered is not there, and that is no error."),
    Story("enter 0 1 5, leave 1 2 5, there 1", "They left the other worker, and are at this one still."),
    Story("enter 0 1 5, enter 0 2 5, there 1, leave 1 1 5, there 1", TABS),
    Story("enter 0 1 5, there 9, there 10", GONE),
    Story("enter 0 1 5, beat 9 1, there 18, there 19", SIGN),
    Story("enter 0 1 5, enter 6 1 4, there 12, leave 13 1 4, there 22", SIGN),
    Story("enter 0 1 5, enter 0 2 4, beat 9 2, there 12", "One worker died, and the other lives."),
    Story("enter 0 1 5, beat 10 1, there 11", AFRESH),
    Story("enter 0 1 5, enter 12 1 4, there 12", AFRESH),
    Story("enter 0 1 5, leave 12 1 4, there 12", AFRESH),
    Story("enter 0 1 5, there 11, beat 12 1, there 12", AFRESH),
    Story("enter 0 0 0, there 0", "0 is a time, a worker and a user like any other."),
)  # fmt: skip


class _Ours:
    """For each worker, until when it lives, and a dict of its users."""

    def __init__(self, expiry: int) -> None:
        self.expiry, self.until, self.at = expiry, dict[int, int](), dict[int, dict[int, bool]]()

    def enter(self, now: int, worker: int, user: int) -> None:
        self.beat(now, worker)
        self.at[worker][user] = True

    def leave(self, now: int, worker: int, user: int) -> None:
        self.beat(now, worker)
        self.at[worker].pop(user, None)

    def beat(self, now: int, worker: int) -> None:
        if self.until.get(worker, now) <= now:
            self.at[worker] = {}
        self.until[worker] = now + self.expiry

    def there(self, now: int) -> list[int]:
        return sorted(
            {user for worker, users in self.at.items() if self.until[worker] > now for user in users}
        )

    def why(self, given: object) -> str:
        lives = [
            f"{worker} until {until} s with {sorted(self.at[worker])}" for worker, until in self.until.items()
        ]
        return f"Unless they say more, the workers live: {'; '.join(lives) or 'none'}."


def _chance(source: random.Random) -> Calls:
    pauses = (source.choice((0, 1, 1, 2, 5)) for _ in range(CALLS))
    for now in accumulate(pauses, initial=source.randrange(100)):
        deed, worker = source.choice(("enter", "enter", "leave", "beat")), source.randrange(3)
        yield (deed, now, worker) if deed == "beat" else (deed, now, worker, source.randrange(4))
        yield ("there", now + source.randrange(2))


judge = alongside(
    _Ours, STORIES, lambda source: Story(_chance(source), args=(source.randrange(2, 9),)), args=(EXPIRY,)
)
