"""The one verb of the lessons: ``show(x)`` displays ``x`` as a learner wants to see it.

A wire (anything ``Steppable``) or a trace becomes a wire view, a function or class its source; what has a rich
display of its own is displayed. Other stations add kinds with ``shows``.
"""

import inspect
from collections.abc import Callable
from typing import TypeVar

from IPython.display import display

from helpers.trace import Trace
from helpers.views.kernel import kernel_hub
from helpers.views.source import Source
from helpers.views.steppable import Steppable
from helpers.views.wireview import WireView

__all__ = ["show", "shows"]

_renderers: dict[type, Callable[..., object]] = {}


Kind = TypeVar("Kind")


def shows(kind: type[Kind], render: Callable[[Kind], object]) -> None:
    """From now on ``show`` displays ``render(x)`` for an ``x`` of this kind."""
    _renderers[kind] = render


def show(*things: object) -> None:
    """Display each of ``things``, one below the other."""
    for view in [_view(thing) for thing in things]:
        display(view)  # type: ignore[no-untyped-call]


def _view(thing: object) -> object:
    for kind in type(thing).__mro__:
        if kind in _renderers:
            return _renderers[kind](thing)
    if isinstance(thing, Trace):
        return _wire_view(thing, "trace")
    if inspect.isroutine(thing) or inspect.isclass(thing):
        return Source.of(thing)
    if isinstance(thing, Steppable):
        return _wire_view(thing.trace, thing.name, thing)
    if any(
        hasattr(thing, name)
        for name in ("_repr_mimebundle_", "_repr_html_", "_repr_markdown_", "_ipython_display_")
    ):
        return thing
    raise TypeError(
        f"show() knows wires, traces, functions, classes and what displays itself, not {type(thing).__name__}"
    )


def _wire_view(trace: Trace, title: str, wire: Steppable | None = None) -> object:
    """A snapshot; live where a kernel is there to go on from it."""
    hub = kernel_hub()
    if hub is None:
        return WireView.of(trace, title=title)
    feed = hub.feed(trace, title=title)
    if wire is not None:
        feed.steppable = wire
    return feed.snapshot()
