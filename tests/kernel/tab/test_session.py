"""The session of a tab, in an ordinary Python: what its cells say, in order, as messages."""

import ast
import asyncio
import importlib
import json
import linecache
import sys
from pathlib import Path

import pytest

from helpers.kernel.tab import Session
from helpers.kernel.tab.page import MOST
from helpers.publishing.source.parts import cells

ROOT = Path(__file__).parents[3]


class Talk(list):
    """A session and what it said; it takes IPython's place until the test ends."""

    def __init__(self):
        self.session = Session(lambda text: self.append(json.loads(text)))
        self.runs = 0

    async def run(self, source):
        """Run one cell; what it said comes back."""
        if not self.runs:
            self.session.begin()
        del self[:]
        self.runs += 1
        await self.session.run(self.runs, source)
        assert self[-1]["kind"] == "done"
        return self[:-1]


@pytest.fixture
def talk(monkeypatch):
    for name in (
        "IPython",
        "IPython.core",
        "IPython.core.getipython",
        "IPython.display",
        "ipywidgets",
        "__main__",
    ):
        importlib.import_module(name)
        monkeypatch.setitem(sys.modules, name, sys.modules[name])
    yield Talk()
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__


def test_a_cell_awaits_prints_and_shows_its_last_value(talk):
    async def scene():
        said = await talk.run(
            "import asyncio\nawait asyncio.sleep(0)\nprint('one'); print('two', end='')\n1 + 1"
        )
        return [(one["kind"], one.get("text") or one.get("bundle")) for one in said]

    assert asyncio.run(scene()) == [
        ("stream", "one\n"),
        ("display", {"text/plain": "2"}),
        ("stream", "two"),
    ]


def test_names_last_from_cell_to_cell_and_sources_are_found(talk):
    async def scene():
        await talk.run("async def twice(n):\n    return 2 * n")
        await talk.run("x = await twice(4)")
        return await talk.run("import inspect\nprint(x, inspect.getsource(twice).splitlines()[1])")

    assert asyncio.run(scene())[0]["text"] == "8     return 2 * n\n"
    linecache.checkcache()


@pytest.mark.parametrize(
    ("source", "name", "lines"),
    [
        ("1 / 0", "ZeroDivisionError", ["<cell 1>", "1 / 0", "division by zero"]),
        ("def f(: ...", "SyntaxError", ["<cell 1>", "invalid syntax"]),
        ("raise SystemExit(3)", "SystemExit", ["3"]),
        ("def f(): f()\nf()", "RecursionError", ["f()", "maximum recursion"]),
    ],
)
def test_an_error_is_shown_from_the_cell_on(talk, source, name, lines):
    (said,) = asyncio.run(talk.run(source))
    assert (said["kind"], said["name"]) == ("error", name)
    assert all(line in "\n".join(said["lines"]) for line in lines)
    assert "kernel/tab" not in "\n".join(said["lines"])
    assert talk[-1]["failed"]


def test_a_waiting_cell_is_stopped_and_says_where_it_stood(talk):
    async def scene():
        await talk.run("from helpers.kernel import begin\nbegin('none')")
        cell = asyncio.ensure_future(
            talk.run("import asyncio\nasync def wait():\n    await here.wait()\n\n\nawait wait()")
        )
        talk.session.shell.user_ns["here"] = asyncio.Event()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        talk.session.stop()
        return await cell

    (said,) = asyncio.run(scene())
    assert said["lines"][0] == "Stopped. The cell stood here:"
    assert said["lines"][-1].endswith("await here.wait()")


def test_a_missing_name_says_which_section_assigns_it(talk, tmp_path, monkeypatch):
    cells_ = [{"cell_type": "markdown", "source": "## The wire"}, {"cell_type": "code", "source": "wire = 1"}]
    (tmp_path / "lesson.ipynb").write_text(json.dumps({"cells": cells_}))
    monkeypatch.chdir(tmp_path)

    async def scene():
        await talk.run("from helpers.kernel import begin\nbegin('lesson')")
        return await talk.run("wire")

    (said,) = asyncio.run(scene())
    assert "the section “The wire” first" in said["value"]


def test_a_task_that_goes_on_speaks_for_its_cell(talk):
    async def scene():
        await talk.run(
            "import asyncio\ngo = asyncio.Event()\nasync def later():\n    await go.wait(); print('late')"
        )
        await talk.run("task = asyncio.ensure_future(later())")
        return await talk.run("go.set(); await task; print('now')")

    assert [(one["run"], one["text"]) for one in asyncio.run(scene())] == [(2, "late\n"), (3, "now\n")]


def test_what_is_printed_for_ever_ends(talk):
    said = asyncio.run(talk.run(f"for n in range({MOST // 5}): print('x' * 20)"))
    text = "".join(one["text"] for one in said)
    assert len(text) < MOST + 100
    assert text.endswith("more was printed than this page shows.")


def test_what_is_displayed_is_replaced_in_its_place(talk):
    source = "from IPython.display import HTML, display\nshown = display(HTML('<b>1</b>'), display_id=True)"
    source += "\nshown.update(HTML('<b>2</b>'))"
    first, second = asyncio.run(talk.run(source))
    assert (first["kind"], second["kind"], first["id"]) == ("display", "update", second["id"])
    assert second["bundle"]["text/html"] == "<b>2</b>"
    (later,) = [one for one in asyncio.run(talk.run("shown.update(3)")) if one["kind"] == "update"]
    assert later["run"] == first["run"]  # below the cell that displayed it


def test_views_are_live_and_their_messages_travel(talk, monkeypatch):
    from helpers.views import hub as hub_module

    monkeypatch.setattr(hub_module, "_hubs", [])
    monkeypatch.setattr(hub_module, "get_ipython", lambda: talk.session.shell)

    async def scene():
        await talk.run(
            "from helpers.views.framebox import FrameBox\nfrom helpers.views.hub import hub\nhub()"
        )
        assert talk[0]["kind"] == "hub"
        box = await talk.run("hub().offer('box', lambda text: f'got {text}')")
        assert box == []
        del talk[:]
        talk.session.receive('{"kind": "act", "view": "box", "data": "81"}')
        while not talk:  # noqa: ASYNC110 - the answer takes some turns of the loop
            await asyncio.sleep(0)
        return talk[0]["message"]

    assert asyncio.run(scene()) == {"kind": "done", "view": "box", "said": "got 81"}


def names_asked():
    """What helpers and lessons import of IPython."""
    texts = [
        path.read_text("utf-8") for path in (ROOT / "helpers").rglob("*.py") if "publishing" not in path.parts
    ]
    for path in (ROOT / "lessons").glob("*.md"):
        texts += [cell.python for cell in cells(path.read_text("utf-8")) if cell.code]
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("IPython"):
                yield from ((node.module, alias.name) for alias in node.names)


def test_what_the_course_asks_of_ipython_is_there(talk):
    talk.session.begin()
    asked = set(names_asked())
    assert asked
    assert [(module, name) for module, name in asked if not hasattr(sys.modules[module], name)] == []


def test_a_frame_names_the_port_of_its_server_and_has_no_address_yet(talk):
    async def scene():
        source = (
            "from IPython.display import IFrame\nIFrame('http://127.0.0.1:4711/x?y=1', width=420, height=60)"
        )
        return (await talk.run(source))[0]["bundle"]["text/html"]

    html = asyncio.run(scene())
    assert html.startswith('<div data-port="4711" data-path="/x?y=1"><iframe ')
    assert 'width="420" height="60"' in html
    assert "src=" not in html
