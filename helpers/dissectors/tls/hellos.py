"""ClientHello and ServerHello, the two messages of a TLS handshake that an onlooker can read (RFC 8446 §4.1).

Enters: the fragment of one record. Leaves: its fields, or nothing where it is no whole hello: then it stays raw.
"""

from typing import NamedTuple

from helpers.dissectors.field import Field
from helpers.dissectors.raw import count
from helpers.dissectors.tiles import Tiles, preview

__all__ = ["Hello", "explain_hello"]

CLIENT, SERVER = 1, 2
SERVER_NAME, ALPN = 0, 16
_MESSAGES = {CLIENT: ("ClientHello", "RFC 8446 §4.1.2"), SERVER: ("ServerHello", "RFC 8446 §4.1.3")}
_EXTENSIONS = {
    SERVER_NAME: ("server_name", "Which server is meant, in plain text: one address may serve many.", "RFC 6066 §3"),
    10: ("supported_groups", "The curves and groups with which a key may be agreed on.", "RFC 8446 §4.2.7"),
    13: ("signature_algorithms", "How a certificate may be signed.", "RFC 8446 §4.2.3"),
    ALPN: ("ALPN", "The protocols to be spoken inside, the best first.", "RFC 7301 §3.1"),
    43: ("supported_versions", "The versions of TLS; 03 04 is TLS 1.3.", "RFC 8446 §4.2.1"),
    45: ("psk_key_exchange_modes", "How an earlier session may be gone on with.", "RFC 8446 §4.2.9"),
    51: ("key_share", "This side's half of the key, public: it tells an onlooker nothing.", "RFC 8446 §4.2.8"),
}  # fmt: skip
_UNKNOWN = ("extension", "An extension that this view does not know.", "RFC 8446 §4.2")
_LEGACY = "Left over from TLS 1.2 and before, kept for old boxes on the way."


class Hello(NamedTuple):
    """Its fields, and what it says in short."""

    field: Field
    summary: str


class _Lies(Exception):
    """A length is not that of what follows."""


def explain_hello(data: bytes, start: int) -> Hello | None:
    """Lay out one whole hello, whose first byte has offset ``start``."""
    if len(data) < 4 or data[0] not in _MESSAGES or int.from_bytes(data[1:4]) != len(data) - 4:
        return None
    tiles = Tiles(data, start)
    try:
        said = _message(tiles, data[0])
    except _Lies:
        return None
    name, rfc = _MESSAGES[data[0]]
    note = (
        "The client begins: what it can, and half a key." if data[0] == CLIENT else "The server has chosen."
    )
    return Hello(tiles.group("fragment", name, note, rfc), " · ".join([name, *said]))


def _message(tiles: Tiles, kind: int) -> list[str]:
    name, rfc = _MESSAGES[kind]
    tiles.add(1, "message", name, f"Type {kind} of a handshake message.", "RFC 8446 §4")
    tiles.add(3, "length", str(len(tiles.data) - 4), f"{count(len(tiles.data) - 4)} follow.", "RFC 8446 §4")
    _add(tiles, 2, "legacy version", _LEGACY, rfc)
    _add(
        tiles, 32, "random", "32 bytes of chance, so that no two handshakes are the same.", rfc, volatile=True
    )
    _vector(tiles, 1, "legacy session id", _LEGACY, rfc, volatile=True)
    if kind == CLIENT:
        _vector(tiles, 2, "cipher suites", "How the client can encrypt, two bytes each, the best first.", rfc)
        _vector(tiles, 1, "legacy compression methods", _LEGACY, rfc)
    else:
        _add(tiles, 2, "cipher suite", "How both sides will encrypt.", rfc)
        _add(tiles, 1, "legacy compression method", _LEGACY, rfc)
    said: list[str] = []
    if tiles.rest:
        if int.from_bytes(_peek(tiles, 2)) != tiles.rest - 2:
            raise _Lies
        _add(tiles, 2, "extensions", f"{count(tiles.rest - 2)} of extensions follow.", "RFC 8446 §4.2")
    while tiles.rest:
        said += _extension(tiles)
    return said


def _extension(tiles: Tiles) -> list[str]:
    """One extension as a group; what it says in short, if that is for a summary."""
    head = _peek(tiles, 4)
    kind, size = int.from_bytes(head[:2]), int.from_bytes(head[2:])
    data = _peek(tiles, 4 + size)[4:]
    name, note, rfc = _EXTENSIONS.get(kind, _UNKNOWN)
    one = Tiles(head + data, tiles.start + tiles.at)
    one.add(2, "type", str(kind), f"The number of {name}.", "RFC 8446 §4.2")
    one.add(2, "length", str(size), f"{count(size)} follow.", "RFC 8446 §4.2")
    said = _names(kind, data)
    if size:
        one.add(size, "data", ", ".join(said) or preview(data), note, rfc, volatile=not said)
    tiles.extend((one.group(name, ", ".join(said) or preview(data, 30), note, rfc),))
    return said


def _names(kind: int, data: bytes) -> list[str]:
    """The names in a server_name (their lengths have two bytes, after a type) or an ALPN (one byte)."""
    if kind not in (SERVER_NAME, ALPN):
        return []
    names, at, before, width = list[bytes](), 2, *((1, 2) if kind == SERVER_NAME else (0, 1))
    while at < len(data):
        at += before
        size = int.from_bytes(data[at : at + width])
        at += width
        names.append(data[at : at + size])
        at += size
    return [name.decode("ascii", "replace") for name in names if name.isascii() and name]


def _vector(tiles: Tiles, width: int, name: str, note: str, rfc: str, *, volatile: bool = False) -> None:
    """A vector begins with its own length (§3.4)."""
    size = int.from_bytes(_peek(tiles, width))
    _add(tiles, width + size, name, note, rfc, volatile=volatile)


def _add(tiles: Tiles, size: int, name: str, note: str, rfc: str, *, volatile: bool = False) -> None:
    tiles.add(size, name, _peek(tiles, size)[:40].hex(" "), note, rfc, volatile=volatile)


def _peek(tiles: Tiles, size: int) -> bytes:
    if len(data := tiles.peek(size)) < size:
        raise _Lies
    return data
