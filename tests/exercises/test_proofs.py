"""Every exercise is proved: skeleton, solution, named wrong answers, other right answers."""

import importlib
import re

import pytest

from helpers.checks.catalogue import find
from tests.exercises.proofs import NAMES, part, run_cell, verdict_of

ANSWERS = {name: importlib.import_module(f"tests.exercises.answers_{name}").ANSWERS for name in NAMES}
WRONGS = [
    pytest.param(name, make, why, id=f"{name}-{called}")
    for name, answers in ANSWERS.items()
    for called, make, why in answers.wrongs
]
RIGHTS = [
    pytest.param(name, make, id=f"{name}-{called}")
    for name, answers in ANSWERS.items()
    for called, make in answers.rights
]
AT_MOST = 0.5  # s of the processor for a verdict


@pytest.mark.parametrize("name", NAMES)
def test_the_skeleton_gets_a_first_step_and_no_error(name):
    verdict, seconds = verdict_of(name, run_cell(part(name).skeleton, name))
    assert not verdict.passed
    assert verdict.sentence == find(name).task
    assert seconds < AT_MOST


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_passes(name):
    verdict, seconds = verdict_of(name, run_cell(part(name).solution, name))
    assert verdict.passed, repr(verdict)
    assert seconds < AT_MOST


@pytest.mark.parametrize(("name", "make"), RIGHTS)
def test_another_right_answer_passes(name, make):
    verdict, seconds = verdict_of(name, make())
    assert verdict.passed, repr(verdict)
    assert seconds < AT_MOST


@pytest.mark.parametrize(("name", "make", "why"), WRONGS)
def test_a_wrong_answer_is_told_why(name, make, why):
    verdict, seconds = verdict_of(name, make())
    assert not verdict.passed
    assert why in repr(verdict), repr(verdict)
    assert not re.search(r" · (\d+) of \1 ", repr(verdict)), "not yet, and yet all of it"
    assert not re.search(r"Traceback|File \"", repr(verdict))
    assert seconds < AT_MOST


@pytest.mark.parametrize("name", NAMES)
def test_there_are_enough_of_both(name):
    assert len(ANSWERS[name].wrongs) >= 5
    assert len(ANSWERS[name].rights) >= 2
