"""The result of dissecting: named, explained ranges of bytes, explained as far as somebody looks.

A field covers ``data[start:end]`` of the buffer it belongs to: a row's bytes, or the decoded buffer it is in. Leaves
tile their buffer: no gap, no overlap, for any bytes. What stands inside is given as a tuple, or as a function that
makes it: then it is made at the first look and kept. Slots and no dataclass, because a trace of ten thousand frames
makes a hundred thousand of them.
"""

from collections.abc import Callable
from typing import NamedTuple, Union

__all__ = ["Bit", "Buffer", "Field", "Fields", "Part"]

# Fields that are there, or how to make them.
Fields = Union["tuple[Field, ...]", "Callable[[], tuple[Field, ...]]"]


class Bit(NamedTuple):
    """A run of ``width`` bits inside a field, most significant first, with its meaning."""

    name: str
    width: int
    value: str
    note: str = ""


class Part(NamedTuple):
    """Where some bytes of a buffer came from: [start, end) of their side's stream.

    ``key`` is where in that stream the masking key stands that they were XORed with.
    """

    start: int
    end: int
    key: int | None = None


class Field:
    """One explained range of bytes; not to be changed.

    ``value`` is what a person reads (already decoded to text), ``note`` one sentence, ``rfc`` a section such as
    ``"RFC 6455 §5.2"``. ``volatile`` leaves differ between two runs (keys, dates). ``decoded`` is what the range
    turns into (unmasked, inflated, dechunked, reassembled), a buffer with its own tiling.
    """

    __slots__ = ("_children", "bits", "decoded", "end", "name", "note", "rfc", "start", "value", "volatile")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        value: str = "",
        note: str = "",
        rfc: str = "",
        children: Fields = (),
        bits: tuple[Bit, ...] = (),
        volatile: bool = False,
        decoded: "Buffer | None" = None,
    ) -> None:
        self.start, self.end, self.name, self.value = start, end, name, value
        self.note, self.rfc, self.bits, self.volatile, self.decoded = note, rfc, bits, volatile, decoded
        self._children = children

    @property
    def deferred(self) -> bool:
        """Whether ``children`` would have to be made now."""
        return callable(self._children)

    @property
    def children(self) -> tuple["Field", ...]:
        """The fields that tile this one; none in a leaf."""
        if callable(self._children):
            self._children = self._children()
        return self._children

    def shifted(self, by: int) -> "Field":
        """The same field, ``by`` bytes later in its buffer."""
        children = [child.shifted(by) for child in self.children]
        where = self.start + by, self.end + by
        said = self.name, self.value, self.note, self.rfc
        return Field(*where, *said, tuple(children), self.bits, self.volatile, self.decoded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and _told(self) == _told(other)

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.name))

    def __repr__(self) -> str:
        return f"<{self.name} {self.start}–{self.end} {self.value!r}>"


class Buffer:
    """Bytes that were never on the wire in this form, and the fields that tile them.

    ``parts`` says where they were on the wire, in order, if they are those bytes, joined and unmasked: then who has
    the wire's bytes need not be given them again.
    """

    __slots__ = ("_fields", "data", "name", "parts")

    def __init__(self, name: str, data: bytes, fields: Fields, *, parts: tuple[Part, ...] = ()) -> None:
        self.name, self.data, self._fields, self.parts = name, data, fields, parts

    @property
    def deferred(self) -> bool:
        """Whether ``fields`` would have to be made now."""
        return callable(self._fields)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that tile the bytes."""
        if callable(self._fields):
            self._fields = self._fields()
        return self._fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Buffer) and _inside(self) == _inside(other)

    def __hash__(self) -> int:
        return hash((self.name, self.data))

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self.data)} bytes>"


def _told(field: Field) -> tuple[object, ...]:
    where = (field.start, field.end, field.name, field.value, field.note, field.rfc)
    return (*where, field.bits, field.volatile, field.children, field.decoded)


def _inside(buffer: Buffer) -> tuple[object, ...]:
    return buffer.name, buffer.data, buffer.fields
