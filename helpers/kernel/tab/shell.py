"""What the course uses of IPython's shell: the names of cells, and how an error is shown.

Enters: what a cell raised. Leaves: its name, its text and the lines of the cells in it. ``install`` puts modules in
IPython's place, so that helpers and lessons import what they import everywhere; IPython itself would weigh as much as
all other libraries of a lesson together.
"""

import sys
import traceback
from collections.abc import Callable
from types import ModuleType, TracebackType
from typing import Any

from helpers.kernel.tab.display import HTML, Displays, Handle, IFrame
from helpers.kernel.tab.page import Page
from helpers.kernel.tab.widgets import module as resting_widgets

__all__ = ["Shell", "install"]

Failed = tuple[type[BaseException], BaseException, TracebackType | None]


class Shell:
    """As much of IPython's shell as ``helpers.kernel`` and the views ask for."""

    kernel = True  # somebody is there to go on from a view

    def __init__(self, page: Page) -> None:
        self.carrier = page
        self.display = Displays(page)
        self.module = ModuleType("__main__")
        self.user_ns: dict[str, Any] = vars(self.module)
        self._explained: tuple[tuple[type[BaseException], ...], Callable[..., object]] | None = None

    def set_custom_exc(self, kinds: tuple[type[BaseException], ...], explain: Callable[..., object]) -> None:
        """Let ``explain(shell, kind, error, trace, tb_offset)`` show errors of these kinds."""
        self._explained = kinds, explain

    def failed(self, error: BaseException) -> None:
        """Show what a cell raised."""
        found = type(error), error, error.__traceback__
        if self._explained and isinstance(error, self._explained[0]):
            self._explained[1](self, *found, tb_offset=None)
        else:
            self.showtraceback(found)

    def showtraceback(self, found: Failed, tb_offset: int | None = None) -> None:
        """Say it to the page: what its own rendering says, or the traceback from the cell on."""
        kind, error, trace = found
        own: Callable[[], list[str]] | None = getattr(error, "_render_traceback_", None)
        lines = own() if own else self._lines(error, trace)
        self.carrier.say("error", name=kind.__name__, value=str(error), lines=lines)

    def _lines(self, error: BaseException, trace: TracebackType | None) -> list[str]:
        while trace is not None and trace.tb_frame.f_globals is not self.user_ns:
            trace = trace.tb_next
        shown = traceback.format_exception(type(error), error, trace)
        return "".join(shown).rstrip("\n").split("\n")


def install(shell: Shell) -> None:
    """Let ``import IPython`` find what a tab has of it, and cells be ``__main__``."""
    parts: dict[str, dict[str, object]] = {
        "IPython": {"get_ipython": lambda: shell},
        "IPython.core": {},
        "IPython.core.getipython": {"get_ipython": lambda: shell},
        "IPython.display": {
            "display": shell.display,
            "DisplayHandle": Handle,
            "HTML": HTML,
            "IFrame": IFrame,
        },
    }
    for name, holds in parts.items():
        sys.modules[name] = module = ModuleType(name)
        vars(module).update(holds, __path__=[])
    sys.modules["ipywidgets"] = resting_widgets()
    sys.modules["__main__"] = shell.module
