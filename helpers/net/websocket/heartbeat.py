"""Is the peer still there? A small machine on a clock: when to ask, and when to believe that nobody is.

Enters: the time, and that something was heard. Leaves: ping, dead, or wait. It never sends and never sleeps. Any byte
is a sign of life, so a busy line costs no ping. Rejected: believing TCP, which takes minutes to find out.
"""

from enum import Enum

__all__ = ["Beat", "Heartbeat"]

HOUR = 3600.0


class Beat(Enum):
    """What is to be done now."""

    WAIT = "wait"
    PING = "ping"
    DEAD = "dead"


class Heartbeat:
    """After ``every`` seconds of silence it asks; ``patience`` seconds after that nobody is there."""

    __slots__ = ("_asked", "_heard", "every", "patience")

    def __init__(self, now: float, *, every: float, patience: float) -> None:
        self.every, self.patience = every, patience
        self._heard, self._asked = now, False

    def heard(self, now: float) -> None:
        """Something came."""
        self._heard, self._asked = now, False

    def look(self, now: float) -> Beat:
        """What is to be done now; after ``PING`` the peer counts as asked."""
        silent = now - self._heard
        if not self.every or silent < self.every:
            return Beat.WAIT
        if not self._asked:
            self._heard, self._asked = now - self.every, True  # patience begins when we ask
            return Beat.PING
        return Beat.DEAD if silent >= self.every + self.patience else Beat.WAIT

    def wait(self, now: float) -> float:
        """When to look again, in seconds from ``now``; who was asked is looked at more often."""
        if not self.every:
            return HOUR
        if self._asked:
            return max(0.001, min(self._heard + self.every + self.patience - now, self.patience / 4))
        return max(0.001, self._heard + self.every - now)
