"""6C: the streams of one connection: no id twice, and exactly one completion for each, whoever ends it."""

import random

from helpers.checks.judges.alongside import CALLS, Calls, Story, alongside

__all__ = ["judge"]

MOST, NAMES = 2, ("begin", "begin", "item", "cancel", "end")
TWICE = "An id is used once on a connection: after its completion, too, it cannot begin again."
FULL = f"{MOST} streams are under way, and no more may be."
OVER = "Its completion has gone out: nothing may follow under this id."
ONCE = "It was completed already: a second completion breaks the protocol."
NEVER = "No stream of this id has begun."
STORIES = (
    Story("begin 1", less="A new id, and nothing under way: it begins."),
    Story("begin 1, item 1, item 1", less="The stream is under way: its items may be sent."),
    Story("item 1", NEVER),
    Story("begin 1, item 2", NEVER),
    Story("begin 1, end 1", less="It has given all it had: its completion goes out."),
    Story("begin 1, end 1, item 1", OVER),
    Story("begin 1, end 1, end 1", ONCE),
    Story("begin 1, cancel 1", less="The caller wants no more, and a completion is sent all the same."),
    Story("begin 1, cancel 1, item 1", OVER),
    Story("begin 1, cancel 1, end 1", ONCE),
    Story("begin 1, end 1, cancel 1", "The cancellation came too late, as it may: it is passed over."),
    Story("cancel 1", f"{NEVER} A cancellation of nothing is passed over."),
    Story("begin 1, begin 1", "This id is under way."),
    Story("begin 1, begin 1, item 1", less="The second beginning was refused; the first goes on."),
    Story("begin 1, end 1, begin 1", TWICE),
    Story("begin 1, cancel 1, begin 1", TWICE),
    Story("begin 1, begin 2, item 2, item 1, end 1, item 2", less="Each stream is by itself."),
    Story("begin 1, begin 2, begin 3", FULL),
    Story("begin 1, begin 2, begin 3, item 3", "It was refused: it has not begun."),
    Story("begin 1, begin 2, end 1, begin 3", less="One has ended: there is room again."),
    Story("begin 1, begin 2, cancel 2, begin 3", less="One was cancelled: there is room again."),
    Story("begin 1, begin 2, begin 3, end 1, begin 3", less="It was refused: its id is still unused."),
)  # fmt: skip


class _Ours:
    """The ids that are under way, and all that ever were."""

    def __init__(self, most: int) -> None:
        self.most, self.running, self.used = most, set[int](), set[int]()

    def begin(self, id: int) -> bool:
        if id in self.used or len(self.running) >= self.most:
            return False
        self.running.add(id)
        self.used.add(id)
        return True

    def item(self, id: int) -> bool:
        return id in self.running

    def end(self, id: int) -> bool:
        under_way = id in self.running
        self.running.discard(id)
        return under_way

    cancel = end

    def why(self, given: object) -> str:
        return f"Under way: {sorted(self.running) or 'none'}, at most {self.most}. Ever used: {sorted(self.used)}."


def _calls(source: random.Random) -> Calls:
    yield from ((source.choice(NAMES), source.randrange(1, 12)) for _ in range(CALLS))


judge = alongside(
    _Ours, STORIES, lambda source: Story(_calls(source), args=(source.randrange(1, 5),)), args=(MOST,)
)
