"""Header blocks, representation by representation (RFC 7541 §6), and how they change the table.

The bytes of a whole block come in, a ``Block`` comes out: what each byte does, and the table before and after. The
Huffman code and the static table are those of ``hpack``. What a few bytes turn into is bounded.
"""

from dataclasses import dataclass
from enum import Enum

from helpers.protocols.http2.codes import DEFAULTS, Fault, FrameError, Setting
from helpers.protocols.http2.integers import Text, compression_error, parse_integer, parse_text
from helpers.protocols.http2.table import Entry, Table, entry_size

__all__ = ["LIST_LIMIT", "TABLE_LIMIT", "Block", "Decoder", "Form", "Representation", "header_pairs"]

# The most that a header list may become, counted as RFC 9113 §6.5.2 does; a byte of a block may stand for 4 KiB.
LIST_LIMIT = 256 * 1024
# The largest dynamic table that is kept here, whatever the receiver allows; Chromium's is as large.
TABLE_LIMIT = 64 * 1024


class Form(Enum):
    """The five things that a representation may be (§6)."""

    INDEXED = "indexed"
    INCREMENTAL = "literal with incremental indexing"
    WITHOUT = "literal without indexing"
    NEVER = "literal never indexed"
    SIZE_UPDATE = "dynamic table size update"


# The bits that say which, and how many there are: the rest of the byte begins a number.
_PATTERNS = (
    (0b1000_0000, 1, Form.INDEXED),
    (0b0100_0000, 2, Form.INCREMENTAL),
    (0b0010_0000, 3, Form.SIZE_UPDATE),
    (0b0001_0000, 4, Form.NEVER),
    (0b0000_0000, 4, Form.WITHOUT),
)


@dataclass(frozen=True, slots=True)
class Representation:
    """The bytes [start, end) of a block; ``number`` is an index or a size, whose bytes end at ``after``.

    ``name`` and ``value`` are the literals, where it has some; ``entry`` is the field that comes of it. ``evicted``
    says how many fields left the table, which now has ``count``.
    """

    form: Form
    start: int
    after: int
    end: int
    number: int
    entry: Entry | None
    name: Text | None = None
    value: Text | None = None
    evicted: int = 0
    count: int = 0

    @property
    def prefix(self) -> int:
        """How many bits of the first byte the number has."""
        return 8 - next(bits for _, bits, form in _PATTERNS if form is self.form)


@dataclass(frozen=True, slots=True)
class Block:
    """A header block; ``error`` says why it could not be read on at byte ``end``."""

    data: bytes
    representations: tuple[Representation, ...]
    end: int
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]
    limit: int
    error: Fault | None = None

    @property
    def headers(self) -> tuple[Entry, ...]:
        """The header list that it stands for."""
        return tuple(one.entry for one in self.representations if one.entry is not None)


def header_pairs(block: Block) -> tuple[tuple[str, str], ...]:
    """The header list as text; what is no ASCII reads as Latin-1, as in HTTP/1.1."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in block.headers)


class Decoder:
    """Reads the header blocks of one direction, in order. ``allowed`` is the receiver's limit for the table."""

    def __init__(self) -> None:
        self.table = Table()
        self.allowed = DEFAULTS[Setting.HEADER_TABLE_SIZE]
        self.lost = ""  # why nothing can be read any more

    def decode(self, data: bytes) -> Block:
        """Read a whole block; after an error the table is lost, and so is every block that follows."""
        before, found, error = self.table.entries, list[Representation](), None
        try:
            if self.lost:
                raise compression_error(self.lost)
            self._read(data, found)
        except FrameError as failed:
            error = failed.fault
            self.lose(f"an earlier block could not be read: {failed}")
        end = found[-1].end if found else 0
        return Block(data, tuple(found), end, before, self.table.entries, self.table.limit, error)

    def lose(self, why: str) -> None:
        """From now on no block can be read, since nobody knows what is in the table."""
        self.lost = self.lost or why

    def _read(self, data: bytes, found: list[Representation]) -> None:
        at, total, first = 0, 0, True
        while at < len(data):
            one = self._representation(data, at, first=first)
            total += entry_size(one.entry) if one.entry else 32
            if total > LIST_LIMIT:
                raise compression_error(f"a header list of more than {LIST_LIMIT} bytes")
            found.append(one)
            at, first = one.end, first and one.entry is None
        self._check_shrunk()

    def _representation(self, data: bytes, at: int, *, first: bool) -> Representation:
        bits, form = next(
            (bits, form) for pattern, bits, form in _PATTERNS if data[at] & _mask(bits) == pattern
        )
        number, after = parse_integer(data, at, 8 - bits)
        if form is Form.SIZE_UPDATE:
            return self._size_update(at, after, number, first=first)
        if form is Form.INDEXED:
            entry = self.table.look_up(number)
            return Representation(form, at, after, after, number, entry, count=len(self.table.entries))
        name = None if number else parse_text(data, after)
        value = parse_text(data, name.end if name else after)
        entry = (name.value if name else self.table.look_up(number)[0], value.value)
        evicted = self.table.add(entry) if form is Form.INCREMENTAL else 0
        where = form, at, after, value.end, number
        return Representation(*where, entry, name, value, evicted, len(self.table.entries))

    def _size_update(self, at: int, after: int, size: int, *, first: bool) -> Representation:
        # §4.2: "This dynamic table size update MUST occur at the beginning of the first header block following the
        # change"
        if not first:
            raise compression_error("a dynamic table size update behind a header field")
        # §6.3: "The new maximum size MUST be lower than or equal to the limit determined by the protocol"
        if size > self.allowed:
            raise compression_error(f"a dynamic table of {size} bytes, at most {self.allowed} are allowed")
        if size > TABLE_LIMIT:
            raise compression_error(
                f"a dynamic table of {size} bytes, more than {TABLE_LIMIT} are not kept here"
            )
        evicted = self.table.resize(size)
        form = Form.SIZE_UPDATE
        return Representation(
            form, at, after, after, size, None, evicted=evicted, count=len(self.table.entries)
        )

    def _check_shrunk(self) -> None:
        # RFC 9113 §4.3.1: "an endpoint that receives a field block that does not begin with a Dynamic Table Size
        # Update ... when required MUST treat this as a connection error of type COMPRESSION_ERROR"
        if self.table.limit > self.allowed:
            limit = self.table.limit
            raise compression_error(
                f"the table stays at {limit} bytes, though {self.allowed} are allowed by now"
            )


def _mask(bits: int) -> int:
    return 0xFF << (8 - bits) & 0xFF
