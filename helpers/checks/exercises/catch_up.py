"""2F: what a cursor gets, and when the answer is an explicit gap."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.values import plain
from helpers.checks.judges.cases import Case, on_cases

__all__ = ["judge"]

OTHER = "The cursor is from another life of the server: its id says nothing about today's. That is a gap."
OLD = "Messages between the cursor and the oldest that is kept are gone. That is a gap."
FUTURE = "No message with that id was sent yet, so the cursor cannot be ours. That is a gap."
TODAY, SOME, LATE = "monday", [1, 2, 3, 4, 5], [41, 42, 43]
CASES: tuple[tuple[str, list[int], str, str], ...] = (
    (TODAY, SOME, "monday.3", "Give what came after the cursor's id."),
    (TODAY, SOME, "monday.5", "The client has everything: no gap, and nothing to send."),
    (TODAY, SOME, "monday.0", "A client that has seen nothing yet: all of it, and no gap."),
    (TODAY, LATE, "monday.42", "Ids need not begin at 1: the older ones are no longer kept."),
    (TODAY, LATE, "monday.7", OLD),
    (TODAY, LATE, "monday.39", OLD),
    (TODAY, LATE, "monday.40", "The next message is the oldest that is kept: nothing is missing."),
    (TODAY, SOME, "sunday.3", OTHER),
    (TODAY, SOME, "sunday.7", OTHER),
    (TODAY, SOME, "monday.6", FUTURE),
    (TODAY, [], "monday.0", "Nothing was ever said: no gap, nothing to send."),
    (TODAY, [], "monday.1", FUTURE),
    (TODAY, [], "sunday.0", OTHER),
    ("mon.day", SOME, "mon.day.3", "The id is what stands behind the last dot; an epoch may have dots."),
    (TODAY, [8, 9, 10, 11, 12], "monday.9", "Compare ids as numbers: as text, 9 is more than 12."),
)


def _expected(epoch: str, kept: list[int], cursor: str) -> tuple[bool, list[int]]:
    theirs, _, number = cursor.rpartition(".")
    known = {0} if not kept else {kept[0] - 1, *kept}
    if theirs != epoch or int(number) not in known:
        return True, kept
    return False, [one for one in kept if one > int(number)]


def _cases() -> Iterator[Case]:
    for epoch, kept, cursor, why in CASES:
        yield Case((epoch, kept, cursor), _expected(epoch, kept, cursor), why)
    source = random.Random("catch_up")
    for _ in range(60):
        first = source.randrange(1, 30)
        kept = list(range(first, first + source.randrange(1, 9)))
        cursor = f"{source.choice(('monday', 'monday', 'monday', 'sunday'))}.{source.randrange(40)}"
        gap, ids = right = _expected(TODAY, kept, cursor)
        why = f"There is {'a' if gap else 'no'} gap, and to send are {len(ids)} ids."
        yield Case((TODAY, kept, cursor), right, why)


def _read(value: object) -> object:
    """The ids may be any sequence: as a list they are compared."""
    pair = plain(value)
    if isinstance(pair, tuple) and len(pair) == 2 and isinstance(ids := plain(pair[1]), tuple | range):
        return pair[0], list(ids)
    return value


def _no_pair(case: Case, value: Any) -> str:
    return "" if len(value) == 2 else "Return a pair: (gap, ids)."


judge = on_cases(_cases, _no_pair, read=_read)
