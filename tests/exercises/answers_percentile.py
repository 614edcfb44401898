import math
from fractions import Fraction
from statistics import fmean

from tests.exercises.proofs import Answers

ANSWERS = Answers("percentile")


@ANSWERS.right
def one_by_one(rounds, q):
    late = sorted(time for one in rounds for time, count in one.items() for _ in range(count))
    return late[max(0, math.ceil(Fraction(str(q)) * len(late) / 100) - 1)] if late else None


@ANSWERS.right
def from_the_slowest(rounds, q):
    counts = {}
    for one in rounds:
        for time in one:
            counts[time] = counts.get(time, 0) + one[time]
    total = left = sum(counts.values())
    found = None
    for time in sorted(counts, reverse=True):
        if counts[time] and (found is None or 100 * left >= Fraction(str(q)) * total):
            found = time
        left -= counts[time]
    return found


ANSWERS.right_edits(
    ("seen * 100 >= wanted", "not seen * 100 < wanted"), ("sorted(counts)", "sorted(counts.keys())")
)
ANSWERS.edits(
    ("counts.get(late, 0) + count", "count", "add their counts"),
    ("counts.get(late, 0) + count", "counts.get(late, 0) + 1", "Each entry counts as often as it says"),
    ("sorted(counts)", "counts", "The entries of a dict are in no order"),
    ("seen * 100 >= wanted", "seen * 100 > wanted", "that is enough"),
    ("counts[late] and seen", "seen", "a time that nobody needed does not count"),
    ("for one in rounds", "for one in rounds[:1]", "all of them count"),
    ("Fraction(str(q))", "round(q)", "nothing is rounded"),
    ("Fraction(str(q))", "(100 - q)", "count from the fastest"),
    ("            return late", "            return late\n    return 0", "None"),
)  # fmt: skip


def _one(histogram, q):
    return one_by_one([histogram], q)


@ANSWERS.wrong("the percentile of nothing")
def a_mean_of_percentiles(rounds, q):
    found = [late for one in rounds if (late := _one(one, q)) is not None]
    return fmean(found) if len(found) > 1 else found[0] if found else None


@ANSWERS.wrong("the worst of the rounds")
def the_worst(rounds, q):
    return max((late for one in rounds if (late := _one(one, q)) is not None), default=None)


@ANSWERS.wrong("a percentile is one of the times")
def the_mean(rounds, q):
    total = sum(sum(one.values()) for one in rounds)
    return sum(late * count for one in rounds for late, count in one.items()) / total if total else None
