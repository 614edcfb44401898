"""2F: what a cursor gets, and when the answer is an explicit gap."""

import random
from typing import Any

from helpers.checks.engine.values import plain
from helpers.checks.judges.cases import Case, on_cases

__all__ = ["judge"]

OTHER = "The cursor is from another life of the server: its id says nothing about today's. That is a gap."
OLD = "Messages between the cursor and the oldest that is kept are gone. That is a gap."
FUTURE = "No message with that id was sent yet, so the cursor cannot be ours. That is a gap."
TODAY, SOME, LATE = "monday", [1, 2, 3, 4, 5], [41, 42, 43]
CASES = (
    Case((TODAY, SOME, "monday.3"), "Give what came after the cursor's id."),
    Case((TODAY, SOME, "monday.5"), "The client has everything: no gap, and nothing to send."),
    Case((TODAY, SOME, "monday.0"), "A client that has seen nothing yet: all of it, and no gap."),
    Case((TODAY, LATE, "monday.42"), "Ids need not begin at 1: the older ones are no longer kept."),
    Case((TODAY, LATE, "monday.7"), OLD),
    Case((TODAY, LATE, "monday.39"), OLD),
    Case((TODAY, LATE, "monday.40"), "The next message is the oldest that is kept: nothing is missing."),
    Case((TODAY, SOME, "sunday.3"), OTHER),
    Case((TODAY, SOME, "sunday.7"), OTHER),
    Case((TODAY, SOME, "monday.6"), FUTURE),
    Case((TODAY, [], "monday.0"), "Nothing was ever said: no gap, nothing to send."),
    Case((TODAY, [], "monday.1"), FUTURE),
    Case((TODAY, [], "sunday.0"), OTHER),
    Case(("mon.day", SOME, "mon.day.3"), "The id is what stands behind the last dot; an epoch may have dots."),
    Case((TODAY, [8, 9, 10, 11, 12], "monday.9"), "Compare ids as numbers: as text, 9 is more than 12."),
)  # fmt: skip


def _right(epoch: str, kept: list[int], cursor: str) -> tuple[bool, list[int]]:
    theirs, _, number = cursor.rpartition(".")
    known = {0} if not kept else {kept[0] - 1, *kept}
    if theirs != epoch or int(number) not in known:
        return True, kept
    return False, [one for one in kept if one > int(number)]


def _by_chance(source: random.Random) -> Case:
    first = source.randrange(1, 30)
    kept = list(range(first, first + source.randrange(1, 9)))
    cursor = f"{source.choice(('monday', 'monday', 'monday', 'sunday'))}.{source.randrange(40)}"
    gap, ids = _right(TODAY, kept, cursor)
    why = f"There is {'a' if gap else 'no'} gap, and to send are {len(ids)} ids."
    return Case((TODAY, kept, cursor), why)


def _read(value: object) -> object:
    """The ids may be any sequence: as a list they are compared."""
    pair = plain(value)
    if isinstance(pair, tuple) and len(pair) == 2 and isinstance(ids := plain(pair[1]), tuple | range):
        return pair[0], list(ids)
    return value


def _no_pair(case: Case, value: Any) -> str:
    return "" if len(value) == 2 else "Return a pair: (gap, ids)."


judge = on_cases(_right, CASES, _no_pair, by_chance=_by_chance, runs=60, read=_read)
