"""An exercise in a tab, as a learner solves it: wrong, a hint, right."""

import importlib
from functools import partial

from helpers.checks.catalogue import find
from tests.exercises.proofs import part

__all__ = ["solve", "wrong_hint_right"]


def wrong_hint_right(reader, name):
    """Type a mistake of the exercise's proofs, read why it is one, open a hint, and solve it."""
    exercise, check = reader.cell(part(name).skeleton), reader.cell(f'check("{name}"')
    wrong, why = mistake(name)
    answer(reader, exercise, wrong)
    assert reader.run(check) == "ran"
    told = check.locator(".verdict", has_text="Not yet")
    told.wait_for()  # the page's own judge comes after the cell's end
    assert why in told.text_content()
    told.locator(".hint summary").first.click()
    assert find(name).hints[0] in told.locator(".hint").first.inner_text()
    solve(reader, name, exercise)


def solve(reader, name, exercise=None):
    """Type the lesson's own solution, and read the praise."""
    answer(reader, exercise or reader.cell(part(name).skeleton), part(name).solution)
    check = reader.cell(f'check("{name}"')
    assert reader.run(check) == "ran"
    praised = check.locator(".verdict.yes")
    praised.wait_for()
    assert find(name).praise in praised.inner_text()


def answer(reader, exercise, source):
    """Run a cell with this in it, after those above it."""
    if not exercise.locator("textarea").count():
        reader.run(exercise)
    reader.write(exercise, source)
    assert reader.ran(exercise) == "ran"


def mistake(name):
    """A wrong answer of the exercise's proofs, as a learner would type it, and words of what is said to it."""
    answers = importlib.import_module(f"tests.exercises.answers_{name}").ANSWERS
    edits = ((edit, why) for _, edit, why in answers.wrongs if isinstance(edit, partial))
    edit, why = next(edits)
    return answers.changed(*edit.args), why
