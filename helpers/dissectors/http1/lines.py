"""Header and trailer lines, one by one (RFC 9112 §5), each with its meaning, up to the blank line.

Never raises: a line that breaks the rules is ``malformed`` and says which; the lines around it are explained.
"""

import base64
from typing import NamedTuple

from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.http1.headers import Meaning, meaning
from helpers.dissectors.http1.lengths import length_meaning
from helpers.dissectors.tiles import Tiles, preview
from helpers.protocols.http1.heads import FIELD_LINE, TOKEN, Response, header
from helpers.protocols.http1.reading import Message
from helpers.protocols.websocket.handshake import accept_key, is_key

__all__ = ["Around", "as_text", "lay_out_lines", "line_end", "malformed", "next_line"]


class Around(NamedTuple):
    """What some lines stand in: a head, whose message is known once it is whole, or the end of a chunked body."""

    message: Message | None = None
    trailers: bool = False


def as_text(data: bytes) -> str:
    """Read what HTTP gives no meaning above 127: as UTF-8 where it is that, else as Latin-1 (RFC 9110 §5.5)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def next_line(tiles: Tiles) -> tuple[bytes, bool]:
    """The next line without its end, and whether its end is there."""
    end = tiles.data.find(b"\r\n", tiles.at)
    return tiles.data[tiles.at : end], end >= 0


def line_end(parts: Tiles) -> None:
    """Cover the end of a line."""
    parts.add(2, "line end", "CRLF", "Carriage return and line feed end the line.", "RFC 9112 §2.2")


def malformed(tiles: Tiles, line: bytes, reason: str, *, rfc: str = "RFC 9112 §2.2") -> None:
    """Cover a line that breaks a rule."""
    tiles.add(len(line) + 2, "malformed", preview(line), f"This line breaks the rules: {reason}.", rfc)


def lay_out_lines(tiles: Tiles, around: Around = Around()) -> None:  # noqa: B008 – a tuple
    """Explain lines up to the blank one, as far as they are there."""
    while True:
        line, ended = next_line(tiles)
        if not ended:
            return
        if not line:
            tiles.add(2, "blank line", "CRLF", *_BLANK[around.trailers])
            return
        if FIELD_LINE.fullmatch(line):
            _field(tiles, line, around)
        else:
            reason, rfc = _wrong(line)
            malformed(tiles, line, reason, rfc=rfc)


_BLANK = {
    False: ("An empty line ends the head.", "RFC 9112 §2.1"),
    True: ("An empty line ends the chunked body, after its trailers if there are any.", "RFC 9112 §7.1"),
}


def _wrong(line: bytes) -> tuple[str, str]:
    """Which rule a line breaks, and where that stands."""
    name, colon, _ = line.partition(b":")
    if line[:1] in b" \t":
        return "it begins with a space, so that some readers take it for more of the line above", _FOLDED
    if b"\n" in line:
        return "a line feed without a carriage return, which some readers take for a line's end", _LINE
    if not colon:
        return "there is no colon", _FIELD
    if name != name.rstrip(b" \t"):
        return "there is a space before the colon, and readers disagree about what the name is then", _NAME
    if not TOKEN.fullmatch(name.decode("latin-1")):
        return "the name holds a character that no name may have", "RFC 9110 §5.1"
    return "the value holds a control character", "RFC 9110 §5.5"


_LINE, _FIELD, _NAME, _FOLDED = (f"RFC 9112 §{section}" for section in ("2.2", "5", "5.1", "5.2"))


# ---- one field ----


def _field(tiles: Tiles, line: bytes, around: Around) -> None:
    raw_name, _, rest = line.partition(b":")
    name, raw = raw_name.decode("ascii"), rest.strip(b" \t")
    value = as_text(raw)
    what = _meaning(name, raw, around)
    note, decoded = what.note, None
    if name.lower() in _BASE64:
        note, decoded = _base64(name.lower(), value, _key(around.message), note)
    parts = Tiles(line + b"\r\n", tiles.start + tiles.at)
    upper = "The field's name; upper or lower case is all the same."
    parts.add(len(name), "name", name, upper, "RFC 9110 §5.1")
    gap = 1 + len(rest) - len(rest.lstrip(b" \t"))
    parts.add(gap, "separator", ":", "A colon; the space after it is not part of the value.", "RFC 9112 §5")
    if raw:
        parts.add(len(raw), "value", value, note, what.rfc, volatile=what.volatile, decoded=decoded)
    if parts.rest > 2:
        parts.add(parts.rest - 2, "space", "", "Space at the end is not part of the value.", "RFC 9112 §5")
    line_end(parts)
    tiles.extend((parts.group(name, value, note, what.rfc),))


def _meaning(name: str, raw: bytes, around: Around) -> Meaning:
    what = length_meaning(name.lower(), around.message, trailer=around.trailers) or meaning(name)
    if raw.isascii():
        return what
    coding = "UTF-8" if as_text(raw).encode() == raw else "Latin-1"
    return what._replace(note=f"{what.note} HTTP gives bytes above 127 no meaning; read as {coding} here.")


# ---- base64 ----

_BASE64 = {"sec-websocket-key": "16 random bytes", "sec-websocket-accept": "SHA-1 digest"}


def _key(message: Message | None) -> str:
    """The key of the request that a response answers, where it is one."""
    if message is None or message.request is None or not isinstance(message.head, Response):
        return ""
    key = header(message.request.headers, "Sec-WebSocket-Key") or ""
    return key if is_key(key) else ""


def _base64(name: str, value: str, key: str, note: str) -> tuple[str, Buffer | None]:
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        return f"{note} This one is not base64.", None
    if key and name == "sec-websocket-accept":
        expected = accept_key(key)
        fits = "It fits the key" if value == expected else f"It does not fit the key: {expected} would"
        note = f"{note} {fits}."
    label = _BASE64[name]
    leaf = Field(
        0, len(data), label, data.hex(" "), "What the base64 stands for.", "RFC 4648 §4", volatile=True
    )
    return note, Buffer(label, data, (leaf,) if data else ())
