"""What the notebook knows: which section assigns a name, and which starts a tap."""

import json

import pytest

from helpers.kernel.sections import open_lesson, remedy, started_in

CELLS = [
    ("code", "from helpers.net import tap"),
    ("markdown", "## Who answers"),
    ("code", "HELLO = 'hello'\nwires = {name: await tap(f'{name} wire', 'chat') for name in 'ab'}"),
    ("markdown", "## Who asks"),
    ("code", "%magic"),
    ("code", "wire = await tap('wire', 'chat', hold=True)"),
    ("markdown", "## Again"),
    ("code", "wire = await tap('wire', 'chat')\nother.tap('no wire')\ntap(1)\ntap()"),
]


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": kind, "source": [text]} for kind, text in CELLS]}))
    open_lesson(path, first="the first cell, and then ")
    yield
    open_lesson(None)


def missing(name):
    return NameError(f"name {name!r} is not defined", name=name)


def test_a_missing_name_has_a_remedy(lesson):
    said = ": run the first cell, and then the cells of the section “Who answers” first"
    assert remedy(missing("HELLO")) == said
    assert (
        remedy(missing("nobody")) == remedy(NameError("without a name")) == remedy(ValueError("HELLO")) == ""
    )


def test_the_first_section_that_starts_a_tap(lesson):
    assert started_in("tap", "wire") == "Who asks"
    assert started_in("tap", "no wire") == started_in("serve", "wire") == ""


def test_without_a_lesson_nothing_is_known():
    assert remedy(missing("HELLO")) == started_in("tap", "wire") == ""
