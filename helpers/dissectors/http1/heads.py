"""HTTP/1.1 heads, line by line (RFC 9112): the start line, each header field with its meaning, the blank line.

Never raises: what is not whole ends in ``incomplete``, a line that breaks the rules is ``malformed``.
"""

import base64

from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.http1.headers import METHODS, meaning, status_meaning
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles, missing, preview
from helpers.protocols.http1.heads import (
    FIELD_LINE,
    REQUEST_LINE,
    STATUS_LINE,
    Request,
    header,
    parse_headers,
)
from helpers.protocols.http1.reading import Message
from helpers.protocols.unit import Unit
from helpers.protocols.websocket.handshake import accept_key, is_key
from helpers.vocabulary import Side

__all__ = ["explain_head", "explain_unfinished_head", "lay_out_lines"]


def explain_head(data: bytes, message: Message) -> Explained:
    """Explain a whole head, which was parsed before."""
    head, request = message
    if isinstance(head, Request):
        upgrade = header(head.headers, "Upgrade")
        title, summary = f"{head.method} {head.target}", f"Upgrade: {upgrade}" if upgrade else ""
        side, key = Side.CLIENT, ""
    else:
        title, summary, side = str(head.status), head.reason, Side.SERVER
        key = (header(request.headers, "Sec-WebSocket-Key") if request else None) or ""
    name, note, rfc = _HEAD[side]
    label = f"{title} {summary}".strip()
    tiles = Tiles(data)
    field = Field(0, len(data), name, label, note, rfc, lambda: _lay_out(tiles, side, key))
    return Explained(title, summary, field)


def explain_unfinished_head(unit: Unit, data: bytes) -> Explained:
    """Explain the beginning of a head, as far as its lines are there."""
    tiles = Tiles(data, size=unit.end - unit.start)
    _empty_lines(tiles, unit.side)
    title = _start_line(tiles, unit.side)
    lay_out_lines(tiles)
    tiles.unfinished(unit.reason, rfc="RFC 9112 §8")
    name, note, rfc = _HEAD[unit.side]
    field = tiles.group(name, f"{title} incomplete", f"{note} {missing(unit.reason)}", rfc)
    return Explained(title, "incomplete", field)


def _lay_out(tiles: Tiles, side: Side, key: str) -> tuple[Field, ...]:
    _empty_lines(tiles, side)
    _start_line(tiles, side)
    lay_out_lines(tiles, key=key if is_key(key) else "")
    return tuple(tiles.fields)


_HEAD = {
    Side.CLIENT: ("request head", "What the client asks for, up to the blank line.", "RFC 9112 §3"),
    Side.SERVER: ("response head", "How the server answers, up to the blank line.", "RFC 9112 §4"),
}


def _empty_lines(tiles: Tiles, side: Side) -> None:
    while tiles.peek(2) == b"\r\n" and side is Side.CLIENT:
        note = "Skipped: some clients end the previous body with it."
        tiles.add(2, "empty line", "", note, "RFC 9112 §2.2")


def _line(tiles: Tiles) -> tuple[bytes, bool]:
    """The next line without its end, and whether its end is there."""
    end = tiles.data.find(b"\r\n", tiles.at)
    return tiles.data[tiles.at : end], end >= 0


# ---- the start line ----


def _start_line(tiles: Tiles, side: Side) -> str:
    """Lay out the first line, if it is there; return the title that it gives."""
    line, ended = _line(tiles)
    if not ended:
        return "HTTP head"
    return _request_line(tiles, line) if side is Side.CLIENT else _status_line(tiles, line)


def _request_line(tiles: Tiles, line: bytes) -> str:
    match = REQUEST_LINE.fullmatch(line)
    if match is None:
        _malformed(tiles, line, "no request line")
        return "HTTP head"
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
    return f"{method} {target}"


def _status_line(tiles: Tiles, line: bytes) -> str:
    match = STATUS_LINE.fullmatch(line)
    if match is None:
        _malformed(tiles, line, "no status line")
        return "HTTP head"
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
    return status


_VERSIONS = {
    "HTTP/1.1": "The version: connections stay open, bodies may be chunked, and Upgrade exists.",
    "HTTP/1.0": "The version of 1996: one request a connection, no chunks, no Upgrade.",
}
_OTHER_VERSION = "A version that is not read here."


def _space(parts: Tiles, rfc: str) -> None:
    parts.add(1, "space", "", "One space separates the parts.", rfc)


def _line_end(parts: Tiles) -> None:
    parts.add(2, "line end", "CRLF", "Carriage return and line feed end the line.", "RFC 9112 §2.2")


def _malformed(tiles: Tiles, line: bytes, reason: str) -> None:
    note = f"This line breaks the rules: {reason}."
    tiles.add(len(line) + 2, "malformed", preview(line), note, "RFC 9112 §2.2")


# ---- header lines ----


def lay_out_lines(tiles: Tiles, *, key: str = "") -> None:
    """Explain header (or trailer) lines up to the blank line; ``key`` is the request's Sec-WebSocket-Key."""
    while True:
        line, ended = _line(tiles)
        if not ended:
            return
        if not line:
            tiles.add(2, "blank line", "CRLF", "An empty line ends the head.", "RFC 9112 §2.1")
            return
        if FIELD_LINE.fullmatch(line):
            _header(tiles, line, key)
        else:
            _malformed(tiles, line, "no header line")


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
