"""A row: one section of a trace and what became of it on its way; and a row in the making."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.dissectors.field import Field
from helpers.dissectors.section import Room, Section
from helpers.trace.records import Release
from helpers.vocabulary import Side

__all__ = ["Draft", "Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a view. Offsets of ``field`` and ``reads`` count from the first byte of ``data``.

    ``state`` is ``passed``, ``held``, ``incomplete`` (its last byte has not come) or ``cut``. ``fault`` names what
    was done to it, ``sent`` is what went out instead; an injected row has an empty range, its ``data`` never arrived.
    A row that grows becomes another row: they share ``edges``, of which so many stand ``inside`` this one.
    """

    index: int
    connection: int
    section: Section
    arrived: float = 0.0
    released: float | None = 0.0
    state: str = "passed"
    fault: str = ""
    sent: bytes | None = None
    edges: Sequence[int] = ()
    inside: int = 0

    @property
    def reads(self) -> tuple[int, ...]:
        """Where one read ended and the next began."""
        return tuple(self.edges[: self.inside])

    @property
    def side(self) -> Side:
        """Who sent it."""
        return self.section.unit.side

    @property
    def start(self) -> int:
        """Where it starts in what that side sent."""
        return self.section.unit.start

    @property
    def end(self) -> int:
        """Where it ends, or how far it has come."""
        return self.section.unit.end

    @property
    def protocol(self) -> str:
        """How it was read; empty where nobody knows."""
        return self.section.unit.protocol

    @property
    def stream(self) -> int | None:
        """The stream it belongs to, in a protocol that has some."""
        return self.section.unit.stream

    @property
    def room(self) -> Room | None:
        """What may still be sent after it, in a protocol that counts that."""
        return self.section.room

    @property
    def title(self) -> str:
        """What it is, in a word or two."""
        return self.section.title

    @property
    def summary(self) -> str:
        """What it says, in a few words."""
        return self.section.summary

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.section.data

    @property
    def field(self) -> Field:
        """Its bytes, explained."""
        return self.section.field


@dataclass(slots=True)
class Draft:
    """A row in the making; ``complete`` once its bytes are all there, ``released`` once its last one was sent on."""

    index: int
    connection: int
    side: Side
    start: int
    arrived: float
    end: int = 0
    section: Section | None = None
    edges: list[int] = field(default_factory=list)
    complete: bool = False
    released: float | None = None
    fault: str = ""
    sent: bytes | None = None

    def apply(self, release: Release) -> None:
        """A release that concerns some of its bytes: note what was done to them."""
        if release.fault:
            self.fault = release.fault
        if release.data is not None:
            # what replaces a range of several rows is told with the first of them
            self.sent = release.data if release.start >= self.start else b""

    def row(self, section: Section) -> Row:
        """The row as it is now."""
        return Row(
            self.index,
            self.connection,
            section,
            arrived=self.arrived,
            released=self.released,
            state=self._state(),
            fault=self.fault,
            sent=self.sent,
            edges=self.edges,
            inside=len(self.edges),
        )

    def _state(self) -> str:
        if self.fault == "cut":
            return "cut"
        if not self.complete:
            return "incomplete"
        return "held" if self.released is None else "passed"
