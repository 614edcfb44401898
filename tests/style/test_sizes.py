"""Small files, small functions, a docstring and ``__all__`` in each: budgets, with exceptions and their reasons."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median

import pytest

ROOT = Path(__file__).parents[2]
HELPERS = ROOT / "helpers"
FILES = sorted(HELPERS.rglob("*.py"))
LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 25
MEDIAN_OF_A_FUNCTION = 7
CHARACTERS_OF_A_LINE = 118
EXERCISES = HELPERS / "checks" / "exercises"
LINES_OF_A_JUDGE = 130
MEAN_OF_A_JUDGE = 70
MEAN_WITH_ITS_PARTS = 77  # with what stands beside the judges for one or two of them alone

# file or file:function → why it may be longer
LONGER: dict[str, str] = {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with the lines of its body, the docstring aside."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1


def name_of(path: Path) -> str:
    return str(path.relative_to(HELPERS))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_keeps_its_budget(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LINES_OF_A_FILE or name_of(path) in LONGER
    long = [
        f"{name}: {lines} lines"
        for name, lines in functions(path)
        if lines > LINES_OF_A_FUNCTION and f"{name_of(path)}:{name}" not in LONGER
    ]
    assert not long


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_begins_with_a_docstring_and_says_what_it_exports(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "a file says what enters, what leaves and what it never does"
    defines = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    ]
    assert not defines or "\n__all__ = [" in path.read_text("utf-8")


def test_functions_are_short_in_the_median():
    assert median(lines for path in FILES for _, lines in functions(path)) <= MEDIAN_OF_A_FUNCTION


def test_judges_are_data_made_with_the_shared_ones():
    """``pytest tests/style/test_sizes.py -k judges -s`` prints the figures."""
    names = tomllib.loads((EXERCISES.parent / "catalogue.toml").read_text("utf-8"))
    every = {path.stem: len(path.read_text("utf-8").splitlines()) for path in EXERCISES.glob("[!_]*.py")}
    judges = {name: every[name.lower()] for name in names}
    parts = sum(every.values()) / len(judges)
    print(
        f"\n{len(judges)} judges: {mean(judges.values()):.1f} lines in the mean, {parts:.1f} with their parts"
    )
    print(f"the longest: {sorted(judges.items(), key=lambda one: -one[1])[:5]}")
    assert mean(judges.values()) <= MEAN_OF_A_JUDGE
    assert parts <= MEAN_WITH_ITS_PARTS
    assert max(judges.values()) <= LINES_OF_A_JUDGE


def test_every_exception_is_still_needed():
    known = {name_of(path) for path in FILES}
    known |= {f"{name_of(path)}:{name}" for path in FILES for name, _ in functions(path)}
    assert set(LONGER) <= known
