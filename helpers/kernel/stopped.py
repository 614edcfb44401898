"""What is shown of a cell that was stopped: the learner's own lines, down to the one that waited.

A whole traceback through a library's event loop is a screen long, takes a second to colour, and hides the one line
that matters. Enters: the traceback of an interrupt. Leaves: a few lines of text.
"""

import asyncio
import linecache
import traceback
from types import TracebackType
from typing import Any

__all__ = ["STOPPED", "show_stopped", "where"]

STOPPED = (KeyboardInterrupt, asyncio.CancelledError)


def where(trace: TracebackType | None, names: dict[str, Any]) -> list[str]:
    """The lines of code that ran in the notebook's ``names``, the outermost first."""
    lines = []
    for frame, number in traceback.walk_tb(trace):
        if frame.f_globals is names:
            source = linecache.getline(frame.f_code.co_filename, number).strip()
            name = frame.f_code.co_name
            place = "the cell" if name == "<module>" else f"{name}()"
            lines.append(f"  line {number} of {place}: {source}")
    return lines


def show_stopped(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> Any:
    """Show an interrupt as the lines where the cell stood; IPython calls it."""
    lines = where(trace, shell.user_ns)

    def render() -> list[str]:
        return ["Stopped. The cell stood here:", *lines] if lines else ["Stopped."]

    error._render_traceback_ = render  # type: ignore[attr-defined]  # IPython's own way to say how an error looks
    return shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
