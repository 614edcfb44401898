"""What one connection may cost, and how long its peer may be silent. All times stand still while a tap holds."""

from dataclasses import dataclass
from enum import Enum

__all__ = ["Limits", "Slow"]


class Slow(Enum):
    """What becomes of a peer that reads more slowly than it is offered messages."""

    CLOSE = "close"  # send it away with 1008: it comes again and catches up
    DROP = "drop"  # forget what has waited longest: right where only the newest counts


@dataclass(frozen=True, slots=True)
class Limits:
    """``message``: bytes of one that comes. ``inbox``: what may wait for our handler before we read no more.

    ``outbox``: what may wait for a slow reader, after which ``slow`` is done. ``every``: seconds of silence
    after which we ping (0: never), ``patience``: seconds that the peer then has for a sign of life. ``opening`` and
    ``closing``: seconds for the two handshakes.
    """

    message: int = 2**20
    inbox: int = 2**16
    outbox: int = 2**20
    slow: Slow = Slow.CLOSE
    every: float = 20.0
    patience: float = 20.0
    opening: float = 30.0
    closing: float = 10.0
    head: int = 2**14
    pings: int = 100  # whose pongs may wait for a peer that reads nothing
