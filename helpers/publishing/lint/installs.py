"""Which cells need an installed Python: a thread or a process, which a browser tab has not.

Enters: a lesson's Markdown. Leaves: (line number, rule, message, remedy) for a cell that needs one and lacks the tag
`install`. A function that needs one passes the need on to the cell that calls it; defining it needs nothing. What a
helper needs inside is not seen.
"""

import ast
from collections.abc import Iterator

from helpers.publishing.lint.finding import Found
from helpers.publishing.source.parts import Cell, cells

__all__ = ["installs"]

# name → what it needs
NEEDS = {
    "to_thread": "a thread",
    "run_in_executor": "a thread",
    "Thread": "a thread",
    "subprocess": "a process",
    "create_subprocess_exec": "a process",
    "curl": "a process",
}


def installs(text: str) -> Iterator[Found]:
    """A cell that needs an installed Python says so."""
    needs = dict(NEEDS)
    for cell in cells(text):
        if not cell.code:
            continue
        defined, rest = _split(cell)
        for name, body in defined:
            if found := _needed(body, needs):
                needs[name] = found
        if (found := _needed(rest, needs)) and "install" not in cell.tags:
            yield cell.line, "install-tag", f"the cell needs {found}", 'add the tag "install"'


def _split(cell: Cell) -> tuple[list[tuple[str, list[ast.stmt]]], list[ast.stmt]]:
    """The functions and classes of a cell, by name, and what runs at once; imports run nothing."""
    try:
        body = ast.parse(cell.python).body
    except SyntaxError:
        return [], []
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    defined = [(one.name, one.body) for one in body if isinstance(one, kinds)]
    return defined, [one for one in body if not isinstance(one, kinds | ast.Import | ast.ImportFrom)]


def _needed(body: list[ast.stmt], needs: dict[str, str]) -> str:
    """What the first name in some statements needs that needs anything."""
    for node in (node for statement in body for node in ast.walk(statement)):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in needs:
            return needs[name]
    return ""
