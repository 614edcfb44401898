"""A section: one unit with its bytes, its label in the diagram, its explained fields, and the room it left."""

from collections.abc import Callable
from typing import NamedTuple

from helpers.dissectors.field import Field
from helpers.protocols.unit import Unit
from helpers.vocabulary import Side

__all__ = ["Explained", "Room", "Section"]


class Room(NamedTuple):
    """What ``side`` may still send after a unit, on its stream and in all, in bytes; and what the unit changed."""

    side: Side
    stream: int
    connection: int
    change: int


class Explained(NamedTuple):
    """A unit's label in the diagram, and its bytes explained: at once, or by a function that does it when asked."""

    title: str
    summary: str
    field: Field | Callable[[], Field]
    room: Room | None = None


class Section:
    """Offsets of ``field`` count from the unit's first byte. Bytes and fields are got at the first look, and kept."""

    __slots__ = ("_data", "_field", "room", "summary", "title", "unit")

    def __init__(self, unit: Unit, data: bytes | Callable[[], bytes], explained: Explained) -> None:
        self.unit, self._data = unit, data
        self.title, self.summary, self._field, self.room = explained

    @property
    def data(self) -> bytes:
        """All bytes of the unit that came."""
        if callable(self._data):
            self._data = self._data()
        return self._data

    @property
    def field(self) -> Field:
        """One field over the whole unit."""
        if callable(self._field):
            self._field = self._field()
        return self._field

    def saying(self, more: str) -> "Section":
        """The same section, whose label says more."""
        summary = f"{self.summary} · {more}".removeprefix(" · ")
        return Section(self.unit, self._data, Explained(self.title, summary, self._field, self.room))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Section) and _told(self) == _told(other)

    def __hash__(self) -> int:
        return hash(self.unit[:4])

    def __repr__(self) -> str:
        return f"<{self.title} {self.summary}: {self.unit.word} {self.unit.start}–{self.unit.end}>"


def _told(section: Section) -> tuple[object, ...]:
    return section.unit, section.title, section.summary, section.field, section.data
