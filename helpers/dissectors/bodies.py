"""HTTP/1.1 bodies: of known length, or in chunks with trailers (RFC 9112 §6, §7); decompressed where that is plain.

One ``Bodies`` a side: it remembers what the head said and the chunks so far. At most 1 MiB of a body is joined or
inflated for reading, and the field says where that ended.
"""

import zlib
from collections.abc import Sequence

from helpers.dissectors.content import buffer, dissect_content, quoted
from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.http1 import dissect_lines
from helpers.dissectors.tiles import Dissected, Tiles, preview
from helpers.protocols.http1 import header, header_list

__all__ = ["BODY_LIMIT", "Bodies", "is_text"]

BODY_LIMIT = 1024 * 1024

_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/x-www-form-urlencoded",
)
_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # what zlib calls the two formats


def is_text(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether a body is UTF-8 text, as far as its Content-Type says."""
    media, _, parameters = (header(headers, "Content-Type") or "text/").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    return (media.startswith(_TEXT) or media.strip().endswith(("+json", "+xml"))) and charset.startswith(
        "utf-8"
    )


class Bodies:
    """Explains the bodies of one side, in order."""

    def __init__(self) -> None:
        self._text, self._size = True, 0
        self._codings: list[str] = []
        self._chunks = bytearray()

    def begin(self, headers: Sequence[tuple[str, str]]) -> None:
        """A head was read: what follows is its body."""
        self._text = is_text(headers)
        self._codings = [coding.lower() for coding in header_list(headers, "Content-Encoding")]
        self._chunks = bytearray()
        self._size = 0

    # ---- of known length ----

    def body(self, data: bytes, start: int) -> Dissected:
        """Explain a body that came in one piece."""
        note, rfc = "The body, as long as Content-Length said.", "RFC 9112 §6.2"
        end, value = start + len(data), preview(data)
        if self._codings:
            decoded, why = self._inflated(data)
            field = Field(start, end, "body", value, f"{note} {why}", rfc, decoded=decoded)
        else:
            content = dissect_content(data, start, text=self._text)
            field = Field(start, end, "body", value, note, rfc, children=content)
        return Dissected("body", quoted(data, text=self._text and not self._codings), field)

    # ---- chunks ----

    def chunk(self, data: bytes, start: int) -> Dissected:
        """Explain one chunk; the last one carries the whole body as its decoded buffer."""
        tiles = Tiles(data, start)
        size = self._size_line(tiles)
        self._size += size
        if not size:
            dissect_lines(tiles)
            return self._last(tiles)
        self._chunks += tiles.peek(min(size, BODY_LIMIT - len(self._chunks)))
        text = self._text and not self._codings
        summary = quoted(tiles.peek(size), text=text)
        tiles.add(
            size, "chunk data", preview(tiles.peek(size)), "This chunk's piece of the body.", "RFC 9112 §7.1"
        )
        tiles.add(2, "line end", "CRLF", "A line end after the data, not part of it.", "RFC 9112 §7.1")
        return Dissected("chunk", summary, tiles.group("chunk", f"{size} bytes", _CHUNK, "RFC 9112 §7.1"))

    def _size_line(self, tiles: Tiles) -> int:
        line = tiles.data[: tiles.data.find(b"\r\n")]
        digits, semicolon, _ = line.partition(b";")
        digits = digits.rstrip(b" \t")
        size = int(digits, 16)
        note = f"The size of the data in hexadecimal: {size}." if size else "Size 0: this is the last chunk."
        tiles.add(len(digits), "chunk size", digits.decode("ascii"), note, "RFC 9112 §7.1")
        if semicolon:
            rest = len(line) - len(digits)
            note = "An extension that nobody understands is ignored."
            tiles.add(rest, "chunk extension", preview(tiles.peek(rest)), note, "RFC 9112 §7.1.1")
        tiles.add(2, "line end", "CRLF", "The data begin after this line end.", "RFC 9112 §7.1")
        return size

    def _last(self, tiles: Tiles) -> Dissected:
        whole, note = bytes(self._chunks), "Nothing more belongs to this body; trailers may follow."
        if self._size > len(whole):
            note += f" Only the first {BODY_LIMIT} of its {self._size} bytes are joined here."
        decoded = buffer("dechunked", whole, text=self._text)
        if self._codings and whole:
            inner, why = self._inflated(whole)
            leaf = Field(
                0, len(whole), "compressed body", preview(whole), why, "RFC 9110 §8.4", decoded=inner
            )
            decoded = Buffer("dechunked", whole, (leaf,))
        group = tiles.group("last chunk", f"{self._size} bytes in all", note, "RFC 9112 §7.1")
        field = Field(
            group.start, group.end, group.name, group.value, note, group.rfc, group.children, decoded=decoded
        )
        return Dissected("last chunk", f"{self._size} bytes in all", field)

    # ---- compressed ----

    def _inflated(self, data: bytes) -> tuple[Buffer | None, str]:
        names = ", ".join(self._codings)
        if len(self._codings) != 1 or names not in _WINDOW:
            return None, f"It is encoded ({names}), which is not undone here."
        decompressor = zlib.decompressobj(_WINDOW[names])
        why = f"Compressed with {names}."
        try:
            out = decompressor.decompress(data, BODY_LIMIT)
        except zlib.error as error:
            return None, f"{why} It cannot be inflated: {error}."
        if decompressor.unconsumed_tail:
            why += f" Inflating stopped at {BODY_LIMIT} bytes."
        return buffer("inflated", out, text=self._text), why


_CHUNK = "A piece of the body with its own length, so that a server can send before it knows the whole."
