"""What the browser judges is proved in a browser: skeleton, solution, wrong and right answers, in one page."""

import importlib

import pytest

from helpers.checks.catalogue import find
from helpers.views.elements import ELEMENTS, STATIC
from tests.exercises.proofs import IN_BROWSER, part, run_cell

pytestmark = pytest.mark.browser
ANSWERS = {name: importlib.import_module(f"tests.exercises.answers_{name}").ANSWERS for name in IN_BROWSER}


@pytest.fixture(scope="module", params=IN_BROWSER)
def exercise(request, browser):
    """An exercise, and ``judge(text)``: type it in the box of a page, press the button, read the card."""
    name = request.param
    page = browser.new_page()
    page.set_content(f'<html lang="en"><title>x</title>{task_of(name).html()}')
    page.add_script_tag(path=STATIC / ELEMENTS["browser-task"]["bundle"])

    def judge(text):
        page.get_by_role("textbox").fill(text)
        page.get_by_role("button", name="Check").click()
        page.locator(".rw-task:not(:has([aria-busy]))").wait_for()
        return page.locator(".rw-found").evaluate("(found) => found.textContent")

    yield name, judge
    page.close()


def task_of(name):
    exercise = find(name)
    return exercise.judge.ask(exercise, part(name).skeleton, keep=lambda verdict: verdict).task


def test_the_skeleton_gets_a_first_step(exercise):
    name, judge = exercise
    said = judge(run_cell(part(name).skeleton, name))
    assert said.startswith("Not yet")
    assert find(name).task in said


def test_the_solution_and_other_right_answers_pass(exercise):
    name, judge = exercise
    rights = [("the solution", lambda: run_cell(part(name).solution, name)), *ANSWERS[name].rights]
    said = {called: judge(make()) for called, make in rights}
    assert len(said) >= 3
    assert {called: text for called, text in said.items() if find(name).praise not in text} == {}


def test_a_wrong_answer_is_told_why(exercise):
    name, judge = exercise
    wrong = {}
    for called, make, why in ANSWERS[name].wrongs:
        said = judge(make())
        if why not in said or not said.startswith("Not yet"):
            wrong[called] = said
    assert wrong == {}
    assert len(ANSWERS[name].wrongs) >= 5
