import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("catch_up")
KNOWN, IDS = "known = [kept[0] - 1, *kept] if kept else [0]", "[id for id in kept if id > last]"
UNKNOWN, SPLIT = "theirs != epoch or last not in known", 'theirs, _, number = cursor.rpartition(".")'
OLD = "between the cursor and the oldest that is kept are gone"
OTHER, AFTER = "another life of the server", "Give what came after the cursor's id"


@ANSWERS.right
def checks_the_edges_first(epoch, kept, cursor):
    life, _, number = cursor.rpartition(".")
    if life != epoch or not (number.isascii() and number.isdigit()):
        return True, list(kept)
    last = int(number)
    if not kept:
        return last != 0, []
    if last < kept[0] - 1 or last > kept[-1]:
        return True, list(kept)
    return False, [one for one in kept if one > last]


@ANSWERS.right
def with_a_range_of_known_ids(epoch, kept, cursor):
    kept = list(kept)
    known = range(kept[0] - 1, kept[-1] + 1) if kept else range(1)
    found = re.fullmatch(re.escape(epoch) + r"\.([0-9]{1,18})", cursor)
    if found is None or int(found[1]) not in known:
        return (True, kept)
    return (False, kept[int(found[1]) - known.start :])


@ANSWERS.right
def by_slicing(epoch, kept, cursor):
    theirs, number = cursor.rsplit(".", 1)
    seen = int(number) - (kept[0] - 1 if kept else 0)
    gap = theirs != epoch or seen < 0 or seen > len(kept)
    return gap, kept if gap else kept[seen:]


ANSWERS.right_edits(
    (SPLIT, 'number = cursor.split(".")[-1]', UNKNOWN, "cursor != f'{epoch}.{number}' or last not in known"),
    ("return True, kept", "return True, tuple(kept)", f"return False, {IDS}", f"return False, tuple({IDS})"),
)
ANSWERS.edits(
    ("last not in known", "last > max(known)", OLD),
    ("last not in known", "last < min(known)", "No message with that id was sent yet"),
    ("theirs != epoch or ", "", OTHER),
    ("kept[0] - 1, ", "", "all of it, and no gap"),
    ("kept[0] - 1, ", "kept[0] - 2, kept[0] - 1, ", OLD),
    ("rpartition", "partition", "behind the last dot"),
    (KNOWN, "known = [kept[0] - 1, *kept]", "raised IndexError"),
    (f"return False, {IDS}", "return False, kept", AFTER),
    (IDS, "[id for id in kept if str(id) > number]", "as text, 9 is more than 12"),
    ("return True, kept", "return theirs == epoch, kept if theirs == epoch else []", OTHER),
    ("return True, kept", "return kept", f"return False, {IDS}", f"return {IDS}", "expected a tuple"),
    (IDS, "tuple(kept)", AFTER),
    (IDS, f"{IDS}, cursor", "Return a pair: (gap, ids)"),
)
