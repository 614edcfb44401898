"""What pyproject.toml asks to be installed is used, and what is imported is asked for."""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from helpers.publishing.source.parts import cells

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# package → who uses it without an import
USED_OTHERWISE = {
    "ipykernel": "the notebooks' kernel",
    "jupyterlab": "course lab runs it",
    "ipywidgets": "lessons have knobs that the kernel answers",
    "coverage": ".ci/run",
    "jupyter-server-proxy": "tests run it as on a Hub",
    "mypy": ".ci/run",
    "ruff": ".ci/run",
    "nbmake": "pytest --nbmake",
    "pytest-xdist": "pytest -n",
    "realtime-on-the-wire": "the extras, with which every lesson is run whole",
    "types-pyyaml": "mypy",
}
# What an extra brings, helpers and lessons use where it is there, and go on without.
EXTRAS = [extra for extra in PROJECT["optional-dependencies"] if extra not in ("test", "all")]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~!;]", one)[0].strip().lower().replace("_", "-") for one in requirements}


def sources(folder: str) -> Iterator[str]:
    yield from (path.read_text("utf-8") for path in (ROOT / folder).rglob("*.py"))


def lessons() -> Iterator[str]:
    for path in (ROOT / "lessons").glob("*.md"):
        yield "\n".join(cell.python for cell in cells(path.read_text("utf-8")) if cell.code)


def imported(texts: Iterator[str]) -> set[str]:
    """The distributions of the modules that these texts import, in small letters."""
    known, found = packages_distributions(), set()
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    modules = found - set(sys.stdlib_module_names) - {"helpers", "tests"}
    return {name.lower().replace("_", "-") for module in modules for name in known.get(module, ())}


def test_every_dependency_is_used():
    asked = names(PROJECT["dependencies"])
    used = imported(sources("helpers")) | imported(lessons())
    assert asked - used - set(USED_OTHERWISE) == set()


def test_every_test_dependency_is_used():
    asked = names(PROJECT["optional-dependencies"]["test"])
    used = imported(sources("tests")) | imported(lessons())
    assert asked - used - set(USED_OTHERWISE) == set()


def test_no_exception_outlives_its_package():
    asked = names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])
    assert set(USED_OTHERWISE) <= asked


def test_a_learner_has_what_the_lessons_import():
    asked = names(PROJECT["dependencies"])
    extras = {name for extra in EXTRAS for name in names(PROJECT["optional-dependencies"][extra])}
    assert imported(lessons()) | imported(sources("helpers")) <= asked | {"ipython"} | extras


def test_what_is_installed_beneath_the_root_keeps_its_own_kind_of_modules():
    """Node asks the nearest package.json: a `type` in ours would rule JupyterLab's own yarn in `.venv`."""
    assert "type" not in json.loads((ROOT / "package.json").read_text("utf-8"))
