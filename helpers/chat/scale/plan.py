"""What a worker is to be: the words that go from the kernel to the process that becomes it."""

from dataclasses import dataclass

__all__ = ["Plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One worker: its log is the stream at ``bus``, or the file ``log`` where it has no bus."""

    name: str
    log: str
    bus: str | None = None
    beat: int = 5  # s between two pings
