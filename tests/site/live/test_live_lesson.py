"""Lesson 4A in a tab, as a reader goes through it: run, step, edit, stop, check, come back."""

import json
import re

import pytest

pytestmark = pytest.mark.browser
ANSWER = """import base64, hashlib

def accept_key(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()

"""


def test_a_lesson_is_run_stepped_edited_stopped_checked_and_left(tab, host, tmp_path):
    reader = tab(host.address + "websocket-handshake.html")
    page = reader.page
    assert "MB to load, once" in page.locator(".live-line").inner_text()
    assert page.locator(".dock").count() == 0
    recorded = reader.cell("print(request.method").locator(".output").inner_text()

    # run: a cell, and first those above it
    live = reader.cell("dave_wire = await tap")
    assert reader.run(live) == "ran"
    assert reader.cells.first.get_attribute("data-state") == "ran"

    # step: the view is the one of JupyterLab, on this tab's own wire
    assert "1 held at the tap" in live.locator(".rw-meta").first.inner_text()
    for messages in (2, 3, 4):
        reader.step(live)
        live.locator(".rw-meta", has_text=f"{messages} messages").first.wait_for()

    # output takes the place of what was recorded
    head = reader.cell("print(request.method")
    assert reader.run(head) == "ran"
    shown = head.locator(".output").inner_text()
    assert shown.splitlines()[0] == recorded.splitlines()[0] == "GET /chat HTTP/1.1"
    assert shown != recorded  # another port, another key

    # edit and break
    first = reader.cell("async def answer")
    reader.write(first, "1 / 0")
    assert reader.ran(first) == "failed"
    assert "ZeroDivisionError" in first.locator(".failure p").inner_text()

    # what is written is shown as the page shows code
    reader.write(first, "true, some_error = 0xFF, r'x'\nTrue")
    assert reader.ran(first) == "ran"
    marked = "[...cell.querySelectorAll('code :is(c-m, c-s, c-b, c-k)')].map((one) => one.textContent)"
    assert first.evaluate(f"(cell) => {marked}") == ["0xFF", "r'x'", "True"]

    # stop, where a cell waits: what it did before is still there
    reader.write(first, "import asyncio\nkept = 3\nawait asyncio.sleep(1000)")
    reader.running(first)
    first.locator(".run").click()
    assert reader.ran(first) == "failed"
    assert "line 3 of the cell: await asyncio.sleep(1000)" in first.locator(".failure").inner_text()
    reader.write(first, "kept")
    assert reader.ran(first) == "ran"

    # check: wrong, a hint, right
    exercise, check = reader.cell("def accept_key(key: str)"), reader.cell('check("accept_key"')
    reader.write(exercise, ANSWER.replace("GUID", "''"))
    reader.run(exercise)
    reader.run(check)
    assert "Not yet" in check.locator(".verdict").inner_text()
    check.locator(".hint summary").first.click()
    reader.write(exercise, f'GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"\n{ANSWER}')
    assert reader.ran(exercise) == "ran"
    reader.run(check)
    assert check.locator(".verdict.yes").count() == 1

    # progress is a file
    with page.expect_download() as saving:
        reader.more("Save progress")
    file = tmp_path / "progress.json"
    saving.value.save_as(file)
    entry = json.loads(file.read_text())["exercises"]["accept_key"]
    assert entry["checks"] == 2
    assert entry["passed"] > 1e9

    # come back: code and progress are there, and nothing runs until it is asked for
    page.reload()
    assert page.evaluate("localStorage.getItem('course-solved')") == '["accept_key"]'
    exercise.locator(".code").click()
    assert "hashlib.sha1" in exercise.locator("textarea").input_value()
    reader.more("Reset the lesson")
    assert "raise NotImplementedError" in exercise.locator("textarea").input_value()
    assert reader.cell("print(request.method").locator(".output").inner_text() == recorded


def test_a_live_page_before_it_runs_is_hardly_heavier(handshake):
    import gzip

    html = (handshake / "websocket-handshake.html").read_text()
    own = re.findall(r'<link rel="stylesheet" href="live/[^>]*>|<script defer src="live/.*?</script>', html)
    without = html
    for one in own:
        without = without.replace(one, "")
    files = ["live/live-run.js", "live/live-run.css"]
    assert all(any(name in one for one in own) for name in files)
    added = len(gzip.compress(html.encode())) - len(gzip.compress(without.encode()))
    added += sum(len(gzip.compress((handshake / name).read_bytes())) for name in files)
    assert added <= 2_000
