"""Lesson 3D in JupyterLab: all of it runs, and a flood of resets is stepped until the server has had enough."""

import pytest

from tests.lessons.in_lab import evaluate, in_sight, look_through, problems, run_all, shot

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(lab, browser):
    """3D, open in JupyterLab, after Run All."""
    page = browser.new_page(viewport={"width": 1500, "height": 1000})
    page.goto(lab("3D"))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for(timeout=60_000)
    run_all(page)
    yield page
    page.close()


def test_all_of_it_runs_and_nothing_blocks(page):
    assert problems(page) == []
    assert evaluate(page, "print('here')") == "here"
    look_through(page)
    shot(page, "lab-3d-end")
    assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text()


def test_the_fourth_reset_ends_the_connection(page):
    view = in_sight(page, "wire-view", "trudy's wire")
    step = view.get_by_role("button", name="Step")
    view.get_by_text("12 held at the tap").wait_for()
    for left in range(11, 4, -1):
        step.click()
        view.get_by_text(f"{left} held at the tap").wait_for()
    assert view.get_by_text("ENHANCE_YOUR_CALM").count() == 0
    step.click()
    view.get_by_text("ENHANCE_YOUR_CALM").first.wait_for()
    assert evaluate(page, "print(begun[-4:])") == "[1, 3, 5, 7]"
    shot(page, "lab-3d-flood")
