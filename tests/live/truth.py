"""What a cell says in a tab is what was recorded of it, or stands in a table here with the reason why it is as true.

Numbers of a cell tagged ``measured`` are left out of the comparison; what the lesson says of them is asked by the
claims of ``tests/lessons/claims.py``, in the tab too.
"""

import ast
import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import nbformat

from helpers.publishing.course import load_course
from helpers.publishing.execute import execute_all
from helpers.publishing.publish import CACHE
from tests.lessons.claims import CLAIMS
from tests.live.tabs import ROOT, Came, code_cells
from tests.live.told import between, by_kernel, by_tab

__all__ = ["OTHERS", "Other", "claims_of", "recorded", "untrue"]

Lines = list[str]
NUMBER = re.compile(r"\d[\d.,]*(?:e-?\d+)?")


def numbers(lines: Lines) -> Lines:
    """Without its numbers."""
    return [" ".join(NUMBER.sub("#", line).split()) for line in lines]


def printed(lines: Lines) -> Lines:
    """What it prints, and not the view below that."""
    return list(takewhile(lambda line: line != "shown:", lines))


def reads(lines: Lines) -> Lines:
    """Without the reads in which a message came."""
    return re.sub(r"\n<p>\nIt came in \d+ reads:[^\n]*", "", "\n".join(lines)).split("\n")


def framed(lines: Lines) -> Lines:
    """That a page is shown in it, wherever that is."""
    return [line.strip().split()[0] for line in lines if "<iframe" in line]


@dataclass(frozen=True, slots=True)
class Other:
    """A cell, by the words it begins with, of which only a part is compared, and why."""

    lesson: str
    cell: str
    compared: Callable[[Lines], Lines]
    why: str


ADDRESS = "the library writes the time into its address, with as many digits as the clock has"
OTHERS = (
    Other("1A", "show(carol_wire)", sorted, "server and client end at once: who is first is a race"),
    Other("2A", 'await serve("slow"', printed, "its timeline is of real time, and so is its axis"),
    Other(
        "3A", "ada_wire.run()", sorted, "the client's acknowledgement and the server's tea pass each other"
    ),
    Other(
        "4A", "from IPython.display import IFrame", framed, "only a browser knows the address of a tab's page"
    ),
    Other("4B", "show(heidi_wire)", reads, "a network cuts 70,000 bytes; in memory they come in one read"),
    Other("5B", "async def calls(wire)", numbers, ADDRESS),
    Other("5C", 'ada_wire = await tap("ada', numbers, ADDRESS),
    Other("5C", 'dan_wire = await tap("dan', numbers, ADDRESS),
    Other("5C", 'emma_wire = await tap("emma', numbers, ADDRESS),
    Other("5C", 'UPGRADE = b"Upgrade', printed, "two connections take turns: what shares a reply is a race"),
    Other("5C", "chat_server = await serve", numbers, ADDRESS),
)


def recorded(notebook: Path) -> list[Any]:
    """The code cells of a notebook as they are published: executed now, or by an earlier run."""
    course = load_course(ROOT / "notebooks", suffix=".ipynb")
    lesson = next(one for one in course.lessons if one.source == notebook)
    work = execute_all([lesson], root=ROOT, jobs=1, cache=ROOT / CACHE, report=str, say=str)
    (result,) = asyncio.run(work())
    assert not result.error, result.error
    return code_cells(nbformat.reads(result.executed, as_version=4))


def untrue(order: str, cells: Sequence[Any], came: Sequence[Came]) -> Iterator[str]:
    """How what came in a tab differs from what was recorded of these cells."""
    for cell, one in zip(cells, came, strict=True):
        compared = [
            other.compared for other in OTHERS if other.lesson == order and cell.source.startswith(other.cell)
        ]
        compared += [numbers] * ("measured" in cell.metadata.get("tags", []))
        pair = by_kernel(cell.outputs), by_tab(one.said)
        for part in compared:
            pair = part(pair[0]), part(pair[1])
        if found := between(*pair):
            yield f"{cell.source}\n→ {found}"


def claims_of(order: str, left_out: Sequence[Any]) -> dict[str, str]:
    """What the lesson claims of its cells, but of what those that are left out define."""
    defined = {name for cell in left_out for name in _names(cell.source, ast.Store)}
    claims = CLAIMS.get(order, {}).items()
    return {claim: code for claim, code in claims if not defined & _names(code, ast.Load)}


def _names(source: str, how: type[ast.expr_context]) -> set[str]:
    """The names that a cell, or a claim, stores or loads."""
    nodes = list(ast.walk(ast.parse(source)))
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    named = {node.name for node in nodes if isinstance(node, made)} if how is ast.Store else set()
    return named | {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, how)}
