"""Which section of the lesson makes what: where a name is assigned, where a tap or a server is started.

Enters: the notebook that this kernel runs, as its file stands. Leaves: headings, and sentences that name them. Knows
nothing before ``open_lesson``, and says nothing then.
"""

import ast
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

__all__ = ["assigned_in", "bound", "open_lesson", "remedy", "started_in", "top_level"]

HEADING = re.compile(r"^#{1,6} +(.*?) *$", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


class _Lesson(NamedTuple):
    notebook: Path
    first: str  # what to run before anything else


_lesson: _Lesson | None = None


def open_lesson(notebook: Path | None, *, first: str = "") -> None:
    """From now on speak of ``notebook`` (``first``: what to run before any section); ``None``: of nothing."""
    global _lesson
    _lesson = _Lesson(notebook, first) if notebook else None


def remedy(error: BaseException) -> str:
    """How a sentence on a missing name goes on: which cells assign it; empty for anything else."""
    if _lesson is None or not isinstance(error, NameError):
        return ""
    section = assigned_in(_lesson.notebook).get(error.name or "")
    return f": run {_lesson.first}the cells of the section “{section}” first" if section else ""


def started_in(function: str, name: str) -> str:
    """The heading of the section that calls ``function`` with the name ``name``; empty where none does."""
    if _lesson is not None:
        for heading, tree in _cells(_lesson.notebook):
            if any(_calls(node, function, name) for node in ast.walk(tree)):
                return heading
    return ""


def _calls(node: ast.AST, function: str, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=called), args=[ast.Constant(value=first), *_]):
            return called == function and first == name
    return False


def assigned_in(notebook: Path) -> dict[str, str]:
    """For each name that a cell of ``notebook`` binds at its top level, the heading it stands under first."""
    sections: dict[str, str] = {}
    for heading, tree in _cells(notebook):
        for name in bound(tree):
            sections.setdefault(name, heading)
    return sections


def _cells(notebook: Path) -> Iterator[tuple[str, ast.Module]]:
    """The code of each cell, with the heading it stands under."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    heading = ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = (HEADING.findall(FENCED.sub("", source)) or [heading])[-1]
        elif cell["cell_type"] == "code":
            with suppress(SyntaxError):  # a cell of magics, or one that is wrong on purpose
                yield heading, ast.parse(source)


def bound(tree: ast.Module) -> Iterator[str]:
    """The names that a cell binds at its top level."""
    for node in top_level(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name.split(".")[0]


def top_level(tree: ast.AST) -> Iterator[ast.AST]:
    """All below ``tree`` but what stands inside of functions, classes and comprehensions: names of their own."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, SCOPES):
            yield from top_level(node)
