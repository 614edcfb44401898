"""Lesson 4A as a new user goes through it: JupyterLab in Chromium, Run All, then Step, an exercise, and five paths.

They read slowly, press Stop, restart and go on in the middle, edit a server so that it fails, and open the notebook
the day after, without its kernel.
"""

import pytest

from tests.lessons.in_lab import (
    answer,
    cell_of,
    evaluate,
    in_sight,
    look_through,
    reopen,
    run,
    run_all,
    shot,
    without_widgets,
)
from tests.lessons.kernels import NOTEBOOKS, cells_of
from tests.lessons.patience import JUMP, MINUTES

pytestmark = pytest.mark.browser
(NOTEBOOK,) = (path for path in NOTEBOOKS if path.name.startswith("4a"))


@pytest.fixture(scope="module")
def page(lab, whole_browser):
    """4A, open in JupyterLab, after Run All."""
    page = whole_browser.new_page(viewport={"width": 1500, "height": 1000})
    page.goto(lab("4A"))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for(timeout=60_000)
    run_all(page)
    yield page
    page.close()


def test_after_run_all_every_view_is_at_work(page):
    look_through(page)
    page.locator("wire-view:has(.rw-static)").first.wait_for(state="detached")


def test_step_lets_the_handshake_pass_message_by_message(page):
    view = in_sight(page, "wire-view", "dave's wire")
    step = view.get_by_role("button", name="Step")
    view.get_by_text("1 held at the tap").wait_for()
    shot(page, "lab-held")
    step.click()
    view.get_by_text("2 messages").wait_for()
    view.get_by_text("Switching Protocols").first.wait_for()
    shot(page, "lab-step")
    step.click()
    view.get_by_text("3 messages").wait_for()
    for _ in range(6):  # the two texts, the two closing frames, the two ends of the stream
        held = page.evaluate("(view) => view.innerText", view.element_handle())
        step.click()
        page.wait_for_function("([view, held]) => view.innerText !== held", arg=[view.element_handle(), held])
    view.get_by_text("held at the tap").wait_for(state="detached")
    assert "8 messages · 437 B" in view.inner_text().replace("\n", " ")


WRONG = """import base64, hashlib

def accept_key(key):
    digest = hashlib.sha1((GUID + key).encode()).digest()
    return base64.b64encode(digest).decode()
"""


def test_an_exercise_from_wrong_by_a_hint_to_right(page):
    in_sight(page, "wire-view", "dave's wire")
    guid = 'GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"\n'
    card = answer(page, "accept_key", guid + WRONG)
    card.get_by_text("Not yet").wait_for()
    card.get_by_text("you gave").first.wait_for()
    shot(page, "exercise-wrong")
    card.locator("summary", has_text="hint").first.click()
    shot(page, "exercise-hint")
    card = answer(page, "accept_key", guid + WRONG.replace("GUID + key", "key + GUID"))
    card.get_by_text("Passed").wait_for()
    shot(page, "exercise-right")


def source_of(text):
    """The cell that says it, as the lesson has it."""
    (source,) = (source for source, _ in cells_of(NOTEBOOK) if text in source)
    return source


def test_who_reads_slowly_finds_everything_held(page):
    evaluate(page, JUMP)
    assert evaluate(page, f"print(await _read_for({MINUTES}))") == "{}"
    view = in_sight(page, "wire-view", "erin's wire")
    view.get_by_text("1 held at the tap").wait_for()
    for said in ("101 Switching Protocols", "“Hello”"):
        view.get_by_role("button", name="Step").click()
        view.get_by_text(said).first.wait_for()


STOPS = {
    "await finish(spawn('ada again', greet(wire.url('/chat', scheme='ws'))), limit=60)": "await finish(spawn(",
    "import time\ntime.sleep(60)": "time.sleep(60)",
}


def test_stop_ends_what_waits_and_says_where_it_stood(page):
    evaluate(page, "wire.pause()")
    cell = cell_of(page, "ada = spawn(")
    for text, where in STOPS.items():
        run(page, cell, text)
        page.get_by_text("Python 3 (ipykernel) | Busy").first.wait_for()
        page.locator("[data-command='notebook:interrupt-kernel']").first.click()
        cell.get_by_text("Stopped. The cell stood here:").wait_for()
        assert where in cell.locator(".jp-OutputArea").inner_text()
    run(page, cell, source_of("ada = spawn("))
    cell.get_by_text("Stopped").wait_for(state="detached")
    assert evaluate(page, "print(await wire.wait())") != ""


def test_a_server_that_was_edited_wrongly_fails_under_the_cell_that_waits_for_it(page):
    cell = cell_of(page, "async def upgrade(")
    right = source_of("async def upgrade(")
    run(page, cell, right.replace("serialize(accept", "serialise(accept"))
    cell.get_by_text("NameError").first.wait_for()
    shot(page, "lab-wrong-edit")
    said = cell.locator(".jp-OutputArea").inner_text()
    assert "name 'serialise' is not defined" in said, said
    assert "by hand" in said
    run(page, cell, right)
    cell.get_by_text("Hello").last.wait_for()
    assert "NameError" not in cell.locator(".jp-OutputArea").inner_text()


def test_after_a_restart_a_cell_in_the_middle_says_what_to_run_and_then_it_runs(page):
    page.evaluate("void window.jupyterapp.commands.execute('kernelmenu:restart')")
    page.locator(".jp-Dialog button", has_text="Restart").click()
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()
    cell = cell_of(page, "hers = header(")
    run(page, cell)
    remedy = "run the first cell, and then the cells of the section “What the two heads say” first"
    cell.get_by_text(remedy).wait_for()
    shot(page, "lab-restarted")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-above')")
    run(page, cell)
    cell.locator(".jp-OutputArea", has_text="→").wait_for()


def test_reopened_without_its_kernel_it_shows_rows_and_no_error(page):
    in_sight(page, "wire-view", "dave's wire")
    reopen(page)
    view = in_sight(page, "wire-view", "dave's wire")
    view.get_by_text("GET /chat").first.wait_for()
    view.get_by_text("Run the cell again").wait_for()
    shot(page, "lab-reopened")
    assert without_widgets(page) == []
