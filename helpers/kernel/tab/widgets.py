"""What stands for ipywidgets in a tab: widgets that keep what they are given, and that nobody sees.

A panel's still says what its knobs were set to, and where they move; its widgets would need Jupyter's whole machinery
in the page. So lessons with panels run here, and only their knobs rest.
"""

from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import uuid4

__all__ = ["module"]


class Resting:
    """Any widget: values and children, without a view."""

    def __init__(self, *given: Any, **traits: Any) -> None:
        self.children, self.value, self.model_id = (), None, uuid4().hex
        self.layout, self.style = SimpleNamespace(), SimpleNamespace()
        if given:
            self.value = self.children = given[0]
        vars(self).update(traits)

    def add_class(self, _: str) -> "Resting":
        """As if it had a style."""
        return self

    def observe(self, *_: object, **__: object) -> None:
        """Nobody turns it."""

    def on_click(self, *_: object) -> None:
        """Nobody presses it."""

    def close(self) -> None:
        """Nothing to take away."""


def module() -> ModuleType:
    """The module ``ipywidgets``, in which every name is such a widget."""
    made = ModuleType("ipywidgets")
    vars(made)["__getattr__"] = _named
    return made


def _named(name: str) -> type[Resting]:
    if name.startswith("_"):
        raise AttributeError(name)
    return Resting
