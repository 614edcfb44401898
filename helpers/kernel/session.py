"""The first call of every lesson: makes the kernel a good place for live servers.

It makes an interrupt end an idle ``await`` at once and say where the cell stood, and lets a missing name say which
section assigns it. It looks
at the notebook's source in the folder the kernel runs in; without it,
or outside Jupyter, it does less and says nothing.
"""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from helpers.kernel.sections import open_lesson, remedy
from helpers.kernel.stopped import STOPPED, show_stopped

__all__ = ["begin", "explain_errors", "preparations"]

preparations: list[Callable[[], object]] = []  # of stations that this one does not know, for begin()


def begin(lesson: str) -> None:
    """Prepare this kernel for the notebook named ``lesson`` (``"4a-websocket-handshake"``); safe to call twice."""
    if sys.platform == "win32":
        print("This course needs Linux, macOS or WSL: on Windows, open it inside WSL.")
        return
    _wake_on_interrupt()
    for prepare in preparations:
        prepare()
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
    open_lesson(notebook, first=first)

    def explain(
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> Any:
        if not isinstance(error, NameError):
            return show_stopped(shell, kind, error, trace, tb_offset)
        if (help_ := remedy(error)) and not str(error).endswith(help_):
            error.args = (f"{error}{help_}",)
        return shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((NameError, *STOPPED), explain)  # type: ignore[no-untyped-call]
