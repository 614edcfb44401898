"""The wire view in JupyterLab: live, after a reload, and reopened without its kernel; and the frame box."""

import nbformat
import pytest

from tests.views.hostile_texts import HOSTILE
from tests.views.in_lab import APP, CELL, IDLE

pytestmark = pytest.mark.browser

HOSTILE_CELL = f"""\
from helpers.trace import Arrival, Release, Trace
from helpers.views import show
from helpers.vocabulary import Side

TEXTS = {HOSTILE!r}
trace = Trace(clock=lambda: 0.0)
said = [b"HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"]
for text in TEXTS:
    said[0] += b"X: " + text.encode().translate(None, bytes(range(32))) + b"\\r\\n"
said[0] += b"\\r\\n"
said += [bytes([0x81, len(text.encode())]) + text.encode() for text in TEXTS]
trace.append(Arrival(0, Side.CLIENT, 0.0, b"GET /<script>alert(1)</script> HTTP/1.1\\r\\nHost: x\\r\\n"
                     b"Upgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n"))
for data in said:
    trace.append(Arrival(0, Side.SERVER, 0.0, data))
show(trace)
"""
BOX_CELL = """\
from helpers.views import show
from helpers.views.framebox import FrameBox

async def send(data):
    if data[0] & 0b1111 == 8:
        raise LookupError("no <b>connection</b> is open")
    return f"the kernel got {data.hex(' ')}"

show(FrameBox(bytes.fromhex("818537fa213d7f9f4d5158"), send=send))
"""
LAST_STATE = "document.querySelector('.rw-msg:last-child > :last-child')?.textContent"


