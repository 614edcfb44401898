"""Lesson 4A as a learner meets it: JupyterLab in Chromium, Run All, Step on the live wire, and the day after."""

import pytest

from tests.lessons.in_lab import answer, in_sight, run_all, shot

pytestmark = pytest.mark.browser
REOPEN = """async () => {
  const app = window.jupyterapp, path = app.shell.currentWidget.context.path
  await app.commands.execute("docmanager:save")
  await app.commands.execute("application:close")
  await app.serviceManager.sessions.shutdownAll()
  const kernelPreference = { shouldStart: false, canStart: false, autoStartDefault: false }
  await app.commands.execute("docmanager:open", { path, kernelPreference })
}"""


@pytest.fixture(scope="module")
def page(lab, browser):
    """4A, open in JupyterLab, after Run All."""
    page = browser.new_page(viewport={"width": 1500, "height": 1000})
    page.goto(lab("4A"))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for(timeout=60_000)
    run_all(page)
    yield page
    page.close()


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


def test_reopened_without_its_kernel_it_shows_rows_and_no_error(page):
    in_sight(page, "wire-view", "dave's wire")
    page.evaluate(REOPEN)
    page.get_by_text("No Kernel").first.wait_for(timeout=30_000)
    view = in_sight(page, "wire-view", "dave's wire")
    view.get_by_text("GET /chat").first.wait_for()
    view.get_by_text("Run the cell again").wait_for()
    shot(page, "lab-reopened")
    text = page.locator(".jp-Notebook").inner_text()
    assert "Error displaying widget" not in text
    assert "Loading widget" not in text
