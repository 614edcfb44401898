"""A token bucket: so many at once, so many a second after that. Told the time, never asks for it."""

from dataclasses import dataclass

__all__ = ["Bucket"]


@dataclass(slots=True)
class Bucket:
    """Holds at most ``size`` tokens and gets ``rate`` a second; it begins full, at the moment ``last``."""

    size: float
    rate: float
    last: float
    tokens: float = -1.0

    def __post_init__(self) -> None:
        if self.tokens < 0:
            self.tokens = self.size

    def take(self, now: float) -> float:
        """Take one token: 0 where there was one, otherwise the seconds until there is."""
        self.tokens = min(self.size, self.tokens + (now - self.last) * self.rate)
        self.last = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0
