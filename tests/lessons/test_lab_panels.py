"""The panels of knobs in JupyterLab: each does what it says, by keyboard, and stands as a still the day after.

In the same JupyterLab a flood of resets, lesson 3D, is stepped until the server has had enough.
"""

import pytest

from tests.lessons.in_lab import (
    AXE,
    close,
    evaluate,
    in_sight,
    look_through,
    open_lesson,
    problems,
    reopen,
    run_all,
    shot,
    violations,
    without_widgets,
)
from tests.lessons.kernels import NOTEBOOKS

pytestmark = pytest.mark.browser


def run_lesson(page, order):
    (path,) = (path for path in NOTEBOOKS if path.name.startswith(order.lower()))
    open_lesson(page, f"work/{path.name}")
    run_all(page)


def panel_of(page, order, title):
    """Run a lesson and give its panel, with its widgets."""
    run_lesson(page, order)
    panel = in_sight(page, "live-panel", title)
    panel.locator(".jupyter-widgets").first.wait_for()
    return panel


def press(panel, name, said):
    """Press a button with the keyboard, and wait for what the panel says then."""
    button = panel.get_by_role("button", name=name, exact=True)
    button.focus()
    button.press("Enter")
    panel.get_by_role("status").get_by_text(said).wait_for()


def clock_of_2c(page):
    panel = panel_of(page, "2C", "Peggy's and Sybil's clock")
    assert panel.get_attribute("aria-label") == "Peggy's and Sybil's clock"
    panel.get_by_text("sleeps until 5 s, 5 s more").wait_for()
    press(panel, "Advance 1 s", "It is 1 s.")
    panel.get_by_text("sleeps until 5 s, 4 s more").wait_for()
    press(panel, "To the next sleeper", "It is 3 s: peggy woke.")
    evaluate(page, "await peggys_clock.advance(9)")  # the panel sees what cells do
    panel.get_by_text("12 s", exact=True).wait_for()
    press(panel, "To the next sleeper", "It is 15 s: sybil and peggy woke.")
    evaluate(page, "peggys_clock.close()")
    press(panel, "Advance 3 s", "this clock is closed")


def herd_of_2e(page):
    panel = panel_of(page, "2E", "A herd after an outage")
    panel.locator("course-plot path.rw-line").first.wait_for()
    clients = panel.get_by_label("Clients")
    clients.fill("300")
    clients.press("Enter")
    panel.get_by_label("Strategy").select_option("exponential")
    panel.get_by_role("img", name="recorded: exponential").wait_for()
    press(panel, "Run", "exponential: peak")
    panel.get_by_role("img", name="yours: exponential").wait_for()
    panel.get_by_label("Strategy").select_option("immediate")
    clients.fill("10000")
    clients.press("Enter")
    button = panel.get_by_role("button", name="Run", exact=True)
    button.press("Enter")
    panel.get_by_role("button", name="Stop", exact=True).and_(panel.locator(":enabled")).wait_for()
    assert evaluate(page, "print('here')") == "here"  # the kernel answers meanwhile
    panel.get_by_role("status").get_by_text("immediate: peak").wait_for()


def faults_of_1b(page):
    panel = panel_of(page, "1B", "What happens to Erin's wire")
    press(panel, "Tamper", "There are no bytes in the field")
    field = panel.get_by_label("Bytes (hex)")
    press(panel, "Fill in what waits", "Change them")
    assert field.input_value() == b"Hello from Erin\n".hex(" ")
    field.fill("zz")
    field.press("Enter")
    press(panel, "Tamper", "'zz' is not hex")
    field.fill("48 69 0a")
    field.press("Enter")
    press(panel, "Tamper", "3 bytes went on instead of the 16 of the client")
    view = in_sight(page, "wire-view", "erin's wire")
    view.get_by_text("tamper").first.wait_for()
    panel = in_sight(page, "live-panel", "What happens to Erin's wire")
    panel.get_by_label("Seconds").fill("0.2")
    panel.get_by_label("Seconds").press("Enter")
    press(panel, "Delay", "What passes now arrives 0.2 s later.")
    press(panel, "No delay", "Nothing is delayed any more.")
    press(panel, "Stall", "Nothing of the client's goes on until you press Resume.")
    press(panel, "Resume", "What the client sends goes on.")
    press(panel, "Cut", "Cut: both sides got a reset (RST).")
    press(panel, "Cut", "no connection is open")


def cut_of_4c(page):
    panel = panel_of(page, "4C", "What happens to Olga's wire")
    press(panel, "Cut", "Cut: both sides got a reset (RST).")
    panel.get_by_text("has 0 open connections").wait_for()


@pytest.mark.parametrize(
    "scene",
    [
        clock_of_2c,
        *(pytest.param(one, marks=pytest.mark.slow) for one in (herd_of_2e, faults_of_1b, cut_of_4c)),
    ],
)
def test_a_panel_in_the_lab_and_as_a_still(lab_page, scene):
    page = lab_page
    scene(page)
    panel = page.locator("live-panel")
    panel.scroll_into_view_if_needed()
    for name in ("Dark", "Light"):
        page.evaluate(
            f"window.jupyterapp.commands.execute('apputils:change-theme', {{ theme: 'JupyterLab {name}' }})"
        )
        page.wait_for_selector(f"body[data-jp-theme-light={str(name == 'Light').lower()}]", state="attached")
        shot(page, f"panel-{scene.__name__}-{name.lower()}")
    if AXE.exists():
        assert violations(page, "live-panel") == []
    reopen(page)
    still = in_sight(page, "live-panel", "A still: these knobs move in JupyterLab")
    still.get_by_text("Run the cell again to use them.").wait_for()
    assert still.locator("dt").count() >= 3
    still.scroll_into_view_if_needed()
    assert still.get_by_role("button").count() == still.locator("course-plot button").count()
    shot(page, f"panel-{scene.__name__}-still")
    assert without_widgets(page) == []
    close(page)


@pytest.fixture(scope="module")
def lab_page(lab, whole_browser):
    """JupyterLab in one tab."""
    page = whole_browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
    page.goto(lab("1A"))
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for(timeout=60_000)
    close(page)
    yield page
    page.context.close()


def test_all_of_3d_runs_nothing_blocks_and_the_fourth_reset_ends_the_connection(lab_page):
    page = lab_page
    run_lesson(page, "3D")
    assert problems(page) == []
    assert evaluate(page, "print('here')") == "here"
    look_through(page)
    shot(page, "lab-3d-end")
    assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text()
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
    close(page)