def run(page):
    page.evaluate(f"{APP}.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".rw-wire", timeout=30_000)


def step_until(page, count, state):
    page.click(".rw-primary")
    page.wait_for_function(
        f"([n, state]) => document.querySelectorAll('.rw-msg').length === n && {LAST_STATE} === state",
        arg=[count, state],
    )


def theme(page, name):
    page.evaluate(f"name => {APP}.commands.execute('apputils:change-theme', {{ theme: name }})", name)
    attribute = "true" if "Light" in name else "false"
    page.wait_for_selector(f"body[data-jp-theme-light={attribute}]", state="attached")


def test_live_stepping_reload_and_reopening(notebook, lab, axe):
    page = notebook("live.ipynb", fresh=True)
    run(page)
    assert page.inner_text(".rw-top .rw-meta") == "1 message · 38 B · 1 held at the tap"
    assert page.inner_text(".rw-lab b") == "GET /<b>chat</b>"
    step_until(page, 2, "waits at the tap")  # the echo has come back, and waits
    assert page.locator("[aria-label='Run: let everything pass (r)']").is_visible()
    assert_accessible_in_both_themes(page, axe)

    page.evaluate(f"{APP}.commands.execute('docmanager:save')")
    page.wait_for_function(f"!{APP}.shell.currentWidget.context.model.dirty")
    page.reload()
    page.wait_for_selector(".rw-wire", timeout=60_000)  # the kernel lives: the view goes on
    assert page.locator(".rw-msg").count() == 2
    step_until(page, 3, "waits at the tap")  # the client hangs up
    assert page.errors == []

    page.evaluate(f"{APP}.shell.currentWidget.sessionContext.restartKernel()")
    page.wait_for_selector(".rw-status:has-text('The kernel is gone')")
    page.click(".rw-primary")  # what was seen can still be replayed
    assert page.locator(".rw-msg").count() == 1
    page.evaluate(f"{APP}.shell.currentWidget.sessionContext.shutdown()")
    assert_static_when_reopened(notebook("live.ipynb"))
    assert_static_when_reopened(notebook(untrusted(lab, "live.ipynb")))


def untrusted(lab, name):
    """A copy that nobody ran here: its signature is unknown."""
    copy = nbformat.read(lab.folder / name, 4)
    copy.cells[0].source = "# from elsewhere\n" + copy.cells[0].source
    nbformat.write(copy, lab.folder / "foreign.ipynb")
    return "foreign.ipynb"


def assert_static_when_reopened(page):
    page.wait_for_selector(".rerun")
    text = page.inner_text(".jp-OutputArea")
    assert "Run the cell again to step this wire." in text
    assert "GET /<b>chat</b>" in text
    assert "'GET /<b>chat</b> HTTP/1.1" in text
    assert "rror" not in text
    assert page.locator(".rw-wire").count() == 0
    assert page.errors == []


def assert_accessible_in_both_themes(page, axe):
    backgrounds = set()
    for name in ("JupyterLab Dark", "JupyterLab Light"):
        theme(page, name)
        backgrounds.add(page.eval_on_selector(".rw-wire", "wire => getComputedStyle(wire).backgroundColor"))
        page.evaluate(axe)
        found = page.evaluate("""axe.run('wire-view', { preload: false }).then((found) =>
            found.violations.map((v) => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))""")
        assert found == []
    assert len(backgrounds) == 2


CELLS = f"[...{APP}.shell.currentWidget.content.model.cells].map((cell) => cell.type)"


def test_the_keys_of_the_view_are_not_the_notebooks(notebook):
    """There "r" makes a cell raw, "x" cuts it, "d d" deletes it, and an arrow goes to another."""
    page = notebook("keys.ipynb")
    run(page)
    page.focus(".rw-seq")
    for key in ("x", "d", "d", "a", "b", "m", "y", "ArrowRight", "ArrowLeft", "ArrowDown", "j"):
        page.keyboard.press(key)
    assert page.evaluate(CELLS) == ["code"]
    assert page.evaluate("document.activeElement.closest('wire-view') !== null")
    page.keyboard.press("r")
    page.wait_for_function(
        f"document.querySelectorAll('.rw-msg').length > 1 && {LAST_STATE} === 'passed the tap'"
    )
    assert page.evaluate(CELLS) == ["code"]
    assert page.errors == []


def test_fifty_hostile_payloads_show_as_text_in_lab(notebook):
    page = notebook("hostile.ipynb", cell=HOSTILE_CELL)
    run(page)
    page.focus(".rw-seq")
    for _ in range(len(HOSTILE) + 2):
        page.keyboard.press("j")
    tags = page.evaluate("""() => Array.from(document.querySelectorAll('wire-view *'), (e) => e.tagName)
        .filter((tag) => /SCRIPT|IMG|IFRAME|STYLE|BASE|MATH|TEMPLATE/.test(tag))""")
    assert tags == []
    assert page.locator(".rw-msg").count() > 0
    assert page.inner_text(".rw-top .rw-meta").startswith(f"{len(HOSTILE) + 2} messages")
    assert page.errors == []


def test_step_rests_when_nothing_comes_any_more(notebook):
    page = notebook(
        "nothing.ipynb", cell=CELL.replace("await reader.read(100)", "await asyncio.Event().wait()")
    )
    run(page)
    step_until(page, 2, "waits at the tap")  # the echo
    step_until(page, 2, "passed the tap")  # and now the client is silent
    page.wait_for_selector(".rw-primary[aria-disabled]")
    page.click(".rw-primary")
    page.wait_for_selector(".rw-status:has-text('Nothing waits at the tap')")
    assert page.errors == []


def test_running_a_cell_again_keeps_one_view_and_one_hub(notebook):
    page = notebook("again.ipynb")
    for _ in range(3):
        run(page)
        page.wait_for_function(IDLE)
    page.wait_for_function("document.querySelectorAll('.rw-wire').length === 1")
    count = "from helpers.views.hub import _hubs; import gc; gc.collect(); print(len(_hubs), len(_hubs[0]._feeds))"
    page.wait_for_function(  # once the loop has let go of the runs before
        f"""async (code) => {{
        const kernel = {APP}.shell.currentWidget.sessionContext.session.kernel;
        let text = '';
        const future = kernel.requestExecute({{ code }});
        future.onIOPub = (message) => {{ text += message.content.text ?? ''; }};
        await future.done;
        return text === '1 1\\n'; }}""",
        arg=count,
    )


def test_a_kernel_that_was_shut_down_is_said(notebook):
    page = notebook("down.ipynb")
    run(page)
    page.evaluate(f"{APP}.shell.currentWidget.sessionContext.shutdown()")
    page.click(".rw-primary")
    page.wait_for_selector(".rw-status:has-text('gone')", timeout=15_000)


def test_a_flipped_bit_is_sent(notebook):
    page = notebook("box.ipynb", cell=BOX_CELL)
    page.evaluate(f"{APP}.commands.execute('notebook:run-all-cells')")
    send = page.locator("frame-box button", has_text="Send")
    send.wait_for(timeout=30_000)
    page.click("frame-box [data-bit='4']")
    send.click()
    status = page.locator("frame-box .rw-status")
    status.filter(has_text="the kernel got 89 85 37 fa 21 3d 7f 9f 4d 51 58").wait_for()
    page.click("frame-box [data-bit='7']")
    send.click()
    status.filter(has_text="LookupError: no <b>connection</b> is open").wait_for()
    assert "pong" not in page.inner_text("frame-box .rw-verdict")
    assert page.errors == []

    page.evaluate(f"{APP}.shell.currentWidget.sessionContext.restartKernel()")
    status.filter(has_text="The kernel is gone").wait_for()
    page.click("frame-box [data-bit='0']")  # the judge needs no kernel
    assert not send.is_visible()
