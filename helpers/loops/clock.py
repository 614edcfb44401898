"""What tells the time and waits: every loop and every tap takes one as an argument.

``WallClock`` counts real seconds from the moment it was made, so that a lesson's times begin at zero.
"""

import asyncio
import time
from typing import Protocol

__all__ = ["Clock", "WallClock"]


class Clock(Protocol):
    """Anything that tells the seconds when called and can sleep."""

    def __call__(self) -> float:
        """The time in seconds since the clock's zero."""

    async def sleep(self, seconds: float) -> None:
        """Return when ``seconds`` more have passed on this clock."""


class WallClock:
    """Real time, counted from zero."""

    def __init__(self) -> None:
        self._zero = time.monotonic()

    def __call__(self) -> float:
        """The seconds since this clock was made."""
        return time.monotonic() - self._zero

    async def sleep(self, seconds: float) -> None:
        """Sleep for real."""
        await asyncio.sleep(seconds)
