"""A check that the browser settles: at once it says who judges; what comes back settles card and progress, once."""

import asyncio
import json

import pytest

from helpers.checks import check, progress
from helpers.checks.engine.progress_file import ProgressFile
from helpers.checks.judges import in_browser

TEXT = "poll_in_page: not judged yet. The browser that shows this cell judges it: open the notebook in JupyterLab"
WRONG = {
    "passed": False,
    "sentence": "<b>late</b>",
    "case": "a server",
    "tally": "1 of 8 scenes",
    "printed": "x",
}
RIGHT = {**WRONG, "passed": True, "sentence": "", "case": "", "printed": ""}


class Line:
    """Stands for the hub and for the place in the notebook."""

    def __init__(self):
        self.shown, self.offered = [], {}

    def offer(self, view, action):
        self.offered[view] = action

    def display(self, what, *, display_id):
        self.shown.append(what)
        return self

    def update(self, what):
        self.shown.append(what)


@pytest.fixture
def line(tmp_path, monkeypatch):
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path))
    line = Line()
    monkeypatch.setattr(in_browser, "kernel_hub", lambda: line)
    monkeypatch.setattr(in_browser, "display", line.display)
    return line


def asked(answer="poll()"):
    return asyncio.run(check("poll_in_page", answer))


def test_where_no_browser_is_it_says_so_and_raises_nothing(line):
    assert repr(asked()).startswith(TEXT)
    assert "· The loop of a page, and its button" not in repr(progress())
    line.shown.clear()
    asked()._ipython_display_()
    html = line.shown[0]._repr_mimebundle_()["text/html"]
    assert TEXT in html
    assert '"source":"poll()"' in html


def test_without_a_kernel_nothing_is_offered(line, monkeypatch):
    monkeypatch.setattr(in_browser, "kernel_hub", lambda: None)
    asked()._ipython_display_()
    assert [line.offered, len(line.shown)] == [{}, 1]


@pytest.mark.parametrize(("found", "word"), [(WRONG, "Not yet"), (RIGHT, "Passed")])
def test_what_the_browser_found_settles_card_and_progress_once(line, found, word):
    asked()._ipython_display_()
    ((view, settle),) = line.offered.items()
    assert f'data-view="{view}"' in line.shown[0].html()
    for _ in "12":  # two tabs show the notebook
        settle(json.dumps(found))
    (_, verdict) = line.shown
    assert repr(verdict).startswith(f"{word} · poll_in_page · 1 of 8 scenes")
    assert "<b>late" not in verdict._repr_html_()
    assert ProgressFile().read()[0]["poll_in_page"].checks == 1
    assert ("✓" in repr(progress())) is found["passed"]


def test_nothing_asked_gets_the_task_and_an_answer_that_is_no_text_is_told(line):
    asked()._ipython_display_()
    line.offered.popitem()[1](json.dumps({**WRONG, "sentence": ""}))
    assert "Nothing is written yet." in repr(line.shown[-1])
    assert "Give the check JavaScript. poll_in_page is a text" in repr(asked(len))
