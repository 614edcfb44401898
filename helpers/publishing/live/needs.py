"""What a lesson imports in a tab, found by reading: its cells, and the helpers that they import.

Enters: the code of a lesson and the folder `helpers/`. Leaves: names of modules that are no part of Python. A cell
tagged `install` does not run there. *At once* is what the imports at the top of a module ask for, *late* what those
inside of functions may. Nothing is imported here.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Needs", "cells_of", "needs"]

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
OURS = {"helpers", *sys.stdlib_module_names}
EXERCISES = "helpers.checks.exercises"  # a check imports its exercise by name


@dataclass(frozen=True, slots=True)
class Needs:
    """What is imported at once, and what ever may be: full names, some of them of things in a module."""

    first: frozenset[str]
    ever: frozenset[str]

    @property
    def at_once(self) -> frozenset[str]:
        """Modules of others by their first name."""
        return frozenset(map(_root, self.first)) - OURS

    @property
    def late(self) -> frozenset[str]:
        """The same, of what is imported late."""
        return self.all - self.at_once

    @property
    def all(self) -> frozenset[str]:
        """Both."""
        return frozenset(map(_root, self.ever)) - OURS


def cells_of(notebook: Any) -> list[str]:
    """The code that runs in a tab, without the lines that only IPython reads."""
    return [
        "".join("\n" if line.startswith(("%", "!")) else line for line in cell["source"].splitlines(True))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "install" not in cell["metadata"].get("tags", ())
    ]


def needs(cells: Iterable[str], helpers: Path) -> Needs:
    """What the code of some cells imports, through helpers too."""
    trees = [ast.parse(cell) for cell in cells]
    first = {name for tree in trees for name in (*_imported(tree, late=True), *_checked(tree))}
    return Needs(_reached(first, helpers, late=False), _reached(first, helpers, late=True))


def _root(name: str) -> str:
    return name.partition(".")[0]


def _checked(tree: ast.AST) -> Iterator[str]:
    """The modules of the exercises that a cell has checked."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("check"), args=[ast.Constant(str(name)), *_]):
                yield f"{EXERCISES}.{name.lower()}"


def _imported(node: ast.AST, *, late: bool) -> Iterator[str]:
    """All that a tree imports; without ``late`` nothing that only a function does when it is called."""
    match node:
        case ast.Import():
            yield from (alias.name for alias in node.names)
        case ast.ImportFrom(module=str(name)):
            yield from (name, *(f"{name}.{alias.name}" for alias in node.names))
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return
    for child in ast.iter_child_nodes(node):
        if late or not isinstance(child, FUNCTIONS):
            yield from _imported(child, late=late)


def _reached(names: Iterable[str], helpers: Path, *, late: bool) -> frozenset[str]:
    seen, todo = set[str](), list(names)
    while todo:
        if (name := todo.pop()) in seen:
            continue
        seen.add(name)
        first, _, rest = name.partition(".")
        if first == "helpers":
            todo += [name.rpartition(".")[0]] if rest else []
            todo += _imports_of(helpers.joinpath(*rest.split(".")), late=late)
    return frozenset(seen)


@cache
def _imports_of(module: Path, *, late: bool) -> tuple[str, ...]:
    """What a module of helpers imports, given by its path without suffix; a name inside of one imports nothing."""
    for file in (module / "__init__.py", module.with_suffix(".py")):
        if file.is_file():
            return tuple(_imported(ast.parse(file.read_text("utf-8")), late=late))
    return ()
