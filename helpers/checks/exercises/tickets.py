"""6B: tickets for the first message: good once, for a short time, for one person."""

import random
from itertools import accumulate

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside

__all__ = ["judge"]

OTHERS = "It was issued to 1: nobody else may use it."
NEVER = 99  # nobody issues this one; what is tried first and issued then is not asked
BURNT = "Somebody else tried it: whoever that was has read it, so it is good for nobody any more."
STORIES = (
    Story("redeem 7 1 0", "Nobody issued this ticket."),
    Story("issue 7 1 0, redeem 7 1 0", less="A fresh ticket, and its own person: that is a yes."),
    Story("issue 7 1 0, redeem 7 1 9", less="It is good for 10 s, and only 9 are over."),
    Story("issue 7 1 0, redeem 7 1 10", "At 10 s it is over."),
    Story("issue 7 1 5, redeem 7 1 14", less="Its time begins when it is issued: at 14 s it is 9 s old."),
    Story("issue 7 1 0, redeem 7 1 1, redeem 7 1 2", "Once: at the second time it is gone."),
    Story("issue 7 1 0, redeem 7 2 1", OTHERS),
    Story("issue 7 1 0, redeem 7 2 1, redeem 7 1 2", BURNT),
    Story("issue 7 1 0, issue 8 1 3, redeem 7 1 5, redeem 8 1 6", less="Two tabs, two tickets: each is good, once."),
    Story("issue 7 1 0, issue 8 2 0, redeem 8 2 1, redeem 7 1 1", less="Each one's ticket is good for that one."),
    Story("issue 7 1 0, redeem 7 1 10, redeem 7 1 5", "It came late once: it is gone."),
    Story("issue 7 1 0, issue 8 2 0, gone 1, redeem 7 1 1", "1 has logged out: nobody needs this ticket any more."),
    Story("issue 7 1 0, issue 8 1 0, gone 1, redeem 8 1 1", "1 has logged out: all of 1's tickets are void."),
    Story("issue 7 1 0, issue 8 2 0, gone 1, redeem 8 2 1", less="1 has logged out, and 2 has not."),
    Story("gone 3, issue 7 3 1, redeem 7 3 2", less="3 had no ticket before, and has one now."),
)  # fmt: skip


class _Ours:
    """Whose each ticket is, and until when."""

    def __init__(self, life: int) -> None:
        self.life, self.known = life, dict[int, tuple[int, int]]()

    def issue(self, ticket: int, who: int, now: int) -> None:
        self.known[ticket] = who, now + self.life

    def redeem(self, ticket: int, who: int, now: int) -> bool:
        owner, end = self.known.pop(ticket, (None, 0))
        return owner == who and now < end

    def gone(self, who: int) -> None:
        self.known = {ticket: one for ticket, one in self.known.items() if one[0] != who}

    def why(self, given: object) -> str:
        if given is True:
            return (
                f"Good once, for {self.life} s, for the person it was issued to: one of these is not so here."
            )
        return (
            f"It was issued to this person less than {self.life} s ago, and nobody has tried it since: a yes."
        )


def _by_chance(source: random.Random) -> Story:
    return Story(_calls(source), args=(source.randrange(2, 9),))


def _calls(source: random.Random) -> Calls:
    issued = 0
    for now in accumulate((source.randrange(3) for _ in range(CALLS)), initial=0):
        who, call = source.randrange(1, 4), source.choices(("issue", "redeem", "gone"), (8, 11, 1))[0]
        issued += call == "issue"
        ticket = issued if call == "issue" else source.choice((NEVER, *range(max(1, issued - 3), issued + 1)))
        yield (call, who) if call == "gone" else (call, ticket, who, now)


judge = alongside(_Ours, STORIES, _by_chance, args=(10,))
