import ast
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from helpers.kernel.sections import assigned_in, bound, top_level
from helpers.kernel.session import begin
from tests.net.net_samples import in_loop

FENCE = "~~~"
NOTEBOOK = [
    ("code", "import asyncio\nfrom helpers.net import serve as start, tap"),
    ("markdown", "# Lesson\n\nwords"),
    ("markdown", "## Who answers  \n\n#hashtag\n\n~~~python\n# no heading\n~~~\n"),
    ("code", "server = await serve('echo', handler=echo)\nlate = early = 1"),
    ("code", "!pip list\nmagic = 1"),
    ("markdown", "### Who asks"),
    ("code", "late = 2\nasync with connect() as client:\n    reply = await client.recv()"),
    ("code", "def helper(argument):\n    local = 1\n\nclass Thing:\n    attribute = 1\n[x for x in late]"),
    ("raw", "nothing = 1"),
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    cells = [{"cell_type": kind, "source": source.splitlines(keepends=True)} for kind, source in NOTEBOOK]
    path = tmp_path / "9z-lesson.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    return path


def test_each_name_stands_under_its_first_heading(notebook: Path) -> None:
    assert assigned_in(notebook) == {
        "asyncio": "",
        "start": "",
        "tap": "",
        "server": "Who answers",
        "late": "Who answers",
        "early": "Who answers",
        "client": "Who asks",
        "reply": "Who asks",
        "helper": "Who asks",
        "Thing": "Who asks",
    }


@pytest.mark.parametrize("text", [None, "no JSON", "{}", "[]"])
def test_without_a_notebook_no_name_is_known(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "lesson.ipynb"
    if text is not None:
        path.write_text(text, "utf-8")
    assert assigned_in(path) == {}


def test_every_way_to_bind_a_name() -> None:
    source = """
for a in b: c = (d := 1)
with e as f: g, *h = i
import j.k, l.m as n
try: pass
except Exception: o: int = 1
"""
    assert {*bound(ast.parse(source))} == {*"acdfghjno"}
    assert len([*top_level(ast.parse("def f(x): y = 1"))]) == 1


@in_loop
async def test_outside_jupyter_it_does_less_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    begin("4a-websocket-handshake")
    begin("4a-websocket-handshake")
    assert capsys.readouterr() == ("", "")


def test_without_a_loop_it_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    begin("4a-websocket-handshake")
    assert capsys.readouterr() == ("", "")


def test_without_ipython_it_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython.core.getipython", None)
    begin("4a-websocket-handshake")


def test_on_windows_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    begin("4a-websocket-handshake")
    assert "open it inside WSL" in capsys.readouterr().out


# ---- in a real kernel ----

Kernel = tuple[KernelManager, BlockingKernelClient]


@pytest.fixture
def kernel(notebook: Path) -> Iterator[Kernel]:
    manager, client = start_new_kernel(cwd=str(notebook.parent))
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.context.destroy(linger=0)


def run(client: BlockingKernelClient, source: str) -> dict[str, Any]:
    """The reply to ``source``. An error does not abort what is asked next, which the kernel may already have."""
    options = {"timeout": 30, "output_hook": lambda message: None, "stop_on_error": False}
    return client.execute_interactive(source, **options)["content"]


def test_a_missing_name_says_which_section_assigns_it_and_interrupts_work_at_once(kernel: Kernel) -> None:
    manager, client = kernel
    assert (
        run(
            client,
            "from helpers.kernel import begin\nfrom helpers.net import *\nbegin('9z-lesson')\nbegin('9z-lesson')",
        )["status"]
        == "ok"
    )

    missing = run(client, "server.url()")
    assert missing["ename"] == "NameError"
    assert missing["evalue"] == (
        "name 'server' is not defined: run the cells of the section “Who answers” first"
    )
    assert run(client, "nobody_has_this")["evalue"] == "name 'nobody_has_this' is not defined"
    assert run(client, "1 / 0")["ename"] == "ZeroDivisionError"

    waiting = "import asyncio\nparty = spawn('ada', asyncio.Event().wait())\nawait party"
    assert interrupted(manager, client, waiting) < 2
    assert run(client, "assert party.state == 'is still running'")["status"] == "ok"
    assert interrupted(manager, client, "await finish(party, limit=100)") < 2
    assert run(client, "await stop_all()\nassert party.state == 'was cancelled'")["status"] == "ok"


def interrupted(manager: KernelManager, client: BlockingKernelClient, source: str) -> float:
    """Run ``source``, interrupt it once it waits, and return the seconds until its reply came."""
    request = client.execute(f"print('waits')\n{source}", stop_on_error=False)
    while (message := client.get_iopub_msg(timeout=30))["msg_type"] != "stream":
        pass
    assert message["content"]["text"] == "waits\n"
    began = time.monotonic()
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != request:
        pass
    assert reply["content"]["status"] == "error"
    return time.monotonic() - began
