"""The lessons of sections 1 and 2 in JupyterLab: all of each runs, and what moves in them moves."""

import re

import pytest

from tests.exercises.proofs import part
from tests.lessons.in_lab import (
    AXE,
    answer,
    close,
    evaluate,
    in_sight,
    look_through,
    open_lesson,
    problems,
    run_all,
    shot,
    violations,
)
from tests.lessons.kernels import NOTEBOOKS

pytestmark = pytest.mark.browser
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci")
LESSONS = [path.name for path in NOTEBOOKS if path.name[0] in "12"]


@pytest.fixture(scope="module")
def tab(lab, whole_browser):
    """JupyterLab in one tab, for one lesson after the other."""
    page = whole_browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(lab("1A"))
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for(timeout=60_000)
    close(page)
    yield page
    # JupyterLab's own, of a notebook that was closed while it still rendered: no code of ours says either
    assert set(page.problems) <= {"Disposed", "Widget is not attached."}
    page.context.close()


@pytest.fixture(scope="module")
def lesson(tab):
    """Opens a lesson and runs all of it, where the test before has not; the one before is closed."""
    there = []

    def open_(order: str):
        if there != [order]:
            if there:
                close(tab)
            (name,) = (name for name in LESSONS if name.startswith(order.lower()))
            there[:] = [order]
            open_lesson(tab, f"work/{name}")
            run_all(tab)
        return tab

    yield open_
    close(tab)


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_all_of_a_lesson_runs_and_nothing_blocks(lesson, name):
    page = lesson(name[:2])
    assert problems(page) == []
    assert evaluate(page, "print('here')") == "here"
    look_through(page)
    page.locator("wire-view:has(.rw-static)").first.wait_for(state="detached")
    text = page.locator(".jp-Notebook").inner_text()
    assert "Error displaying widget" not in text
    assert "Loading widget" not in text


@needs_axe
def test_the_sliders_of_2a_move_the_plot_by_keyboard(lesson):
    page = lesson("2A")
    plot = in_sight(page, "course-plot", "clients, a reply takes")
    clients = plot.get_by_role("slider", name="clients")
    line = plot.locator("path.rw-line").first
    plot.locator("figcaption", has_text="100 clients, a reply takes 1 s").wait_for()
    before = line.get_attribute("d")
    clients.focus()
    page.keyboard.press("ArrowRight")
    assert plot.locator("figcaption").inner_text() == "1,000 clients, a reply takes 1 s"
    assert clients.get_attribute("aria-valuetext") == "1,000"
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert plot.locator("figcaption").inner_text() == "1,000 clients, a reply takes 4 s"
    assert line.get_attribute("d") != before
    shot(page, "lab-sliders")
    assert violations(page, "course-plot") == []


@needs_axe
def test_the_timeline_of_2d_grows_while_the_loop_runs_and_shows_the_pause(lesson):
    page = lesson("2D")
    title = "Dave's loop, as it runs"
    in_sight(page, "wire-view", "dave's wire").get_by_role("button", name=re.compile("^Run")).click()
    line = in_sight(page, "time-line", title)
    line.locator("summary").click()
    line.locator("td", has_text="sleep").first.wait_for()  # 3 s later, of real time
    line.get_by_role("slider").wait_for()
    line.get_by_role("slider").focus()
    evaluate(page, "daves_gate.hide()")
    line.locator("td", has_text="sleep").nth(1).wait_for()  # the gate ends it
    evaluate(page, "daves_gate.show()")
    line.locator("td", has_text="pause").wait_for()
    assert line.locator("rect").count() == line.locator("tr").count() - 1 >= 5
    assert line.evaluate("(one) => one.contains(document.activeElement)")
    line.scroll_into_view_if_needed()
    shot(page, "lab-timeline")
    assert violations(page, "time-line") == []


def say(chat, text: str) -> None:
    """Write something in the chat, and wait until it is stored and shown."""
    chat.locator("[data-presence=live]").wait_for()
    chat.locator("#text").fill(text)
    chat.locator("#text").press("Enter")
    chat.locator("#messages p", has_text=text).wait_for()


def test_the_chat_of_2d_opens_in_a_tab_of_its_own_and_so_do_the_counts(lesson):
    page = lesson("2D")
    with page.expect_popup() as opened:
        in_sight(page, "a", "Count in a tab of its own").click()
    opened.value.locator("#facts td").first.wait_for()
    opened.value.close()
    with page.expect_popup() as opened:
        in_sight(page, "a", "The chat in a tab of its own").click()
    say(opened.value, "from a tab")
    assert evaluate(page, "print(page_chat.greeting().messages[-1].text)") == "from a tab"
    opened.value.close()


def test_where_the_kernels_machine_is_out_of_reach_the_chat_comes_through_the_proxy(lesson):
    pytest.importorskip(
        "jupyter_server_proxy", reason="no jupyter-server-proxy: pip install jupyter-server-proxy"
    )
    page = lesson("2D")
    port = evaluate(page, "print(pages.port)")
    page.context.route(f"http://127.0.0.1:{port}/**", lambda route: route.abort())
    evaluate(page, "from helpers.chat.visit import Visit")
    frame = framed(page, "Visit(pages.url('/?transport=polling'), height=300)")
    say(frame, "through the proxy")
    assert f"/proxy/{port}/?transport=polling" in page.locator("iframe").last.get_attribute("src")
    with page.expect_popup() as opened:
        page.locator("[data-port] a").last.click()
    say(opened.value, "and in a tab")
    assert f"/proxy/{port}/" in opened.value.url
    assert evaluate(page, "print(page_chat.greeting().messages[-2].text)") == "through the proxy"
    opened.value.close()
    page.context.unroute_all()


def framed(page, code: str):
    """The page that ``code``, run in a new cell at the end, shows in a frame."""
    page.evaluate(
        """async (code) => {
        const { commands, shell } = window.jupyterapp
        const { content } = shell.currentWidget
        content.activeCellIndex = content.widgets.length - 1
        await commands.execute("notebook:insert-cell-below")
        content.activeCell.model.sharedModel.setSource(code)
        await commands.execute("notebook:run-cell")
        content.activeCell.node.scrollIntoView() }""",
        code,
    )
    page.locator("iframe").last.wait_for()
    return page.frame_locator("iframe >> nth=-1")


def test_the_chat_of_2c_lives_in_the_notebook(lesson):
    page = lesson("2C")
    evaluate(page, "page_url = both.url('/')")
    in_sight(page, ".jp-RenderedMarkdown", "And here is the page, in the notebook")
    page.locator(".jp-OutputArea iframe").first.scroll_into_view_if_needed()
    say(page.frame_locator(".jp-OutputArea iframe"), "from the notebook")
    shot(page, "lab-chat")
    assert evaluate(page, "print(log[-1].split()[0], 'POST /poll 201' in log)").endswith("True")


def test_the_browser_settles_the_loop_of_2cs_page_from_wrong_by_a_hint_to_right(lesson):
    page = lesson("2C")
    solution = part("poll_in_page").solution
    card = answer(page, "poll_in_page", solution.replace("clearTimeout(timer)", ""))
    card.get_by_text("the timer from before rang all the same").wait_for()
    card.locator("summary", has_text="hint").first.click()
    shot(page, "exercise-in-browser")
    card = answer(page, "poll_in_page", solution)
    card.get_by_text("Passed").wait_for()
    assert "✓ 2C The loop of a page, and its button" in evaluate(
        page, "from helpers.checks import progress\nprint(progress())"
    )
    assert page.locator("browser-task").count() == 0
