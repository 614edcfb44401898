"""Tests wait for events and never for time; a table has those that must, each with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# Answers to exercises are not tests: what they may wait for is judged.
FILES = sorted(path for path in TESTS.rglob("*.py") if not path.name.startswith("answers_"))
MODULES = {
    "asyncio",
    "_asyncio",
    "time",
}  # whose ``sleep`` takes real seconds; ``asyncio.sleep(0)`` is a turn
IN_A_PAGE = re.compile(r"setTimeout\(\w+, (?!0\))")

# file:function → why it waits for time
WAITS = {
    "chat/test_page_hidden.py:until": "DevTools bring no event of a page's own state; the page looks by itself",
    "chat/test_page_hidden.py:test_a_hidden_page_polls_not_at_all_and_catches_up_when_somebody_looks": (
        "that a page's real timers do nothing is seen in their time"
    ),
    "chat/test_page_hidden.py:"
    "test_a_hidden_tab_paints_nothing_and_ticks_once_a_second_and_a_frozen_one_not_at_all": (
        "the same of a frozen page"
    ),
    "chat/test_page_storms.py:test_an_interval_of_a_month_is_long_and_not_none_at_all": (
        "that a page's real timers do nothing is seen in their time"
    ),
    "checks/test_limits.py:swallows": "an answer that never ends, which is what is tested",
    "checks/test_limits.py:swallows_twice": "the same",
    "joints/chat/again.py:again": "a client's backoff, of 0.02 s",
    "lessons/in_lab.py:in_sight": "JupyterLab draws cells a moment after they come near, and tells nobody",
    "lessons/in_lab.py:look_through": "the same",
    "net/http2/test_peers.py:one": "how long others wait in real time is what is tested",
    "net/socketio/suite_servers.py:connect": (
        "the official suite's client loses the second of two messages that come in one read"
    ),
    "site/trial.py:do_GET": "it is a slow network",
    "site/trial.py:send": "the same",
    "site/trial.py:keep": "it is a slow machine",
    "oracles/captured.py:capturing": "another program writes its file, and tells nobody",
    "publishing/test_publish.py:wait_for": "another program writes a file, and tells nobody",
    "style/test_waits.py:test_what_waits_for_time": "its examples",
    "waiting.py:wait_for_port": "another program starts to listen, and tells nobody",
    "views/test_wire_speed.py:": "a reader's pace, between whose keys a view must be quick",
}


def waits(path: Path) -> Iterator[str]:
    """The function of each call that takes real time; none is the file itself."""

    def visit(node: ast.AST, function: str) -> Iterator[str]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        if sleeps(node):
            yield f"{path.relative_to(TESTS).as_posix()}:{function}"
        for child in ast.iter_child_nodes(node):
            yield from visit(child, function)

    yield from visit(ast.parse(path.read_text("utf-8")), "")


def sleeps(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="sleep", value=ast.Name(id=module)), args=[time, *_]):
            return module in MODULES and not (isinstance(time, ast.Constant) and time.value == 0)
        case ast.Call(func=ast.Attribute(attr="wait_for_timeout")):
            return True
        case ast.Call(func=ast.Attribute(attr="wait", value=ast.Call()), args=[ast.Constant()]):
            return True  # of an event that nobody sets
        case ast.Constant(value=str(text)):
            return bool(IN_A_PAGE.search(text))
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_waits_for_events(path):
    assert set(waits(path)) - set(WAITS) == set()


def test_every_exception_is_still_needed():
    assert set(WAITS) - {one for path in FILES for one in waits(path)} == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("asyncio.sleep(0)", False),
        ("asyncio.sleep(0.01)", True),
        ("asyncio.sleep(pause)", True),
        ("time.sleep(1)", True),
        ("clock.sleep(3)", False),
        ("threading.Event().wait(0.1)", True),
        ("await news.wait()", False),
        ("page.wait_for_timeout(50)", True),
        ("page.evaluate('new Promise(done => setTimeout(done, 300))')", True),
        ("page.evaluate('new Promise(done => setTimeout(done, 0))')", False),
    ],
)
def test_what_waits_for_time(code, found):
    assert any(sleeps(node) for node in ast.walk(ast.parse(code))) is found
