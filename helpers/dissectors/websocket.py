"""WebSocket frames, bit by bit (RFC 6455 §5), and what their payloads turn into.

One ``Frames`` a side: it remembers the fragments and, with permessage-deflate, the window. Never raises: a frame that
breaks a rule is laid out all the same, and the leaf at fault says which rule.
"""

from functools import lru_cache
from typing import NamedTuple

from helpers.dissectors.field import Bit, Buffer, Field
from helpers.dissectors.messages import Messages
from helpers.dissectors.tiles import Dissected, Tiles, missing, preview
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.frames import Opcode, check_start
from helpers.protocols.websocket.inflate import Inflater
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side

__all__ = ["Frames"]

_BASE = "RFC 6455 §5.2"


class Frames:
    """Explains the frames of one side, in order."""

    def __init__(self, side: Side, *, inflater: Inflater | None = None) -> None:
        self._side = side
        self._rsv = 0b100 if inflater else 0
        self._messages = Messages(inflater)

    def dissect(self, data: bytes, start: int) -> Dissected:
        """Explain one whole frame."""
        tiles = Tiles(data, start)
        key, complaint = self._header(tiles)
        first = data[0]
        payload = data[tiles.at :]
        plain = unmask(payload, key) if key else payload
        content = self._messages.receive(first, plain, 0 if key else start + tiles.at)
        if payload or content.fields:
            tiles.fields.append(_payload(start + tiles.at, start + len(data), key, plain, content.fields))
        note = _FRAME + (_wrong(complaint) or content.complaint)
        field = tiles.group("frame", f"{_title(first)} {content.summary}".rstrip(), note, _BASE)
        return Dissected(_title(first), content.summary, field)

    def unfinished(self, data: bytes, start: int, *, reason: str) -> Dissected:
        """Explain the beginning of a frame, as far as it is there."""
        tiles = Tiles(data, start)
        self._header(tiles)
        tiles.unfinished(reason, rfc=_BASE)
        title, note = _title(data[0]), f"{_FRAME} {missing(reason)}"
        return Dissected(title, "incomplete", tiles.group("frame", f"{title} incomplete", note, _BASE))

    def _header(self, tiles: Tiles) -> tuple[bytes, str]:
        """Lay out the header as far as it is there; return the masking key, and what is wrong if anything is."""
        if tiles.rest < 2:
            return b"", ""
        first, second = tiles.peek(2)
        leaf = _first(first, self._rsv)
        other = _second(second, self._side, control=bool(first & 0b1000))
        tiles.add(1, "fin, rsv, opcode", leaf.value, leaf.note, _BASE, bits=leaf.bits)
        tiles.add(1, "mask, length", other.value, other.note, _BASE, bits=other.bits)
        complaint, length = leaf.complaint or other.complaint, second & 0b0111_1111
        if length >= 126:
            if tiles.rest < _EXTENDED[length]:
                return b"", complaint
            complaint = _extended(tiles, length) or complaint
        if not second & 0b1000_0000 or tiles.rest < 4:
            return b"", complaint
        key = tiles.peek(4)
        tiles.add(4, "masking key", key.hex(" "), _KEY, "RFC 6455 §5.3", volatile=True)
        return key, complaint


class _Leaf(NamedTuple):
    value: str
    note: str
    bits: tuple[Bit, ...]
    complaint: str


_FRAME = "One WebSocket frame: a header of 2 to 14 bytes, then the payload."
_KEY = (
    "Four bytes that the client chooses afresh for every frame; payload byte i is XORed with key byte i mod 4, so "
    "that no proxy on the way can be fed bytes that look like something else."
)


def _title(first: int) -> str:
    opcode = first & 0b1111
    return Opcode(opcode).name if opcode in _OPCODES else f"opcode {opcode}"


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
        Bit("opcode", 4, str(opcode), f"{_title(first)}: {meaning}."),
    )
    note = f"{last}; opcode {opcode}: {meaning}.{_wrong(complaint)}"
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
    return _Leaf(f"MASK={masked} · {length}", f"{who}; {size}.{_wrong(complaint)}", bits, complaint)


_EXTENDED = {126: 2, 127: 8}


def _extended(tiles: Tiles, short: int) -> str:
    """Lay out the extended length; return what is wrong with it."""
    size = _EXTENDED[short]
    length = int.from_bytes(tiles.peek(size), "big")
    complaint = f"length {length} fits into fewer bytes" if length < (126 if size == 2 else 65536) else ""
    note = f"The payload's length as {8 * size} bits, most significant byte first.{_wrong(complaint)}"
    tiles.add(size, "extended length", str(length), note, _BASE)
    return complaint


# ---- what is wrong ----


def _complaint(start: bytes, sender: Side, rsv_allowed: int) -> str:
    try:
        check_start(start, sender, rsv_allowed=rsv_allowed)
    except RemoteProtocolError as error:
        return str(error)
    return ""


def _wrong(complaint: str) -> str:
    return f" Illegal: {complaint}; the receiver must close with 1002." if complaint else ""


# ---- the payload ----


def _payload(start: int, end: int, key: bytes, plain: bytes, fields: tuple[Field, ...]) -> Field:
    if key:
        buffer = Buffer("unmasked", plain, fields)
        value = fields[0].value if len(fields) == 1 else preview(plain)
        return Field(start, end, "payload", value, _MASKED, "RFC 6455 §5.3", decoded=buffer)
    if len(fields) == 1 and not fields[0].children and fields[0].name != "close code":
        only = fields[0]
        return Field(start, end, "payload", only.value, only.note, only.rfc or _BASE, decoded=only.decoded)
    return Field(start, end, "payload", preview(plain), "What the frame carries.", _BASE, fields)


_MASKED = "What the frame carries, XORed with the masking key; unmasked it reads as shown."
