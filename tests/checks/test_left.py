"""What is left has a link to its place, and a certificate says what was solved; both escape what they are given."""

import base64
import json
import re

import pytest

from helpers.checks import certificate, left
from helpers.checks.catalogue import EXERCISES
from helpers.checks.engine.progress_file import ProgressFile

TOTAL = len(EXERCISES)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path / "progress"))
    return tmp_path


def notebook(*cells: tuple[str, str]) -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": [source]} for kind, source in cells]})


def test_each_exercise_of_the_course_has_its_place():
    from pathlib import Path

    found = left(Path(__file__).parents[2] / "notebooks").places
    assert set(found) == {exercise.name for exercise in EXERCISES}
    assert found["measure"] == "2a-polling.ipynb#Your-turn:-read-the-log"


def test_a_link_leads_to_the_heading_above_the_check(place):
    text = notebook(
        ("markdown", "# A\n\n## First (one)\n\ntext"),
        ("code", "def poll(): ..."),
        ("code", 'await check("poll", poll)'),
        ("markdown", "## Last"),
    )
    (place / "2c-any.ipynb").write_text(text)
    (place / "2d-broken.ipynb").write_text("{")
    (place / "2e-other.ipynb").write_text("[]")
    assert left(place).places == {"poll": "2c-any.ipynb#First-%28one%29"}


def test_states_stand_before_their_links(place):
    ProgressFile().record("poll", passed=True)
    ProgressFile().record("delay", passed=False)
    text = left(place)._repr_markdown_()
    assert re.search(r"^- ✓ 2C .*, passed$", text, re.MULTILINE)
    assert re.search(r"^- … 2E .*, begun$", text, re.MULTILINE)
    assert text.count("\n- ") == TOTAL
    assert "**2 Polling**" in text
    assert "passed" in repr(left(place))


def test_a_certificate_names_what_was_solved_and_escapes_its_owner(place):
    ProgressFile(clock=lambda: 86_400.0).record("poll", passed=True)
    ProgressFile().record("delay", passed=False)
    given = certificate(" <b>Ada</b> ")
    assert f"has solved 1 of {TOTAL} exercises" in given.page
    assert "&lt;b&gt;Ada&lt;/b&gt;" in given.page
    assert "1970-01-02" in given.page
    assert given.page.count("<tr>") == 2
    assert "http" not in given.page.replace("charset", "")
    html = given._repr_html_()
    saved = base64.b64decode(re.search(r'base64,([^"]+)"', html)[1]).decode()
    assert saved == given.page
    assert given.save(place / "mine.html").read_text("utf-8") == given.page


def test_without_anything_solved_there_is_nothing_to_save():
    given = certificate("")
    assert f"Somebody has solved 0 of {TOTAL}" in repr(given)
    assert "base64" not in given._repr_html_()
    assert "<table>" not in given.page
