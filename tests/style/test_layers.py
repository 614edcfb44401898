"""A folder imports only stations nearer the wire, and only the libraries its row allows; no file imports itself."""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HELPERS = Path(__file__).parents[2] / "helpers"

# station: (stations it may import, third-party packages it may import). The table of the design, row by row.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "vocabulary": (set(), set()),
    "kernel": (set(), {"IPython"}),
    "protocols": ({"vocabulary"}, {"hpack"}),
    "trace": ({"vocabulary"}, set()),
    "loops": ({"vocabulary", "trace"}, {"simpy"}),
    "net": (
        {"vocabulary", "kernel", "protocols", "trace", "loops"},
        {"aiohttp", "websockets", "trustme", "cryptography", "h2", "hpack", "picows", "wsproto"},
    ),
    "dissectors": ({"vocabulary", "protocols", "trace"}, {"hpack"}),
    "views": (
        {"vocabulary", "dissectors", "trace"},
        {"ipywidgets", "anywidget", "IPython", "matplotlib", "pygments", "traitlets"},
    ),
    "chat": (
        {"vocabulary", "net", "protocols", "loops", "trace"},
        {"aiohttp", "websockets", "socketio", "engineio", "redis"},
    ),
    "checks": (
        {"vocabulary", "protocols", "trace", "loops", "net", "dissectors", "views", "chat", "measure"},
        {"platformdirs", "filelock", "IPython", "websockets", "aiohttp", "socketio"},
    ),
    "measure": (  # locust and gevent only in locustfiles/, which its own command runs: see tests/measure
        {"vocabulary", "kernel", "protocols", "trace", "loops", "net", "dissectors", "chat"},
        {"hdrh", "psutil", "platformdirs", "h2", "socketio", "websockets", "locust", "gevent"},
    ),
    "publishing": (
        set(),
        {
            "jupytext",
            "nbformat",
            "nbclient",
            "nbconvert",
            "yaml",
            "pygments",
            "spellchecker",
            "jinja2",
            "traitlets",
            "mistune",
            "imagesize",
            "platformdirs",
            "fontTools",
            "resvg_py",
            "markupsafe",
            "tornado",
            "packaging",
            "jupyter_core",
        },
    ),
}
# What no file of a station may touch at all.
FORBIDDEN: dict[str, set[str]] = {
    "protocols": {"socket", "asyncio", "threading", "time", "random", "secrets"},
    "trace": {"socket", "asyncio", "threading", "time", "random"},
    "loops": {"socket"},
    "dissectors": {"asyncio", "socket", "threading", "time", "random"},
}
FILES = sorted(HELPERS.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are absolute here"
            if node.module == "helpers":
                yield from (f"helpers.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def station(path: Path) -> str:
    return path.relative_to(HELPERS).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HELPERS)))
def test_imports_what_its_station_may(path):
    if path == HELPERS / "__init__.py":
        assert not list(imported(path)), "the glossary imports nothing"
        return
    own = station(path)
    stations, packages = TABLE[own]
    for name in imported(path):
        first = name.split(".")[0]
        if first == "helpers":
            assert name.split(".")[1] in stations | {own}, f"{own} may not import {name}"
        elif first in sys.stdlib_module_names:
            assert first not in FORBIDDEN.get(own, ()), f"{own} may not import {first}"
        else:
            assert first in packages, f"{own} may not import {first}"


def test_the_chat_domain_imports_nothing_of_the_course():
    domain = HELPERS / "chat" / "domain.py"
    if not domain.exists():
        pytest.skip("helpers/chat/domain.py is missing: the chat comes with the lessons on polling")
    assert not [name for name in imported(domain) if name.startswith("helpers")]


def test_every_station_has_a_row():
    assert {station(path) for path in FILES} - {"__init__"} == set(TABLE)


# ---- circles ----


def module(path: Path) -> str:
    parts = path.relative_to(HELPERS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path) for path in FILES}


def modules_imported(tree: ast.AST) -> Iterator[str]:
    """The modules of helpers that a file needs, wherever in it they are imported."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if alias.name in MODULES)
            case ast.ImportFrom(module=str(name)):
                below = {f"{name}.{alias.name}" for alias in node.names}
                yield from below & MODULES
                if not below <= MODULES and name in MODULES:
                    yield name


def circle(needs: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_imports_go_round_in_a_circle():
    needs = {module(path): set(modules_imported(ast.parse(path.read_text("utf-8")))) for path in FILES}
    assert circle(needs) == []


def test_a_circle_is_found_within_a_function_too():
    late = ast.parse("def f():\n    from helpers.net import tap\n    from helpers.net.tap import Tap")
    assert set(modules_imported(late)) == {"helpers.net.tap"}
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "c", "b", "a"]
