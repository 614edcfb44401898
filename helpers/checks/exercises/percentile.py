"""6A: a percentile of all rounds together, out of their histograms: no mean of percentiles, and no guess between."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from statistics import fmean

from helpers.checks.engine.values import rounded
from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

Rounds = Sequence[Mapping[float, int]]
BUSY = "Two rounds, one of them with many more deliveries: every delivery counts once, not every round."
FEW = "Of ten deliveries the 95th percentile is the slowest: at least 95 of 100 must be as fast or faster."


def _ours(rounds: Rounds, q: float) -> float | None:
    counts: dict[float, int] = {}
    for one in rounds:
        for late, count in one.items():
            counts[late] = counts.get(late, 0) + count
    total, seen = sum(counts.values()), 0
    for late in sorted(counts):
        seen += counts[late]
        if counts[late] and 100 * seen >= Fraction(str(q)) * total:
            return float(late)
    return None


def _each(rounds: Rounds, q: float) -> list[float]:
    return [late for one in rounds if (late := _ours([one], q)) is not None]


def _mean(rounds: Rounds) -> float:
    total = sum(sum(one.values()) for one in rounds)
    return sum(late * count for one in rounds for late, count in one.items()) / total


def _unneeded(rounds: Rounds) -> float:
    """The smallest time, where nobody needed it."""
    return min(
        float(late) for one in rounds for late in one if not sum(other.get(late, 0) for other in rounds)
    )


MEAN = "That is the mean of the rounds' percentiles, the percentile of nothing."
WORST = "That is the worst of the rounds' percentiles. Put the deliveries together first."
explain = mistakes(
    (lambda rounds, q: fmean(_each(rounds, q)), MEAN),
    (lambda rounds, q: _ours([{k: v for one in rounds for k, v in one.items()}], q),
     "Two rounds have an entry for the same time: add their counts."),
    (lambda rounds, q: _ours(rounds[:1], q), "That is the first round's; all of them count."),
    (lambda rounds, q: max(_each(rounds, q)), WORST),
    (lambda rounds, q: _mean(rounds), "That is the mean of all; a percentile is one of the times."),
    (lambda rounds, q: _unneeded(rounds), "The smallest that there is; a time that nobody needed does not count."),
    (lambda rounds, q: _ours(rounds, round(q)) if q % 1 else ..., "q may have a fraction: nothing is rounded."),
    (lambda rounds, q: _ours([dict.fromkeys(one, 1) for one in rounds], q), "Each entry counts as often as it says."),
    (lambda rounds, q: _ours(rounds, 100 - q), "That many are slower: count from the fastest."),
)  # fmt: skip


def _case(rounds: Rounds, q: float, why: str = "") -> Case:
    return Case((rounds, q), why, about=f"percentile({rounds}, {q})"[:300])


SAME = "Two rounds have an entry for the same time: add their counts."
SMALLEST = "The smallest that there is; a time that nobody needed does not count."
CASES = (
    _case([{1: 1, 2: 1, 3: 1}], 50, "Three deliveries: half of them are done with the second."),
    _case([{1: 50, 9: 50}], 50, "Exactly half of them are within 1 ms: that is enough."),
    _case([{1: 1, 9: 5}], 50, "One took 1 ms, and five took 9 ms: each entry counts as often as it says."),
    _case([{3: 2, 1: 2}], 50, "The entries of a dict are in no order: sort them."),
    _case([{1: 9, 80: 1}], 95, FEW),
    _case([{1: 990, 5: 9, 70: 1}], 99.9, "99.9 of 100, and nothing is rounded: 999 of 1,000 are within 5 ms."),
    _case([{1: 1000}, {400: 10}], 50, BUSY),
    _case([{1: 1000}, {400: 10}], 99.5, BUSY),
    _case([{2: 4}, {2: 1, 8: 3}], 60, SAME),
    _case([{4: 0, 6: 2}], 0, SMALLEST),
    _case([{1: 3, 2: 5}], 100, "All of them: the slowest."),
    _case([{}, {7: 2}, {}], 99, "A round may be empty."),
    _case([{}, {}], 50, "No delivery has no percentile: None."),
    _case([], 50, "No round has no percentile: None."),
)  # fmt: skip


def _by_chance(source: random.Random) -> Case:
    sizes = (source.randrange(1, 9) for _ in range(source.randrange(1, 5)))
    rounds: list[dict[float, int]] = [
        {source.randrange(1, 40): source.randrange(30) for _ in range(size)} for size in sizes
    ]
    return _case(rounds, source.choice([0, 10, 33.3, 50, 90, 95, 99, 99.9, 100]))


judge = on_cases(_ours, CASES, explain, by_chance=_by_chance, runs=60, read=partial(rounded, places=9))
