"""What joins connections: a session that begins on one of them and is named on another.

A tie is a function of a section that gives the names said in it, such as the id of a session. Sections come in, in
order of arrival; out comes the connection on which a name was said first. ``known.py`` registers those of the course.
"""

from collections.abc import Callable, Iterable

from helpers.dissectors.section import Section

__all__ = ["Tie", "Ties", "register"]

Tie = Callable[[Section], Iterable[str]]

_ties: list[Tie] = []


def register(tie: Tie) -> None:
    """From now on sections that say the same name belong together."""
    _ties.append(tie)


class Ties:
    """Where the names of one trace were said first."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._told: set[tuple[str, int]] = set()

    def told(self, section: Section, connection: int) -> int | None:
        """The connection to which a section leads back; said once for each name and connection."""
        for name in (name for tie in _ties for name in tie(section)):
            first = self._first.setdefault(name, connection)
            if first != connection and (name, connection) not in self._told:
                self._told.add((name, connection))
                return first
        return None
