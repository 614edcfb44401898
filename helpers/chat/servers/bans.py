"""Who may not talk any more. What enters: names. What leaves: whether one is banned, told at once to who listens.

A name that anybody may give himself proves nothing: a ban holds where a server ``admit``s people by what they know.
"""

from collections.abc import Callable

__all__ = ["Bans"]


class Bans:
    """A set of names."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._listeners: list[Callable[[str], None]] = []

    def add(self, name: str) -> None:
        """Ban ``name``: who is connected is sent away."""
        self._names.add(name)
        for listener in tuple(self._listeners):
            listener(name)

    def lift(self, name: str) -> None:
        """Let ``name`` in again."""
        self._names.discard(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with each name that is banned from now on."""
        self._listeners.append(listener)
