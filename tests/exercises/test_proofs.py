"""Every exercise is proved: skeleton, solution, named wrong answers, other right answers."""

import importlib
import re

import pytest

from helpers.checks.catalogue import find
from tests.exercises.proofs import NAMES, part, run_cell, verdict_of

ANSWERS = {name: importlib.import_module(f"tests.exercises.answers_{name}").ANSWERS for name in NAMES}
WRONGS = [
    pytest.param(name, answer, why, id=f"{name}-{answer.__name__}")
    for name, answers in ANSWERS.items()
    for answer, why in answers.wrongs
]
RIGHTS = [
    pytest.param(name, answer, id=f"{name}-{answer.__name__}")
    for name, answers in ANSWERS.items()
    for answer in answers.rights
]


@pytest.mark.parametrize("name", NAMES)
def test_the_skeleton_gets_a_first_step_and_no_error(name):
    verdict, seconds = verdict_of(name, run_cell(part(name).skeleton, name))
    assert not verdict.passed
    assert verdict.sentence == find(name).task
    assert seconds < 1


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_passes(name):
    verdict, seconds = verdict_of(name, run_cell(part(name).solution, name))
    assert verdict.passed, repr(verdict)
    assert seconds < 1


@pytest.mark.parametrize(("name", "answer"), RIGHTS)
def test_another_right_answer_passes(name, answer):
    verdict, seconds = verdict_of(name, answer)
    assert verdict.passed, repr(verdict)
    assert seconds < 1


@pytest.mark.parametrize(("name", "answer", "why"), WRONGS)
def test_a_wrong_answer_is_told_why(name, answer, why):
    verdict, seconds = verdict_of(name, answer)
    assert not verdict.passed
    assert why in repr(verdict), repr(verdict)
    assert not re.search(r"Traceback|File \"", repr(verdict))
    assert seconds < 1


@pytest.mark.parametrize("name", NAMES)
def test_there_are_enough_of_both(name):
    assert len(ANSWERS[name].wrongs) >= 5
    assert len(ANSWERS[name].rights) >= 2
