"""2F: what a cursor gets, and when the answer is an explicit gap."""

import random
from collections.abc import Iterator

from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import plain
from helpers.checks.judges.cases import Case, on_cases

__all__ = ["CATCH_UP"]

_OTHER = "The cursor is from another life of the server: its id says nothing about today's. That is a gap."
_OLD = "Messages between the cursor and the oldest that is kept are gone. That is a gap."
_EDGE = "The next message is the oldest that is kept: nothing is missing."
_FUTURE = "No message with that id was sent yet, so the cursor cannot be ours. That is a gap."


def expected(epoch: str, kept: list[int], cursor: str) -> tuple[bool, list[int]]:
    """The reference."""
    theirs, _, number = cursor.rpartition(".")
    known = {0} if not kept else {kept[0] - 1, *kept}
    if theirs != epoch or int(number) not in known:
        return True, kept
    return False, [one for one in kept if one > int(number)]


def _case(kept: list[int], cursor: str, why: str, epoch: str = "monday") -> Case:
    return Case((epoch, kept, cursor), expected(epoch, kept, cursor), why)


def _cases() -> Iterator[Case]:
    some, late = [1, 2, 3, 4, 5], [41, 42, 43]
    yield _case(some, "monday.3", "Give what came after the cursor's id.")
    yield _case(some, "monday.5", "The client has everything: no gap, and nothing to send.")
    yield _case(some, "monday.0", "A client that has seen nothing yet: all of it, and no gap.")
    yield _case(late, "monday.42", "Ids need not begin at 1: the older ones are no longer kept.")
    yield _case(late, "monday.7", _OLD)
    yield _case(late, "monday.39", _OLD)
    yield _case(late, "monday.40", _EDGE)
    yield _case(some, "sunday.3", _OTHER)
    yield _case(some, "sunday.7", _OTHER)
    yield _case(some, "monday.6", _FUTURE)
    yield _case([], "monday.0", "Nothing was ever said: no gap, nothing to send.")
    yield _case([], "monday.1", _FUTURE)
    yield _case([], "sunday.0", _OTHER)
    yield _case(
        some, "mon.day.3", "The id is what stands behind the last dot; an epoch may have dots.", "mon.day"
    )
    yield _case(list(range(8, 13)), "monday.9", "Compare ids as numbers: as text, 9 is more than 12.")
    source = random.Random("catch_up")
    for _ in range(60):
        first = source.randrange(1, 30)
        kept = list(range(first, first + source.randrange(1, 9)))
        cursor = f"{source.choice(('monday', 'monday', 'monday', 'sunday'))}.{source.randrange(40)}"
        yield _case(kept, cursor, "")


def _read(value: object) -> object:
    """The ids may be any sequence: as a list they are compared."""
    pair = plain(value)
    if isinstance(pair, tuple) and len(pair) == 2 and isinstance(ids := plain(pair[1]), tuple | range):
        return pair[0], list(ids)
    return value


def _explain(case: Case, value: object) -> str:
    assert isinstance(case.expected, tuple)
    gap, ids = case.expected
    if isinstance(value, tuple) and len(value) == 2 and not case.why:
        said = "There is a gap" if gap else "There is no gap"
        return f"{said}, and to send are {len(ids)} ids."
    if not isinstance(value, tuple) or len(value) != 2:
        return "Return a pair: (gap, ids)."
    return case.why


CATCH_UP = Exercise(
    name="catch_up",
    lesson="2F",
    title="Never silent",
    task='Nothing is written yet. Begin with a cursor of today: "monday.3" in the epoch "monday".',
    hints=(
        'cursor.rpartition(".") splits at the last dot: epoch, dot, number. int() makes it a number.',
        "A cursor is known if its epoch is ours and its id lies from kept[0] - 1 to kept[-1].",
        "kept may be empty: then only the id 0 is known.",
    ),
    rfc="",
    judge=on_cases(_cases, _explain, read=_read),
    praise="Today's cursors get what is new, all others hear that something is missing.",
)
