"""The frame box in JupyterLab: bits flip, and Send reaches a callable of the kernel."""

import pytest

from tests.views.in_lab import APP

pytestmark = pytest.mark.browser


CELL = """\
from helpers.views import show
from helpers.views.framebox import FrameBox

async def send(data):
    if data[0] & 0b1111 == 8:
        raise LookupError("no <b>connection</b> is open")
    return f"the kernel got {data.hex(' ')}"

show(FrameBox(bytes.fromhex("818537fa213d7f9f4d5158"), send=send))
"""


def test_a_flipped_bit_is_sent(notebook):
    page = notebook("box.ipynb", cell=CELL)
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
