"""Which lines of ``helpers`` no lesson shows: ``python -m helpers.publishing.lint.shown [folder …]``.

Enters: the lessons and the files of ``helpers``. Leaves: a table, a line a file: how many lines of functions and
classes there are, how many a lesson shows with ``show(…)`` or teaches in a cell, and the names of those it does not.
A report, not a rule: much of a helper is meant to be used and not read. Nothing is imported or run.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from helpers.publishing.lint.taught import definitions, teaches
from helpers.publishing.source.parts import Cell, cells

__all__ = ["report", "shown_names", "unshown"]

Name = tuple[str, str]  # ("helpers/protocols/websocket/frames.py", "Frame.parse")


def shown_names(markdown: str) -> set[Name]:
    """Every definition that a lesson shows or teaches, by file and name."""
    names: set[Name] = set()
    imported: dict[str, str] = {}
    for cell in cells(markdown):
        if cell.code and "exercise" not in cell.tags:
            tree = ast.parse(cell.python)
            imported |= dict(_imports(tree))
            names |= {place for call in _shows(tree) if (place := _resolved(call, imported))}
            names |= _taught(cell)
    return names


def _taught(cell: Cell) -> set[Name]:
    return {(path, name) for name in definitions(cell.source)} if (path := teaches(cell)) else set()


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers"):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _shows(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "show":
            yield from (ast.unparse(arg) for arg in node.args if isinstance(arg, ast.Name | ast.Attribute))


def _resolved(written: str, imported: dict[str, str]) -> Name | None:
    first, _, rest = written.partition(".")
    if first not in imported:
        return None
    module, _, name = imported[first].rpartition(".")
    return f"{module.replace('.', '/')}.py", f"{name}.{rest}" if rest else name


def unshown(source: str, shown: set[str]) -> tuple[int, int, list[str]]:
    """How many lines a file's definitions have, how many are shown, and the names of the others."""
    lines = hidden = 0
    names: list[str] = []
    for name, node, size in _pieces(source):
        lines += size
        if name not in shown and name.partition(".")[0] not in shown:
            hidden += size
            names.append(node)
    return lines, lines - hidden, names


def _pieces(source: str) -> Iterator[tuple[str, str, int]]:
    """(name, how it is listed, lines): functions, methods, and what a class has besides."""
    for name, node in definitions(source).items():
        size = (node.end_lineno or 0) - node.lineno + 1
        if isinstance(node, ast.ClassDef):
            for method in definitions(ast.unparse(ast.Module(node.body, []))).values():
                lines = (method.end_lineno or 0) - method.lineno + 1
                size -= lines
                yield f"{name}.{method.name}", f"{name}.{method.name}", lines
        yield name, name, max(size, 1)


def report(root: Path, folders: tuple[str, ...]) -> Iterator[str]:
    """The table, line by line."""
    shown: set[Name] = set()
    for lesson in sorted((root / "lessons").glob("*.md")):
        shown |= shown_names(lesson.read_text("utf-8"))
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            path = file.relative_to(root).as_posix()
            here = {name for place, name in shown if place == path}
            lines, seen, names = unshown(file.read_text("utf-8"), here)
            if lines:
                yield f"{path:55} {seen:4} of {lines:4} lines shown; not: {', '.join(names) or '–'}"


if __name__ == "__main__":
    chosen = tuple(sys.argv[1:]) or ("helpers/protocols", "helpers/chat", "helpers/loops")
    print("\n".join(report(Path(__file__).parents[3], chosen)))
