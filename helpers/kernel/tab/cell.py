"""One cell: its text becomes code, and the code a value.

Enters: Python with ``await`` at its top level, and the names that it sees. Leaves: the value of its last line, where
that is an expression. Whatever the cell raises goes on to who asked.
"""

import ast
import linecache
from inspect import CO_COROUTINE
from types import CodeType
from typing import Any

__all__ = ["file_name", "run"]

AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def file_name(number: int) -> str:
    """What tracebacks call the cell that is run as ``number``."""
    return f"<cell {number}>"


async def run(source: str, names: dict[str, Any], *, name: str) -> object:
    """Run a cell in ``names``; its source can be shown, and stands in tracebacks, under ``name``."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    value = None
    for code in _compiled(source, name):
        value = eval(code, names)
        if code.co_flags & CO_COROUTINE:
            value = await value
    return value


def _compiled(source: str, name: str) -> list[CodeType]:
    """The lines of a cell, and its last expression apart."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    codes = [compile(tree, name, "exec", flags=AWAITS, dont_inherit=True)]
    if isinstance(last, ast.Expr):
        codes.append(compile(ast.Expression(last.value), name, "eval", flags=AWAITS, dont_inherit=True))
    return codes
