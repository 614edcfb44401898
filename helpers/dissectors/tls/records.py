"""TLS records (RFC 8446 §5.1): the header, byte by byte; what is inside is encrypted, or only named."""

from helpers.dissectors.raw import count
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles, missing, preview
from helpers.dissectors.tls.hellos import explain_hello
from helpers.protocols.reading import Reading
from helpers.protocols.tls.records import HEADER_SIZE, RecordHeader, RecordType
from helpers.protocols.unit import Unit

__all__ = ["RecordExplainer"]

_RECORD = "One TLS record: a header of 5 bytes, then a fragment."
_SECTION = "RFC 8446 §5.1"

_TYPES = {
    RecordType.CHANGE_CIPHER_SPEC: "means nothing any more: it is sent for old boxes on the way, who know it",
    RecordType.ALERT: "a warning, or the reason why the connection ends",
    RecordType.HANDSHAKE: "the two sides agree on keys and show certificates",
    RecordType.APPLICATION_DATA: "encrypted: what it is shows only to those who have the keys",
    RecordType.HEARTBEAT: "a sign of life, gone from TLS 1.3",
}
_VERSIONS = {(3, 1): "TLS 1.0", (3, 2): "TLS 1.1", (3, 3): "TLS 1.2"}


class RecordExplainer:
    """Explains records as somebody sees them who has no key."""

    def __init__(self, reading: Reading) -> None:
        pass

    def whole(self, unit: Unit, data: bytes) -> Explained:
        """One record."""
        header = unit.head
        assert isinstance(header, RecordHeader)
        tiles = Tiles(data)
        _header(tiles, header)
        title, summary = _title(header.type), count(header.length)
        hello = (
            explain_hello(tiles.peek(header.length), tiles.start + tiles.at)
            if header.type is RecordType.HANDSHAKE
            else None
        )
        if hello:
            tiles.extend((hello.field,))
            summary = hello.summary
        elif header.length:
            note = "What the record carries; from the first keys on it is encrypted."
            tiles.add(header.length, "fragment", preview(tiles.peek(header.length)), note, _SECTION)
        return Explained(title, summary, tiles.group("record", f"{title} {summary}", _RECORD, _SECTION))

    def unfinished(self, unit: Unit, data: bytes) -> Explained:
        """The beginning of a record."""
        tiles, title = Tiles(data, size=unit.end - unit.start), "TLS record"
        if isinstance(unit.head, RecordHeader):
            _header(tiles, unit.head)
            title = _title(unit.head.type)
        tiles.unfinished(unit.reason, rfc=_SECTION)
        note = f"{_RECORD} {missing(unit.reason)}"
        return Explained(title, "incomplete", tiles.group("record", f"{title} incomplete", note, _SECTION))


def _header(tiles: Tiles, header: RecordHeader) -> None:
    assert tiles.size >= HEADER_SIZE
    kind, (major, minor) = header.type, header.version
    note = f"{_title(kind)}: {_TYPES[kind]}."
    tiles.add(1, "content type", f"{kind.value}", note, _SECTION)
    known = _VERSIONS.get(header.version, "no version of TLS")
    note = f"{known}, for the sake of old boxes on the way: which version is really spoken, the handshake agrees on."
    tiles.add(2, "version", f"{major}.{minor}", note, _SECTION)
    tiles.add(2, "length", str(header.length), f"{count(header.length)} follow, at most 16,640.", _SECTION)


def _title(kind: RecordType) -> str:
    return kind.name.replace("_", " ").capitalize()
