"""The rest of Python's library: modules that no lesson imports, and that come when somebody does.

Enters: the names of these modules, and a function that puts the whole library where a part of it is. Leaves: a
finder, asked last, for which an import waits. In a tab the function asks the network, and blocks.
"""

import sys
from collections.abc import Callable, Collection, Sequence
from importlib import invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

__all__ = ["Rest"]


class Rest(MetaPathFinder):
    """``bring`` takes the path of the library's zip and who is asked for; what it raises is why that is not there."""

    def __init__(self, names: Collection[str], bring: Callable[[str, str], object]) -> None:
        self._names, self._bring = frozenset(names), bring

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module, from the whole library."""
        if name not in self._names:
            return None
        try:
            self._bring(next(one for one in sys.path if one.endswith(".zip")), name)
        except Exception as error:
            raise ModuleNotFoundError(f"{name} has to be loaded, which failed: {error}", name=name) from None
        self._names = frozenset()
        invalidate_caches()
        return PathFinder.find_spec(name, path, target)
