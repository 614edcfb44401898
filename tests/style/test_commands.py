"""What documents, CI and workflows tell people or machines to run is there: modules, extras, markers, commands."""

import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / ".ci").iterdir()),
    *sorted((ROOT / ".github").rglob("*.yml")),
    *sorted((ROOT / ".binder").iterdir()),
    *sorted((ROOT / ".devcontainer").iterdir()),
]
EXAMPLE = re.compile(r"word|NAME")  # stands for a name that the reader chooses
COMMANDS = set(
    re.findall(r'add_parser\(\s*"(\w+)"', (ROOT / "helpers/publishing/arguments.py").read_text("utf-8"))
)


def said(pattern: str) -> Iterator[tuple[str, str]]:
    """The file and the first group of each place where the pattern stands."""
    for path in FILES:
        for match in re.finditer(pattern, path.read_text("utf-8")):
            yield path.name, match[1]


def found(pattern: str) -> list[tuple[str, str]]:
    places = list(said(pattern))
    assert places, f"nothing says {pattern}: is the pattern right?"
    return places


def test_every_module_that_is_run_is_there():
    modules = found(r"python3? -m ((?:helpers|tests)[\w.]*)")
    assert [place for place in modules if find_spec(place[1]) is None] == []


def test_every_extra_that_is_installed_is_there():
    extras = [(file, one) for file, all_ in found(r"'\.\[([\w,]+)\]'") for one in all_.split(",")]
    assert [place for place in extras if place[1] not in PROJECT["project"]["optional-dependencies"]] == []


def test_every_marker_that_is_asked_for_is_there():
    markers = {one.partition(":")[0] for one in PROJECT["tool"]["pytest"]["ini_options"]["markers"]}
    asked = [
        (file, one)
        for file, words in found(r'pytest[^\n]* -m "?([a-z][a-z ]*?)"? ')
        for one in set(words.split()) - {"and", "or", "not"}
    ]
    assert [place for place in asked if place[1] not in markers] == []


def test_every_folder_of_tests_is_there():
    paths = [place for place in found(r"(?<![\w./])(tests/[\w/.*]*\w)") if not EXAMPLE.search(place[1])]
    assert [place for place in paths if not any(ROOT.glob(place[1]))] == []


def test_every_subcommand_of_course_is_there():
    assert [place for place in found(r"(?:bin/|`|run: )course (\w+)") if place[1] not in COMMANDS] == []


@pytest.mark.parametrize("path", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name)
def test_what_ci_runs_can_be_run(path):
    assert path.stat().st_mode & 0o111


def test_the_night_has_time_for_its_proofs():
    """A job that is cut says nothing of what it proved."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/course.yml").read_text("utf-8"))
    night, day = map(int, re.findall(r"\d+", workflow["jobs"]["linux"]["timeout-minutes"]))
    proofs = sum(map(int, re.findall(r"kill-after=30 (\d+)m", (ROOT / ".ci/proofs").read_text("utf-8"))))
    assert night >= proofs + day
