"""How a TLS connection is cut, seen from outside: record by record (RFC 8446 §5.1)."""

from enum import Enum

from helpers.protocols.cursor import Cursor, Cut
from helpers.protocols.reading import Reading
from helpers.protocols.tls.records import HEADER_SIZE, parse_record_header

__all__ = ["Tls", "TlsUnit"]


class TlsUnit(Enum):
    """What a unit of TLS is."""

    RECORD = "TLS record"


class Tls(Reading):
    """Both sides of a TLS connection; a unit's head is the record's ``RecordHeader``."""

    protocol = "tls"

    def cut(self, cursor: Cursor, peer: Cursor) -> Cut[Reading]:
        """Records from both."""
        while True:
            cursor.expect(TlsUnit.RECORD, "a record is not complete")
            header = parse_record_header((yield from cursor.exactly(HEADER_SIZE)))
            assert header is not None  # its bytes are there
            cursor.expect(TlsUnit.RECORD, f"a record of {header.length} bytes is announced", head=header)
            yield from cursor.skip(header.length)
            yield cursor.unit()
