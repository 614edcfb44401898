"""The nine bytes before every frame's payload, bit by bit (RFC 9113 §4.1), and the client's preface (§3.4)."""

from helpers.dissectors.field import Bit
from helpers.dissectors.http2.words import type_meaning
from helpers.dissectors.raw import count
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles
from helpers.protocols.http2.codes import flags_of
from helpers.protocols.http2.header import Header, type_name

__all__ = ["SECTION", "explain_preface", "lay_out_header", "lay_out_stream"]

SECTION = "RFC 9113 §4.1"

_FLAGS = {
    "END_STREAM": "This side says nothing more on the stream.",
    "END_HEADERS": "The header block ends with this frame.",
    "PADDED": "Padding hides how long the content is.",
    "PRIORITY": "The old priority of RFC 7540 is in it.",
    "ACK": "An answer, not a question.",
}


def explain_preface(data: bytes) -> Explained:
    """The 24 bytes by which a client begins."""
    tiles = Tiles(data)
    note = "A request that servers of HTTP/1.1 refuse, so that they do not take what follows for one."
    tiles.add(18, "request", "PRI * HTTP/2.0", note, "RFC 9113 §3.4")
    tiles.add(6, "body", "SM", "The end of it; then frames begin, SETTINGS first.", "RFC 9113 §3.4")
    note = "The 24 bytes by which a client says that it speaks HTTP/2."
    return Explained(
        "preface", "PRI * HTTP/2.0", tiles.group("preface", "PRI * HTTP/2.0", note, "RFC 9113 §3.4")
    )


def lay_out_header(tiles: Tiles, header: Header) -> None:
    """The header of a frame."""
    tiles.add(3, "length", str(header.length), f"The payload is {count(header.length)} long.", SECTION)
    name = type_name(header.type)
    tiles.add(1, "type", f"{header.type} · {name}", f"{name}: {type_meaning(header.type)}.", SECTION)
    names = flags_of(header.type)
    bits = tuple(_flag(bit, header.flags, names) for bit in (0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1))
    found = [name for bit, name in names.items() if header.flags & bit]
    note = " ".join(_FLAGS[name] for name in found) or "None that mean something here."
    tiles.add(1, "flags", ", ".join(found) or f"{header.flags:#04x}", note, SECTION, bits=bits)
    of = "The connection itself." if not header.stream else _opener(header.stream)
    lay_out_stream(tiles, "stream", of, SECTION)


def lay_out_stream(tiles: Tiles, name: str, note: str, rfc: str, *, first: str = "R") -> None:
    """Four bytes: a bit, then the number of a stream (or another number of 31 bits)."""
    number = int.from_bytes(tiles.peek(4), "big")
    value = str(number & 0x7FFF_FFFF)
    said = "Reserved: 0, and nobody looks." if first == "R" else "Whether it depends on that one alone."
    bits = (Bit(first, 1, str(number >> 31), said), Bit(name, 31, value, note))
    tiles.add(4, name, value, note, rfc, bits=bits)


def _flag(bit: int, flags: int, names: dict[int, str]) -> Bit:
    name = names.get(bit, "unused")
    return Bit(name, 1, str(int(bool(flags & bit))), _FLAGS.get(name, "Means nothing in this type of frame."))


def _opener(stream: int) -> str:
    who = "client" if stream % 2 else "server"
    return f"Stream {stream}, which the {who} opened: those of clients have odd numbers."
