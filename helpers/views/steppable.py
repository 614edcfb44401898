"""The shape of what a wire view can act on. The tap has it; views know no tap."""

from asyncio import AbstractEventLoop
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from helpers.trace import Trace
from helpers.vocabulary import Side

__all__ = ["Steppable", "Waiting"]


class Waiting(Protocol):
    """One unit that waits, or waited, at the tap: bytes [start, end) of a side's stream."""

    @property
    def connection(self) -> int:
        """The number of its connection."""

    @property
    def side(self) -> Side:
        """Who sent it."""

    @property
    def start(self) -> int:
        """Where it starts in that side's stream."""


@runtime_checkable
class Steppable(Protocol):
    """Something that records a trace, holds units back, and lets them go one at a time."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def trace(self) -> Trace:
        """All it has seen."""

    @property
    def held(self) -> Sequence[Waiting]:
        """What waits, oldest first."""

    @property
    def holding(self) -> bool:
        """Whether units wait to be stepped."""

    @property
    def loop(self) -> AbstractEventLoop:
        """The loop its sockets live on; the methods below are called there."""

    async def step(self) -> Waiting:
        """Let the oldest unit go."""

    def run(self) -> None:
        """Let everything go, now and from now on."""

    def pause(self) -> None:
        """Hold from now on."""
