"""Every lesson in a tab: each cell that is not tagged ``install`` says what was recorded, each solution passes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.lessons.claims import PREPARE
from tests.live.tabs import NOTEBOOKS, Came, Cell, code_cells, lesson_cells, run, solution_cells
from tests.live.truth import OTHERS, claims_of, recorded, untrue

LESSONS = [pytest.param(path, id=path.stem) for path in NOTEBOOKS]


@dataclass(frozen=True, slots=True)
class Ran:
    """A lesson that was run in a tab: its own cells, what it claims of them, and its solutions."""

    order: str
    cells: Sequence[Any]
    own: Sequence[Came]
    claims: Sequence[Came]
    solutions: Sequence[Came]


@pytest.fixture(scope="module", params=LESSONS)
def ran(live: Path, request: pytest.FixtureRequest) -> Ran:
    """One tab for all that is asked of a lesson."""
    path: Path = request.param
    order, notebook = path.stem.partition("-")[0].upper(), nbformat.read(path, as_version=4)
    claims = claims_of(order, code_cells(notebook, installed=True))
    parts = [
        lesson_cells(notebook),
        [Cell(PREPARE), *(Cell(f"assert {code}, {claim!r}") for claim, code in claims.items())],
        solution_cells(path),
    ]
    came = iter(run(live, path, [cell for part in parts for cell in part]))
    own, claimed, solutions = ([next(came) for _ in part] for part in parts)
    return Ran(order, recorded(path), own, claimed, solutions)


def assert_none(found: Iterable[str]) -> None:
    """No cell is wrong; those that are come whole, since pytest would shorten them."""
    wrong = "\n\n".join(one for one in found if one)
    assert not wrong, wrong


def test_a_lesson_runs_in_a_tab(ran: Ran) -> None:
    assert_none(one.wrong for one in ran.own)


def test_it_says_there_what_was_recorded(ran: Ran) -> None:
    assert_none(untrue(ran.order, ran.cells, ran.own))


def test_it_keeps_its_word(ran: Ran) -> None:
    assert_none(one.wrong for one in ran.claims)


def test_its_solutions_pass(ran: Ran) -> None:
    assert_none(one.wrong for one in ran.solutions)


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: f"{other.lesson} {other.cell}")
def test_what_may_differ_is_one_cell_of_a_lesson(other: Any) -> None:
    path = next(path for path in NOTEBOOKS if path.name.startswith(f"{other.lesson.lower()}-"))
    cells = code_cells(nbformat.read(path, as_version=4))
    assert [cell.source.startswith(other.cell) for cell in cells].count(True) == 1
