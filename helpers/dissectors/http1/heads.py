"""HTTP/1.1 heads, line by line (RFC 9112): the start line, each header field with its meaning, the blank line.

Never raises: what is not whole ends in ``incomplete``, a line that breaks the rules is ``malformed``.
"""

from helpers.dissectors.field import Field
from helpers.dissectors.http1.headers import METHODS, status_meaning
from helpers.dissectors.http1.lines import Around, as_text, lay_out_lines, line_end, malformed, next_line
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles, missing
from helpers.protocols.http1.heads import REQUEST_LINE, STATUS_LINE, Request, header
from helpers.protocols.http1.reading import Message
from helpers.protocols.unit import Unit
from helpers.vocabulary import Side

__all__ = ["explain_broken_head", "explain_head", "explain_unfinished_head"]


def explain_head(data: bytes, message: Message) -> Explained:
    """Explain a whole head, which was parsed before."""
    head = message.head
    if isinstance(head, Request):
        upgrade = header(head.headers, "Upgrade")
        title, summary = f"{head.method} {head.target}", f"Upgrade: {upgrade}" if upgrade else ""
        side = Side.CLIENT
    else:
        title, summary, side = str(head.status), head.reason, Side.SERVER
    summary = as_text(summary.encode("latin-1"))
    name, note, rfc = _HEAD[side]
    label = f"{title} {summary}".strip()
    tiles = Tiles(data)
    field = Field(0, len(data), name, label, note, rfc, lambda: _lay_out(tiles, side, Around(message))[1])
    return Explained(title, summary, field)


def explain_broken_head(unit: Unit, data: bytes) -> Explained:
    """Explain a whole head that cannot be parsed: the line at fault is marked, the others mean what they mean."""
    title, lines = _lay_out(Tiles(data), unit.side, Around())
    name, note, rfc = _HEAD[unit.side]
    label = f"{title} malformed"
    return Explained(title, "malformed", Field(0, len(data), name, label, f"{note} {_BROKEN}", rfc, lines))


_BROKEN = (
    "One of its lines breaks the rules, so nobody knows where the message ends: the rest is shown as it came."
)


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


def _lay_out(tiles: Tiles, side: Side, around: Around) -> tuple[str, tuple[Field, ...]]:
    _empty_lines(tiles, side)
    title = _start_line(tiles, side)
    lay_out_lines(tiles, around)
    return title, tuple(tiles.fields)


_HEAD = {
    Side.CLIENT: ("request head", "What the client asks for, up to the blank line.", "RFC 9112 §3"),
    Side.SERVER: ("response head", "How the server answers, up to the blank line.", "RFC 9112 §4"),
}


def _empty_lines(tiles: Tiles, side: Side) -> None:
    while tiles.peek(2) == b"\r\n" and side is Side.CLIENT:
        note = "Skipped: some clients end the previous body with it."
        tiles.add(2, "empty line", "", note, "RFC 9112 §2.2")


# ---- the start line ----


def _start_line(tiles: Tiles, side: Side) -> str:
    """Lay out the first line, if it is there; return the title that it gives."""
    line, ended = next_line(tiles)
    if not ended:
        return "HTTP head"
    return _request_line(tiles, line) if side is Side.CLIENT else _status_line(tiles, line)


def _request_line(tiles: Tiles, line: bytes) -> str:
    match = REQUEST_LINE.fullmatch(line)
    if match is None:
        malformed(tiles, line, "no request line")
        return "HTTP head"
    method, target, version = (part.decode("ascii") for part in match.groups())
    parts = Tiles(line + b"\r\n", tiles.start + tiles.at)
    what = METHODS.get(method, "A method that this course does not explain.")
    parts.add(len(method), "method", method, what, "RFC 9110 §9")
    _space(parts, "RFC 9112 §3")
    parts.add(len(target), "target", target, "The resource on this server, with its query.", "RFC 9112 §3.2")
    _space(parts, "RFC 9112 §3")
    parts.add(len(version), "version", version, _VERSIONS.get(version, _OTHER_VERSION), "RFC 9112 §2.3")
    line_end(parts)
    value = line.decode("ascii")
    tiles.extend((parts.group("request line", value, "Method, target, version.", "RFC 9112 §3"),))
    return f"{method} {target}"


def _status_line(tiles: Tiles, line: bytes) -> str:
    match = STATUS_LINE.fullmatch(line)
    if match is None:
        malformed(tiles, line, "no status line")
        return "HTTP head"
    raw_reason = match[3] or b""
    version, status, reason = match[1].decode("ascii"), match[2].decode("ascii"), as_text(raw_reason)
    parts = Tiles(line + b"\r\n", tiles.start + tiles.at)
    parts.add(len(version), "version", version, _VERSIONS.get(version, _OTHER_VERSION), "RFC 9112 §2.3")
    _space(parts, "RFC 9112 §4")
    parts.add(3, "status code", status, *status_meaning(int(status))[:2])
    if parts.rest > 2:
        _space(parts, "RFC 9112 §4")
    if parts.rest > 2:
        note = "For people only; programs read the code."
        parts.add(len(raw_reason), "reason phrase", reason, note, "RFC 9112 §4")
    line_end(parts)
    value = as_text(line)
    tiles.extend((parts.group("status line", value, "Version, status code, reason.", "RFC 9112 §4"),))
    return status


_VERSIONS = {
    "HTTP/1.1": "The version: connections stay open, bodies may be chunked, and Upgrade exists.",
    "HTTP/1.0": "The version of 1996: one request a connection, no chunks, no Upgrade.",
}
_OTHER_VERSION = "A version that is not read here."


def _space(parts: Tiles, rfc: str) -> None:
    parts.add(1, "space", "", "One space separates the parts.", rfc)
