"""The first call of every lesson: makes the kernel a good place for live servers.

It makes an interrupt end an idle ``await`` at once and say where the cell stood, and lets a missing name say which
section assigns it. It looks
at the notebook's source in the folder the kernel runs in; without it,
or outside Jupyter, it does less and says nothing.
"""

import ast
import asyncio
import json
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from helpers.kernel.stopped import STOPPED, show_stopped

__all__ = ["assigned_in", "begin", "explain_errors"]

HEADING = re.compile(r"^#{1,6} +(.*?) *$", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def begin(lesson: str) -> None:
    """Prepare this kernel for the notebook named ``lesson`` (``"4a-websocket-handshake"``); safe to call twice."""
    if sys.platform == "win32":
        print("This course needs Linux, macOS or WSL: on Windows, open it inside WSL.")
        return
    _wake_on_interrupt()
    explain_errors(Path.cwd() / f"{lesson}.ipynb")


def _wake_on_interrupt() -> None:
    """Adding any signal handler gives the loop a wake-up descriptor.

    Without one, SIGINT reaches a loop that waits only when something else wakes it (ipykernel issue 881).
    """
    with suppress(RuntimeError, ValueError, NotImplementedError):  # no loop, or not the main thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: None)


def explain_errors(notebook: Path, *, first: str = "") -> None:
    """Let a missing name say which section of ``notebook`` assigns it (``first``: what to run before that)."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return

    def explain(
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> Any:
        if not isinstance(error, NameError):
            return show_stopped(shell, kind, error, trace, tb_offset)
        section = assigned_in(notebook).get(error.name or "")
        if section:
            error.args = (f"{error.args[0]}: run {first}the cells of the section “{section}” first",)
        return shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((NameError, *STOPPED), explain)  # type: ignore[no-untyped-call]


def assigned_in(notebook: Path) -> dict[str, str]:
    """For each name that a cell of ``notebook`` binds at its top level, the heading it stands under first."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    sections: dict[str, str] = {}
    heading = ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = (HEADING.findall(FENCED.sub("", source)) or [heading])[-1]
        elif cell["cell_type"] == "code":
            for name in _bound(source):
                sections.setdefault(name, heading)
    return sections


def _bound(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell of magics, or one that is wrong on purpose
        return
    for node in _top_level(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name.split(".")[0]


def _top_level(tree: ast.AST) -> Iterator[ast.AST]:
    """All below ``tree`` but what stands inside of functions, classes and comprehensions: names of their own."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, SCOPES):
            yield from _top_level(node)
