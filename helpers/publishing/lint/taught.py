"""Code taught = code tested: what a lesson teaches in its finished form is what stands in ``helpers``.

A code cell whose first line is ``# helpers/…/file.py`` teaches that file: every function and class it defines must be
there under the same name, equal but for docstrings, annotations and comments. The line tells the learner too where
the code lives. Earlier attempts have no such line and names of their own: a definition without the line that has the
name of one in a file its lesson teaches, and differs, is reported as well (exercise cells apart).

Enters: a lesson's Markdown and the folder that holds ``helpers``. Leaves: sentences that say what differs. Nothing is
imported or run: both sides are read as syntax trees.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from helpers.publishing.source.parts import Cell, cells

__all__ = ["Definition", "definitions", "differences", "same_code", "teaches"]

_TEACHES = re.compile(r"# (helpers/[\w/]+\.py)$")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def teaches(cell: Cell) -> str:
    """The file that a cell's first line names, or nothing."""
    match = _TEACHES.match(cell.source.partition("\n")[0]) if cell.code else None
    return match.group(1) if match else ""


def definitions(source: str) -> dict[str, Definition]:
    """The top-level functions and classes of a file or a cell."""
    tree = ast.parse(source, feature_version=(3, 11))
    return {node.name: node for node in tree.body if isinstance(node, Definition)}


def same_code(one: Definition, other: Definition) -> bool:
    """Whether two definitions are equal, docstrings and annotations aside."""
    return ast.dump(_bare(one)) == ast.dump(_bare(other))


def differences(markdown: str, root: Path) -> Iterator[str]:
    """What a lesson teaches and the file does not say, one sentence each."""
    every = [cell for cell in cells(markdown) if cell.code and "exercise" not in cell.tags]
    files = {path for cell in every if (path := teaches(cell))}
    missing = sorted(path for path in files if not (root / path).is_file())
    yield from (f"{path} does not exist" for path in missing)
    tested = {path: definitions((root / path).read_text("utf-8")) for path in sorted(files - set(missing))}
    for cell in every:
        if teaches(cell) not in missing:
            yield from _of_cell(cell, tested)


def _of_cell(cell: Cell, tested: dict[str, dict[str, Definition]]) -> Iterator[str]:
    path, shown = teaches(cell), definitions(cell.python)
    if path and not shown:
        yield f"line {cell.line}: the cell names {path} and defines nothing"
    for name, taught in shown.items():
        places = [path] if path else [other for other in tested if name in tested[other]]
        for place in places:
            if name not in tested[place]:
                yield f"line {cell.line}: {name} is not in {place}"
            elif not same_code(taught, tested[place][name]):
                yield f"line {cell.line}: {name} is not what {place} has: teach that, or give it a name of its own"


def _bare(node: Definition) -> ast.AST:
    return _Bare().visit(ast.parse(ast.unparse(node)))  # type: ignore[no-any-return]


class _Bare(ast.NodeTransformer):
    """Takes away docstrings and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._definition(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._definition(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(node.arg)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return ast.AnnAssign(self.visit(node.target), ast.Constant(...), node.value, node.simple)

    def _definition(self, node: Definition) -> ast.AST:
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if not isinstance(node, ast.ClassDef):
            node.returns = None
        return self.generic_visit(node)
