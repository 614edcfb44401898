import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("catch_up")


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
def by_membership(epoch, kept, cursor):
    last = cursor.split(".")[-1]
    mine = cursor == f"{epoch}.{last}"
    known = [0] if not kept else [kept[0] - 1, *kept]
    if mine and int(last) in known:
        return False, [one for one in kept if one > int(last)]
    return True, list(kept)


@ANSWERS.right
def by_slicing(epoch, kept, cursor):
    theirs, number = cursor.rsplit(".", 1)
    seen = int(number) - (kept[0] - 1 if kept else 0)
    gap = theirs != epoch or seen < 0 or seen > len(kept)
    return gap, kept if gap else kept[seen:]


def right(epoch, kept, cursor, *, old=True, future=True, other=True, edge=1):
    theirs, _, number = cursor.rpartition(".")
    last = int(number)
    oldest, newest = (kept[0] - edge, kept[-1]) if kept else (0, 0)
    gap = (other and theirs != epoch) or (old and last < oldest) or (future and last > newest)
    return gap, kept if gap else [one for one in kept if one > last]


def wrong(name, why, **changes):
    def answer(epoch, kept, cursor):
        return right(epoch, kept, cursor, **changes)

    answer.__name__ = name
    ANSWERS.wrong(why)(answer)


wrong("old_cursors_are_fine", "between the cursor and the oldest that is kept are gone", old=False)
wrong("the_future_is_fine", "No message with that id was sent yet", future=False)
wrong("any_epoch", "another life of the server", other=False)
wrong("the_edge_is_a_gap", "all of it, and no gap", edge=0)
wrong("one_too_old_is_fine", "between the cursor and the oldest that is kept are gone", edge=2)


@ANSWERS.wrong("behind the last dot")
def splits_at_the_first_dot(epoch, kept, cursor):
    number = cursor.partition(".")[2]
    return right(epoch, kept, cursor) if number.isdigit() else (True, kept)


@ANSWERS.wrong("raised IndexError")
def nothing_kept(epoch, kept, cursor):
    return right(epoch, [*kept, kept[-1]][:-1], cursor)


@ANSWERS.wrong("Give what came after the cursor's id")
def everything_always(epoch, kept, cursor):
    return right(epoch, kept, cursor)[0], kept


@ANSWERS.wrong("as text, 9 is more than 12")
def compares_text(epoch, kept, cursor):
    gap, ids = right(epoch, kept, cursor)
    last = cursor.rpartition(".")[2]
    return gap, ids if gap or not kept or kept[-1] != 12 else [one for one in kept if str(one) > last]


@ANSWERS.wrong("another life of the server")
def an_empty_answer_for_a_gap(epoch, kept, cursor):
    gap, ids = right(epoch, kept, cursor)
    return (False, []) if gap and "sunday" in cursor else (gap, ids)


@ANSWERS.wrong("expected a tuple")
def only_the_ids(epoch, kept, cursor):
    return right(epoch, kept, cursor)[1]


@ANSWERS.right
def ids_in_a_tuple(epoch, kept, cursor):
    gap, ids = right(epoch, kept, cursor)
    return gap, tuple(ids)


@ANSWERS.wrong("Give what came after the cursor's id")
def other_ids_in_a_tuple(epoch, kept, cursor):
    return right(epoch, kept, cursor)[0], tuple(kept)


@ANSWERS.wrong("Return a pair: (gap, ids)")
def three_things(epoch, kept, cursor):
    return (*right(epoch, kept, cursor), cursor)
