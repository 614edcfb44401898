"""Cases are compared with a reference, some come by chance, and mistakes have their sentences."""

import asyncio

import pytest

from helpers.checks.engine.exercise import Exercise, examine
from helpers.checks.judges.cases import Case, first, mistakes, on_cases, slips
from helpers.protocols.errors import LocalProtocolError

CASES = (Case((4,), "Half of four is two."), Case((6,)), Case((3,), "Three has no half."))
MISTAKES = mistakes(
    (lambda number: number * 2, lambda number: f"Twice {number}."), (lambda number: 1 / 0, "Never.")
)
SLIPS = slips((lambda right: right + 1, "One too many."))


def half(number):
    if number % 2:
        raise ValueError("odd")
    return number // 2


def judged(answer, reference=half, cases=CASES, **options):
    judge = on_cases(reference, cases, MISTAKES, SLIPS, **options)
    exercise = Exercise(name="half", lesson="1B", title="x", task="x", hints=(), judge=judge, praise="fine")
    return asyncio.run(examine(exercise, answer))


def test_the_reference_passes():
    assert judged(lambda number: half(number)).passed


@pytest.mark.parametrize("error", [ValueError, LocalProtocolError])
def test_what_the_reference_refuses_must_be_refused(error):
    def reference(number):
        raise error("no")

    assert judged(lambda number: half(3), reference).passed
    verdict = judged(half.__call__, reference)
    assert verdict.sentence == "Half of four is two. It must be refused: raise ValueError."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda number: number * 2, "Twice 4."),
        (lambda number: half(number) + 1, "One too many."),
        (lambda number: 77, "Half of four is two."),
        (lambda number: half(number) if number == 4 else 77, "Expected 3."),
        (lambda number: "two", "Your function returned text (str), expected a number (int)."),
        (lambda number: number // 2, "Three has no half. It must be refused: raise ValueError."),
    ],
)
def test_the_first_sentence_that_fits_is_said(answer, told):
    assert judged(answer).sentence == told


def test_an_answer_and_a_reference_may_change_what_they_are_given():
    numbers = [3, 1, 2]

    def reference(row):
        row.sort()
        return row

    assert judged(sorted, reference, [Case((numbers,))]).passed
    assert numbers == [3, 1, 2]


def test_cases_by_chance_are_the_same_in_every_check():
    drawn = []

    def by_chance(source):
        drawn.append(source.randrange(1000))
        return Case((2 * drawn[-1],))

    verdicts = [judged(lambda number: half(number), cases=(), by_chance=by_chance, runs=5) for _ in range(2)]
    assert [verdict.tally for verdict in verdicts] == ["5 of 5 cases"] * 2
    assert drawn[:5] == drawn[5:]


def test_of_rows_the_first_that_holds_speaks():
    assert first((False, "no"), ([1], "yes"), (True, "late")) == "yes"
    assert first((0, "no")) == ""
