"""The header of a WebSocket frame, bit by bit (RFC 6455 §5.2), and which rule it breaks."""

from functools import lru_cache
from typing import NamedTuple

from helpers.dissectors.field import Bit
from helpers.dissectors.tiles import Tiles
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.frames import Opcode, check_start
from helpers.vocabulary import Side

__all__ = ["FRAME", "SECTION", "illegal", "lay_out_header", "opcode_name"]

SECTION = "RFC 6455 §5.2"
FRAME = "One WebSocket frame: a header of 2 to 14 bytes, then the payload."


def lay_out_header(tiles: Tiles, sender: Side, rsv_allowed: int) -> str:
    """Lay out a header as far as it is there; return what is wrong with it if anything is."""
    if tiles.rest < 2:
        return ""
    first, second = tiles.peek(2)
    leaf = _first(first, rsv_allowed)
    other = _second(second, sender, control=bool(first & 0b1000))
    tiles.add(1, "fin, rsv, opcode", leaf.value, leaf.note, SECTION, bits=leaf.bits)
    tiles.add(1, "mask, length", other.value, other.note, SECTION, bits=other.bits)
    complaint, length = leaf.complaint or other.complaint, second & 0b0111_1111
    if length >= 126:
        if tiles.rest < _EXTENDED[length]:
            return complaint
        complaint = _extended(tiles, length) or complaint
    if second & 0b1000_0000 and tiles.rest >= 4:
        tiles.add(4, "masking key", tiles.peek(4).hex(" "), _KEY, "RFC 6455 §5.3", volatile=True)
    return complaint


def opcode_name(opcode: int) -> str:
    """``TEXT``, or ``opcode 3`` for one that has no name."""
    return _NAMES.get(opcode) or f"opcode {opcode}"


_NAMES = {opcode.value: opcode.name for opcode in Opcode}
_KEY = (
    "Four bytes that the client chooses afresh for every frame; payload byte i is XORed with key byte i mod 4, so "
    "that no proxy on the way can be fed bytes that look like something else."
)


class _Leaf(NamedTuple):
    value: str
    note: str
    bits: tuple[Bit, ...]
    complaint: str


# ---- the first byte ----

_OPCODES = {
    0: "more of the message that an earlier frame began",
    1: "the payload is text in UTF-8",
    2: "the payload is bytes for the application",
    8: "the sender closes: after this it sends nothing more",
    9: "a question whether the other side is alive; a pong must answer it with the same payload",
    10: "the answer to a ping, or a sign of life that nobody asked for",
}


@lru_cache(maxsize=1024)
def _first(first: int, rsv_allowed: int) -> _Leaf:
    fin, opcode = first >> 7, first & 0b1111
    complaint = _complaint(bytes([first, 0]), Side.SERVER, rsv_allowed)
    meaning = _OPCODES.get(opcode, "reserved: nobody has given it a meaning")
    last = "The last frame of its message" if fin else "More frames of this message follow"
    bits = (
        Bit("FIN", 1, str(fin), "This is the last frame of its message." if fin else "More frames follow."),
        Bit("RSV1", 1, str(first >> 6 & 1), _rsv1(first, rsv_allowed)),
        Bit("RSV2", 1, str(first >> 5 & 1), _RSV),
        Bit("RSV3", 1, str(first >> 4 & 1), _RSV),
        Bit("opcode", 4, str(opcode), f"{opcode_name(opcode)}: {meaning}."),
    )
    note = f"{last}; opcode {opcode}: {meaning}.{illegal(complaint)}"
    return _Leaf(f"FIN={fin} · opcode {opcode}", note, bits, complaint)


_RSV = "Reserved for extensions; must be 0 unless one was agreed on."


def _rsv1(first: int, rsv_allowed: int) -> str:
    if not rsv_allowed:
        return _RSV
    return (
        "The message is compressed (RFC 7692 §6)."
        if first & 0b0100_0000
        else "The message is not compressed."
    )


# ---- the second byte and the lengths ----


@lru_cache(maxsize=1024)
def _second(second: int, sender: Side, *, control: bool) -> _Leaf:
    masked, length = second >> 7, second & 0b0111_1111
    complaint = _complaint(bytes([0x88 if control else 0x82, second]), sender, 0)
    size = (
        f"{length} bytes follow"
        if length < 126
        else f"the length stands in the next {_EXTENDED[length]} bytes"
    )
    who = "The payload is masked" if masked else "The payload is not masked"
    bits = (
        Bit("MASK", 1, str(masked), f"{who}; clients must mask, servers must not."),
        Bit("length", 7, str(length), f"{size[0].upper()}{size[1:]}."),
    )
    return _Leaf(f"MASK={masked} · {length}", f"{who}; {size}.{illegal(complaint)}", bits, complaint)


_EXTENDED = {126: 2, 127: 8}


def _extended(tiles: Tiles, short: int) -> str:
    """Lay out the extended length; return what is wrong with it."""
    size = _EXTENDED[short]
    length = int.from_bytes(tiles.peek(size), "big")
    complaint = f"length {length} fits into fewer bytes" if length < (126 if size == 2 else 65536) else ""
    note = f"The payload's length as {8 * size} bits, most significant byte first.{illegal(complaint)}"
    tiles.add(size, "extended length", str(length), note, SECTION)
    return complaint


# ---- what is wrong ----


def _complaint(start: bytes, sender: Side, rsv_allowed: int) -> str:
    try:
        check_start(start, sender, rsv_allowed=rsv_allowed)
    except RemoteProtocolError as error:
        return str(error)
    return ""


def illegal(complaint: str) -> str:
    """The sentence for a broken rule; nothing for none."""
    return f" Illegal: {complaint}; the receiver must close with 1002." if complaint else ""
