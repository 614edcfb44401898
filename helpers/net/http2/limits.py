"""What one connection may ask of a server. Each limit is the answer to something that was done to servers.

Enters: how often something happened, on a clock. Leaves: whether that is too often. Nothing is sent here.
"""

from dataclasses import dataclass

from helpers.loops.clock import Clock

__all__ = ["Bucket", "Limits"]

HOUR = 3600.0  # s: longer than anybody reads one frame; and a wire that is held does not count at all


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything one connection may have; the defaults are generous for a browser.

    ``resets``: streams that one side or the other resets, in a second. The client's own are Rapid Reset
    (CVE-2023-44487), those that it makes us send are MadeYouReset (CVE-2025-8671): both make us work for nothing.
    ``pings``, ``settings``, ``empty``: frames in a second that want an answer, or say nothing (CVE-2019-9512, 9515,
    9518). ``continuations`` of one header block (CVE-2024-27316). ``header_list``: bytes after HPACK (CVE-2016-6581).
    ``settle``: seconds until the client's SETTINGS and its acknowledgement of ours. ``idle``: seconds with no stream.
    """

    streams: int = 100
    header_list: int = 2**16
    continuations: int = 8
    resets: float = 100
    pings: float = 50
    settings: float = 50
    empty: float = 200
    frame: int = 2**14  # bytes: the least that is allowed, and enough (RFC 9113 §4.2)
    window: int = 2**16 - 1  # bytes of one stream's body that may wait for its handler
    settle: float = HOUR
    idle: float = HOUR


class Bucket:
    """Lets ``rate`` things happen in a second, and as many at once after a second of rest."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self._rate, self._clock = rate, clock
        self._left, self._then = rate, clock()

    def take(self) -> bool:
        """One more has happened; whether that was allowed."""
        now = self._clock()
        self._left = min(self._rate, self._left + (now - self._then) * self._rate) - 1
        self._then = now
        return self._left >= 0
