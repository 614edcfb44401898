"""The result of dissecting: named, explained ranges of bytes.

A field covers ``data[start:end]`` of the buffer it belongs to: a side's stream for top-level fields, or the
decoded buffer it is in. Leaves tile their buffer: no gap, no overlap, for any bytes. Named tuples, because a trace of
ten thousand frames makes a hundred thousand of them.
"""

from typing import NamedTuple

__all__ = ["Bit", "Buffer", "Field"]


class Bit(NamedTuple):
    """A run of ``width`` bits inside a field, most significant first, with its meaning."""

    name: str
    width: int
    value: str
    note: str = ""


class Field(NamedTuple):
    """One explained range of bytes.

    ``value`` is what a person reads (already decoded to text), ``note`` one sentence, ``rfc`` a section such as
    ``"RFC 6455 §5.2"``. ``volatile`` leaves differ between two runs (keys, dates). ``decoded`` is what the range
    turns into (unmasked, inflated, dechunked, reassembled), a buffer with its own tiling.
    """

    start: int
    end: int
    name: str
    value: str = ""
    note: str = ""
    rfc: str = ""
    children: tuple["Field", ...] = ()
    bits: tuple[Bit, ...] = ()
    volatile: bool = False
    decoded: "Buffer | None" = None


class Buffer(NamedTuple):
    """Bytes that were never on the wire in this form, and the fields that tile them."""

    name: str
    data: bytes
    fields: tuple[Field, ...]
