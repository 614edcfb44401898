"""A reading knows how to cut both sides of a connection of one protocol; here they are registered and chosen.

A connection's first bytes choose its reading; an HTTP upgrade names the next one by its token. ``known.py`` registers
those of the course, and anybody may register more: nothing else has to be touched for a new protocol.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from helpers.protocols.cursor import Cursor, Cut
from helpers.protocols.http1.heads import Request, Response
from helpers.vocabulary import Side

__all__ = ["Begins", "Opening", "Reading", "chosen", "fallback", "named", "prefix", "register", "upgraded"]

# Whether a side's first bytes are the reading's; ``None``: they are too few to say.
Begins = Callable[[Side, bytes], bool | None]


class Opening(NamedTuple):
    """The HTTP exchange by which a connection went over to another protocol."""

    request: Request
    response: Response


class Reading(ABC):
    """Cuts one connection; both sides may share what they know in its attributes."""

    protocol: ClassVar[str]  # its name: that of its folder in protocols and dissectors

    def __init__(self, opening: Opening | None = None) -> None:
        self.opening = opening

    @abstractmethod
    def cut(self, cursor: Cursor, peer: Cursor) -> Cut["Reading"]:
        """Pass the bytes of ``cursor.side`` and yield its units; return the reading that goes on, if ever one does.

        A ``RemoteProtocolError`` says that the rest is malformed, a ``Raw`` that nobody can read it. What the other
        side waits for (``Pause.PEER``) has to be noted before the unit is yielded that says it.
        """


_readings: dict[str, type[Reading]] = {}
_begins: dict[str, Begins] = {}
_tokens: dict[str, str] = {}


def register(reading: type[Reading], *, begins: Begins | None = None, upgrade: str = "") -> None:
    """From now on connections may be cut by ``reading``: those that begin so, or that upgrade to this token.

    The one that was registered last is asked first. The first of all is the fallback: whatever is not claimed by
    another is its own.
    """
    _readings[reading.protocol] = reading
    if begins is not None:
        _begins[reading.protocol] = begins
    if upgrade:
        _tokens[upgrade.lower()] = reading.protocol


def prefix(first: bytes) -> Begins:
    """The bytes that a connection begins with, whichever side sends them."""

    def begins(side: Side, data: bytes) -> bool | None:
        if len(data) < len(first):
            return None if first.startswith(data) else False
        return data.startswith(first)

    return begins


def chosen(side: Side, begin: bytes) -> type[Reading] | None:
    """Who reads a connection on which ``side`` begins so; ``None``: it is too early to say."""
    for protocol, begins in reversed(_begins.items()):
        verdict = begins(side, begin)
        if verdict is None:
            return None
        if verdict:
            return _readings[protocol]
    return fallback()


def fallback() -> type[Reading]:
    """Who reads what nobody claims."""
    return next(iter(_readings.values()))


def named(protocol: str) -> type[Reading]:
    """The reading of a protocol; the fallback where there is none."""
    return _readings.get(protocol) or fallback()


def upgraded(token: str) -> type[Reading] | None:
    """Who reads on after an upgrade to ``token``."""
    protocol = _tokens.get(token.lower())
    return None if protocol is None else _readings[protocol]
