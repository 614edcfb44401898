"""HTTP/1.1 heads, line by line (RFC 9112): the start line, each header field with its meaning, the blank line.

Never raises: what is not whole ends in ``incomplete``, a line that breaks the rules is ``malformed``.
"""

import base64

from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.headers import METHODS, meaning, status_meaning
from helpers.dissectors.tiles import Dissected, Tiles, missing, preview
from helpers.protocols.http1 import FIELD_LINE, REQUEST_LINE, STATUS_LINE, header, parse_headers
from helpers.protocols.websocket.handshake import accept_key
from helpers.vocabulary import Side

__all__ = ["dissect_head", "dissect_lines"]


def dissect_head(data: bytes, start: int, *, side: Side, key: str = "", reason: str = "") -> Dissected:
    """Explain one head; ``key`` is the Sec-WebSocket-Key of the request that a response answers."""
    tiles = Tiles(data, start)
    while tiles.peek(2) == b"\r\n" and side is Side.CLIENT:
        tiles.add(
            2, "empty line", "", "Skipped: some clients end the previous body with it.", "RFC 9112 §2.2"
        )
    title, summary = "HTTP head", "incomplete"
    line, ended = _line(tiles)
    if ended:
        title, summary = _request_line(tiles, line) if side is Side.CLIENT else _status_line(tiles, line)
    upgrade = dissect_lines(tiles, key=key)
    if upgrade and side is Side.CLIENT:
        summary = f"Upgrade: {upgrade}"
    name, note, rfc = _HEAD[side]
    if reason:
        tiles.unfinished(reason, rfc="RFC 9112 §8")
        summary, note = "incomplete", f"{note} {missing(reason)}"
    return Dissected(title, summary, tiles.group(name, f"{title} {summary}".strip(), note, rfc))


_HEAD = {
    Side.CLIENT: ("request head", "What the client asks for, up to the blank line.", "RFC 9112 §3"),
    Side.SERVER: ("response head", "How the server answers, up to the blank line.", "RFC 9112 §4"),
}


def _line(tiles: Tiles) -> tuple[bytes, bool]:
    """The next line without its end, and whether its end is there."""
    end = tiles.data.find(b"\r\n", tiles.at)
    return tiles.data[tiles.at : end], end >= 0


# ---- the start line ----


def _request_line(tiles: Tiles, line: bytes) -> tuple[str, str]:
    match = REQUEST_LINE.fullmatch(line)
    if match is None:
        return _malformed(tiles, line, "no request line")
    method, target, version = (part.decode("ascii") for part in match.groups())
    parts = Tiles(line + b"\r\n", tiles.start + tiles.at)
    what = METHODS.get(method, "A method that this course does not explain.")
    parts.add(len(method), "method", method, what, "RFC 9110 §9")
    _space(parts, "RFC 9112 §3")
    parts.add(len(target), "target", target, "The resource on this server, with its query.", "RFC 9112 §3.2")
    _space(parts, "RFC 9112 §3")
    parts.add(len(version), "version", version, _VERSIONS.get(version, _OTHER_VERSION), "RFC 9112 §2.3")
    _line_end(parts)
    value = line.decode("ascii")
    tiles.extend((parts.group("request line", value, "Method, target, version.", "RFC 9112 §3"),))
    return f"{method} {target}", ""


def _status_line(tiles: Tiles, line: bytes) -> tuple[str, str]:
    match = STATUS_LINE.fullmatch(line)
    if match is None:
        return _malformed(tiles, line, "no status line")
    version, status, reason = (part.decode("latin-1") for part in match.groups(b""))
    parts = Tiles(line + b"\r\n", tiles.start + tiles.at)
    parts.add(len(version), "version", version, _VERSIONS.get(version, _OTHER_VERSION), "RFC 9112 §2.3")
    _space(parts, "RFC 9112 §4")
    parts.add(3, "status code", status, *status_meaning(int(status))[:2])
    if parts.rest > 2:
        _space(parts, "RFC 9112 §4")
    if parts.rest > 2:
        parts.add(
            len(reason), "reason phrase", reason, "For people only; programs read the code.", "RFC 9112 §4"
        )
    _line_end(parts)
    value = line.decode("latin-1")
    tiles.extend((parts.group("status line", value, "Version, status code, reason.", "RFC 9112 §4"),))
    return status, reason


_VERSIONS = {
    "HTTP/1.1": "The version: connections stay open, bodies may be chunked, and Upgrade exists.",
    "HTTP/1.0": "The version of 1996: one request a connection, no chunks, no Upgrade.",
}
_OTHER_VERSION = "A version that is not read here."


def _space(parts: Tiles, rfc: str) -> None:
    parts.add(1, "space", "", "One space separates the parts.", rfc)


def _line_end(parts: Tiles) -> None:
    parts.add(2, "line end", "CRLF", "Carriage return and line feed end the line.", "RFC 9112 §2.2")


def _malformed(tiles: Tiles, line: bytes, reason: str) -> tuple[str, str]:
    note = f"This line breaks the rules: {reason}."
    tiles.add(len(line) + 2, "malformed", preview(line), note, "RFC 9112 §2.2")
    return "HTTP head", "malformed"


# ---- header lines ----


def dissect_lines(tiles: Tiles, *, key: str = "") -> str:
    """Explain header (or trailer) lines up to the blank line; return the value of Upgrade."""
    lines = []
    while True:
        line, ended = _line(tiles)
        if not ended:
            break
        if not line:
            tiles.add(2, "blank line", "CRLF", "An empty line ends the head.", "RFC 9112 §2.1")
            break
        if FIELD_LINE.fullmatch(line):
            lines.append(line)
            _header(tiles, line, key)
        else:
            _malformed(tiles, line, "no header line")
    return header(parse_headers(lines), "Upgrade") or ""


def _header(tiles: Tiles, line: bytes, key: str) -> None:
    ((name, value),) = parse_headers([line])
    what = meaning(name)
    note, decoded = what.note, None
    if name.lower() in _BASE64:
        note, decoded = _base64(name.lower(), value, key, note)
    parts = Tiles(line + b"\r\n", tiles.start + tiles.at)
    parts.add(
        len(name), "name", name, "The field's name; upper or lower case is all the same.", "RFC 9110 §5.1"
    )
    gap = len(line) - len(name) - len(line[len(name) + 1 :].lstrip(b" \t"))
    parts.add(gap, "separator", ":", "A colon; the space after it is not part of the value.", "RFC 9112 §5")
    if value:
        parts.add(len(value), "value", value, note, what.rfc, volatile=what.volatile, decoded=decoded)
    if parts.rest > 2:
        parts.add(parts.rest - 2, "space", "", "Space at the end is not part of the value.", "RFC 9112 §5")
    _line_end(parts)
    tiles.extend((parts.group(name, value, note, what.rfc),))


_BASE64 = {"sec-websocket-key": "16 random bytes", "sec-websocket-accept": "SHA-1 digest"}


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
