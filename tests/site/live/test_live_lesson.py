"""Lessons in a tab under a strict policy, as a reader goes through them: run, step, edit, stop, check, come back."""

import json
import re
from dataclasses import dataclass

import pytest

from helpers.checks.engine.progress_file import ProgressFile
from tests.exercises.proofs import part
from tests.site.live.conftest import hosted, strict
from tests.site.live.solving import wrong_hint_right

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page; in it, by words of their code, a cell with a live wire, one that prints, one to break; an exercise."""

    page: str
    live: str
    messages: tuple[int, ...]  # that the wire has had after each step
    prints: str
    broken: str
    exercise: str


LESSONS = {
    "4A": Lesson(
        page="websocket-handshake",
        live="dave_wire = await tap",
        messages=(2, 3, 4),
        prints="print(request.method",
        broken="async def answer",
        exercise="accept_key",
    ),
    "4B": Lesson(
        page="websocket-frames",
        live="eve_wire = await tap",
        messages=(2, 5, 6),
        prints='print(f"{first:08b}',
        broken="def patient_parse",
        exercise="unmask",
    ),
    "2C": Lesson(
        page="polling-loop",
        live="dave_wire = await tap",
        messages=(3, 3, 3),
        prints="asked  answered  waiting",
        broken="async def simple_loop",
        exercise="poll",
    ),
}


@pytest.mark.parametrize(
    "order", ["4A", *(pytest.param(one, marks=pytest.mark.slow) for one in ("4B", "2C"))]
)
def test_a_lesson_is_run_stepped_edited_stopped_checked_and_left(tab, course_site, tmp_path, order):
    with hosted(course_site, headers=strict(course_site)) as host:
        go_through(tab(f"{host.address}{LESSONS[order].page}.html"), LESSONS[order], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("order", LESSONS)
def test_every_cell_without_install_runs_and_each_live_wire_is_stepped(tab, course_site, order):
    with hosted(course_site, headers=strict(course_site)) as host:
        reader = tab(f"{host.address}{LESSONS[order].page}.html")
        reader.page.locator(".live-line .run").click()
        reader.expect("Done.", patience=120_000)
        states = "[...document.querySelectorAll('.cell:not(.install)')].map((cell) => cell.dataset.state)"
        assert set(reader.page.evaluate(states)) == {"ran"}
        for view in reader.page.locator(".cell.live:not(.install) wire-view").all():
            reader.step(view)


def go_through(reader, lesson, folder):
    page = reader.page
    assert "MB to load, once" in page.locator(".live-line").inner_text()
    assert page.locator(".dock").count() == 0
    prints = reader.cell(lesson.prints)
    recorded = prints.locator(".output").inner_text()

    # run: a cell, and first those above it
    live = reader.cell(lesson.live)
    assert reader.run(live) == "ran"
    assert reader.cells.first.get_attribute("data-state") == "ran"

    # step: the view is the one of JupyterLab, on this tab's own wire
    assert "1 held at the tap" in live.locator(".rw-meta").first.inner_text()
    for messages in lesson.messages:
        reader.step(live)
        live.locator(".rw-meta", has_text=f"{messages} messages").first.wait_for()

    # output takes the place of what was recorded
    assert reader.run(prints) == "ran"
    (shown,) = prints.locator(".output").all_inner_texts()
    assert prints.locator(".fresh .output").count() == 1
    assert shown.splitlines()[0] == recorded.splitlines()[0]

    # edit and break
    broken = reader.cell(lesson.broken)
    reader.write(broken, "1 / 0")
    assert reader.ran(broken) == "failed"
    assert "ZeroDivisionError" in broken.locator(".failure p").inner_text()

    # what is written is shown as the page shows code
    reader.write(broken, "true, some_error = 0xFF, r'x'\nTrue")
    assert reader.ran(broken) == "ran"
    marked = "[...cell.querySelectorAll('code :is(c-m, c-s, c-b, c-k)')].map((one) => one.textContent)"
    assert broken.evaluate(f"(cell) => {marked}") == ["0xFF", "r'x'", "True"]

    # stop, where a cell waits: what it did before is still there
    reader.write(broken, "import asyncio\nkept = 3\nawait asyncio.sleep(1000)")
    reader.running(broken)
    broken.locator(".run").click()
    assert reader.ran(broken) == "failed"
    assert "line 3 of the cell: await asyncio.sleep(1000)" in broken.locator(".failure").inner_text()
    reader.write(broken, "kept")
    assert reader.ran(broken) == "ran"

    # check: wrong, a hint, right; progress is a file
    wrong_hint_right(reader, lesson.exercise)
    own = ProgressFile(folder)
    reader.save(own.path)
    entry = json.loads(own.path.read_text())["exercises"][lesson.exercise]
    assert entry["checks"] == 2
    assert entry["passed"] > 1e9

    # come back: code and progress are there, and nothing runs until it is asked for
    exercise = reader.cell(part(lesson.exercise).solution)
    page.reload()
    assert page.evaluate("localStorage.getItem('course-solved')") == f'["{lesson.exercise}"]'
    exercise.locator(".code").click()
    assert exercise.locator("textarea").input_value() == part(lesson.exercise).solution
    reader.more("Reset the lesson")
    assert "raise NotImplementedError" in exercise.locator("textarea").input_value()
    assert prints.locator(".output").inner_text() == recorded


def test_a_live_page_before_it_runs_is_hardly_heavier(course_site):
    import gzip

    html = (course_site / "websocket-handshake.html").read_text()
    own = re.findall(r'<link rel="stylesheet" href="live/[^>]*>|<script defer src="live/.*?</script>', html)
    without = html
    for one in own:
        without = without.replace(one, "")
    files = ["live/live-run.js", "live/live-run.css"]
    assert all(any(name in one for one in own) for name in files)
    added = len(gzip.compress(html.encode())) - len(gzip.compress(without.encode()))
    added += sum(len(gzip.compress((course_site / name).read_bytes())) for name in files)
    assert added <= 2_000
