"""The parts of a lesson's Markdown that a proof needs: its code cells, and each exercise with its solution.

Enters: a lesson as jupytext writes it. Leaves: cells in order, and per exercise the name in its check line, the
skeleton above it and the ``~~~python`` fence of the solution below it. Nothing is run, nothing is guessed: a check
without a skeleton, or a solution that belongs to no check, is an error that names the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

__all__ = ["Cell", "Part", "cells", "exercises"]

_OPEN = re.compile(r"```python(?:\s+(.*))?$")
_REGION = re.compile(r"<!-- #region(?:\s+(.*))? -->$")
_TAGS = re.compile(r"tags=\[([^\]]*)\]")
_CHECK = re.compile(r'await check\(\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell, or a Markdown cell with tags; ``line`` is where its source begins, from 1."""

    code: bool
    tags: frozenset[str]
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise as it stands in a lesson."""

    name: str
    skeleton: str
    solution: str
    line: int


def cells(markdown: str) -> Iterator[Cell]:
    """Code cells, and Markdown cells that carry tags, in order."""
    lines = iter(enumerate(markdown.splitlines(), 1))
    for number, line in lines:
        code, region = _OPEN.match(line), _REGION.match(line)
        if match := code or region:
            source = "\n".join(_until("```" if code else "<!-- #endregion -->", lines)).strip("\n")
            yield Cell(bool(code), _tags(match.group(1)), source, number + 1)
        elif line.startswith("~~~"):
            list(_until("~~~", lines))


def _until(end: str, lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    return takewhile(lambda line: line != end, (line for _, line in lines))


def _tags(metadata: str | None) -> frozenset[str]:
    found = _TAGS.search(metadata or "")
    return frozenset(re.findall(r'"([^"]+)"', found.group(1))) if found else frozenset()


def exercises(markdown: str) -> list[Part]:
    """Every exercise of a lesson, complete."""
    skeleton, names, found = "", list[tuple[str, str, int]](), list[Part]()
    for cell in cells(markdown):
        if "exercise" in cell.tags:
            skeleton = cell.source
        elif "check" in cell.tags:
            names.append(
                (_name(cell), _needed(skeleton, cell, "a check without an exercise above it"), cell.line)
            )
            skeleton = ""
        elif "solution" in cell.tags:
            if len(names) != len(found) + 1:
                raise ValueError(f"line {cell.line}: a solution that follows no check of its own")
            found.append(Part(*names[-1][:2], _fence(cell), names[-1][2]))
    if len(names) != len(found):
        raise ValueError(f"line {names[len(found)][2]}: a check without a solution below it")
    return found


def _name(cell: Cell) -> str:
    match = _CHECK.search(cell.source)
    if match is None or len(cell.source.splitlines()) != 1:
        raise ValueError(f'line {cell.line}: a check cell is one line, await check("name", name)')
    return match.group(1)


def _needed(text: str, cell: Cell, otherwise: str) -> str:
    if not text:
        raise ValueError(f"line {cell.line}: {otherwise}")
    return text


def _fence(cell: Cell) -> str:
    match = re.search(r"^~~~python\n(.*?)^~~~$", cell.source, re.DOTALL | re.MULTILINE)
    if match is None or "<details>" not in cell.source:
        raise ValueError(f"line {cell.line}: a solution is a <details> with a ~~~python fence")
    return match.group(1)
