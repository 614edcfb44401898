"""HTTP/1.1 bodies: of known length, or in chunks with trailers (RFC 9112 §6, §7); decompressed where that is plain.

Bytes and what the head said come in, fields come out. At most 1 MiB of a body is joined or inflated for reading, and
the field says where that ended. What they carry is a matter of ``contents``.
"""

from collections.abc import Sequence

from helpers.dissectors.contents.registry import Said, buffer, explain, quoted
from helpers.dissectors.field import Buffer, Field, Part
from helpers.dissectors.http1.codings import BODY_LIMIT, Coding, undone
from helpers.dissectors.http1.lines import Around, lay_out_lines
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles, preview

__all__ = ["Chunks", "explain_body"]


# ---- of known length ----


def explain_body(data: bytes, said: Said, codings: Sequence[Coding]) -> Explained:
    """Explain a body that came in one piece; ``codings`` are what was done to it."""
    return Explained("body", quoted(data, text=said.text and not codings), lambda: _body(data, said, codings))


def _body(data: bytes, said: Said, codings: Sequence[Coding]) -> Field:
    note, rfc = "The body, as long as Content-Length said.", "RFC 9112 §6.2"
    end, value = len(data), preview(data)
    if not codings:
        return Field(0, end, "body", value, note, rfc, lambda: explain(data, 0, said))
    decoded, why = undone(data, said, codings)
    return Field(0, end, "body", value, f"{note} {why}", rfc, decoded=decoded)


# ---- chunks ----


class Chunks:
    """The chunks of one body, in order."""

    def __init__(self, said: Said, codings: Sequence[Coding]) -> None:
        self._said, self._codings = said, codings
        self._begin = bytearray()  # of the whole body
        self._where: list[Part] = []  # on the wire
        self._size = 0

    def receive(self, data: bytes, start: int) -> Explained:
        """Explain one chunk, which starts there; the last one carries the whole body as its decoded buffer."""
        line = data[: data.find(b"\r\n")]
        begin, digits = len(line) + 2, line.partition(b";")[0].rstrip(b" \t")
        size = int(digits, 16)
        if not size:
            whole, total = bytes(self._begin), self._size
            return Explained("last chunk", f"{total} bytes in all", lambda: self._last(data, whole, total))
        self._size += size
        taken = min(size, BODY_LIMIT - len(self._begin))
        self._begin += data[begin : begin + taken]
        self._where.append(Part(start + begin, start + begin + taken))
        text = self._said.text and not self._codings
        summary = quoted(data[begin : begin + size], text=text)
        return Explained("chunk", summary, lambda: _chunk(data, line, size))

    def _last(self, data: bytes, whole: bytes, total: int) -> Field:
        note = "Nothing more belongs to this body; trailers may follow."
        if total > len(whole):
            note += f" Only the first {BODY_LIMIT} of its {total} bytes are joined here."
        where = tuple(self._where)
        decoded = buffer("dechunked", whole, self._said, parts=where)
        if self._codings and whole:
            inner, why = undone(whole, self._said, self._codings, whole=total == len(whole))
            name, value = "compressed body", preview(whole)
            leaf = Field(0, len(whole), name, value, why, "RFC 9110 §8.4", decoded=inner)
            decoded = Buffer("dechunked", whole, (leaf,), parts=where)
        tiles = Tiles(data)
        _size_line(tiles, data[: data.find(b"\r\n")], 0)
        lay_out_lines(tiles, Around(trailers=True))
        value = f"{total} bytes in all"
        children = tuple(tiles.fields)
        return Field(0, len(data), "last chunk", value, note, "RFC 9112 §7.1", children, decoded=decoded)


def _chunk(data: bytes, line: bytes, size: int) -> Field:
    tiles = Tiles(data)
    _size_line(tiles, line, size)
    note = "This chunk's piece of the body."
    tiles.add(size, "chunk data", preview(tiles.peek(size)), note, "RFC 9112 §7.1")
    tiles.add(2, "line end", "CRLF", "A line end after the data, not part of it.", "RFC 9112 §7.1")
    return tiles.group("chunk", f"{size} bytes", _CHUNK, "RFC 9112 §7.1")


_CHUNK = "A piece of the body with its own length, so that a server can send before it knows the whole."


def _size_line(tiles: Tiles, line: bytes, size: int) -> None:
    digits, semicolon, _ = line.partition(b";")
    digits = digits.rstrip(b" \t")
    note = f"The size of the data in hexadecimal: {size}." if size else "Size 0: this is the last chunk."
    tiles.add(len(digits), "chunk size", digits.decode("ascii"), note, "RFC 9112 §7.1")
    if semicolon:
        rest = len(line) - len(digits)
        note = "An extension that nobody understands is ignored."
        tiles.add(rest, "chunk extension", preview(tiles.peek(rest)), note, "RFC 9112 §7.1.1")
    tiles.add(2, "line end", "CRLF", "The data begin after this line end.", "RFC 9112 §7.1")
