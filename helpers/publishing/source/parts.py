"""The parts of a lesson that a proof needs: its code cells, and each exercise with its solution.

Enters: a lesson's Markdown. Leaves: cells in order, and per exercise the name in its check line, the skeleton above
it and the ``~~~python`` fence of the solution below it. Nothing is run, nothing is guessed: a check without a
skeleton, or a solution that belongs to no check, is a problem with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.publishing.source.scan import Line, Place, scan

__all__ = ["Cell", "Part", "Problem", "cells", "exercises", "parts"]

_CHECK = re.compile(r'await check\(\s*"([^"]+)"')
_SOLUTION = re.compile(r"^~~~python\n(.*?)^~~~$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell, or a Markdown cell with tags; ``line`` is where its source begins, from 1."""

    code: bool
    tags: frozenset[str]
    source: str
    line: int

    @property
    def python(self) -> str:
        """A code cell without the lines that only IPython reads."""
        lines = self.source.split("\n")
        return "\n".join("" if line.startswith(("%", "!")) else line for line in lines)


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise as it stands in a lesson."""

    name: str
    skeleton: str
    solution: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is missing from an exercise, and where."""

    line: int
    said: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.said}"


def cells(markdown: str) -> Iterator[Cell]:
    """Code cells, and Markdown cells that carry tags, in order."""
    opened: Line | None = None
    inside: list[str] = []
    for line in scan(markdown):
        if opened is None:
            opened, inside = (line, []) if line.opens_cell else (None, [])
        elif line.mark == "endregion" or (line.place is Place.MARK and opened.mark != "region"):
            source = "\n".join(inside).strip("\n")
            yield Cell(opened.mark != "region", frozenset(opened.tags), source, opened.number + 1)
            opened = None
        else:
            inside.append(line.text)


def exercises(markdown: str) -> list[Part]:
    """Every exercise of a lesson, complete; the first problem is a ``ValueError``."""
    found = list(parts(markdown))
    if problems := [one for one in found if isinstance(one, Problem)]:
        raise ValueError(str(problems[0]))
    return [one for one in found if isinstance(one, Part)]


def parts(markdown: str) -> Iterator[Part | Problem]:
    """Every exercise of a lesson that is whole, and what keeps the others from it."""
    skeleton: str | None = None
    waiting: Part | None = None  # for its solution
    for cell in cells(markdown):
        if "exercise" in cell.tags:
            skeleton = cell.source
        elif "check" in cell.tags:
            yield from _unsolved(waiting)
            yield from _in_check(cell, skeleton)
            waiting, skeleton = Part(_name(cell), skeleton or "", "", cell.line), None
        elif "solution" in cell.tags:
            yield _solved(waiting, cell)
            waiting = None
    yield from _unsolved(waiting)


def _unsolved(waiting: Part | None) -> Iterator[Problem]:
    if waiting:
        yield Problem(waiting.line, "a check without a solution below it")


def _in_check(cell: Cell, skeleton: str | None) -> Iterator[Problem]:
    if not skeleton:
        yield Problem(cell.line, "a check without an exercise above it")
    if not _name(cell):
        yield Problem(cell.line, 'a check cell is one line, await check("name", name)')


def _name(cell: Cell) -> str:
    match = _CHECK.search(cell.source)
    return match.group(1) if match and len(cell.source.splitlines()) == 1 else ""


def _solved(waiting: Part | None, cell: Cell) -> Part | Problem:
    fence = _SOLUTION.search(cell.source)
    if cell.code or fence is None or "<details>" not in cell.source:
        return Problem(cell.line, "a solution is a <details> with a ~~~python fence")
    if waiting is None:
        return Problem(cell.line, "a solution that follows no check of its own")
    return Part(waiting.name, waiting.skeleton, fence.group(1), waiting.line)
