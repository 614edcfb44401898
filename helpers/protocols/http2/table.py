"""The tables of HPACK: 61 fields that everybody knows, and those that the sender added (RFC 7541 §2.3, §4).

Each direction of a connection has a table of its own, which both its ends keep alike.
"""

from hpack.table import HeaderTable

from helpers.protocols.http2.integers import compression_error

__all__ = ["STATIC", "Entry", "Table", "entry_size"]

Entry = tuple[bytes, bytes]

STATIC: tuple[Entry, ...] = tuple(HeaderTable.STATIC_TABLE)


def entry_size(entry: Entry) -> int:
    """§4.1: "the sum of its name's length in octets, its value's length in octets, and 32"."""
    return len(entry[0]) + len(entry[1]) + 32


class Table:
    """The dynamic table; ``entries`` has the newest first, in a tuple, which stays as it was for whoever keeps it."""

    def __init__(self, limit: int = 4096) -> None:
        self.limit = limit
        self.size = 0
        self.entries: tuple[Entry, ...] = ()

    def look_up(self, index: int) -> Entry:
        """The field with a number: 1 to 61 are static, then come the dynamic ones."""
        # §6.1: "The index value of 0 is not used. It MUST be treated as a decoding error"
        if not index:
            raise compression_error("index 0 is not used")
        if index <= len(STATIC):
            return STATIC[index - 1]
        place = index - len(STATIC) - 1
        if place >= len(self.entries):
            last = len(STATIC) + len(self.entries)
            raise compression_error(f"index {index}, the tables end at {last}")
        return self.entries[place]

    def add(self, entry: Entry) -> int:
        """Put a field at the front; return how many old ones had to go."""
        # §4.4: "an attempt to add an entry larger than the maximum size causes the table to be emptied of all
        # existing entries and results in an empty table"; it "is not an error"
        size = entry_size(entry)
        gone = self._evict(self.limit - size)
        if size <= self.limit:
            self.entries, self.size = (entry, *self.entries), self.size + size
        return gone

    def resize(self, limit: int) -> int:
        """Give the table another maximum size; return how many fields had to go."""
        self.limit = limit
        return self._evict(limit)

    def _evict(self, room: int) -> int:
        """§4.3: "entries are evicted from the end of the dynamic table until" it is small enough."""
        keep = len(self.entries)
        while keep and self.size > room:
            keep -= 1
            self.size -= entry_size(self.entries[keep])
        gone = len(self.entries) - keep
        if gone:
            self.entries = self.entries[:keep]
        return gone
