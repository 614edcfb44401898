"""What the payloads of a side's frames add up to: messages (reassembled, inflated), pings, pongs, closes.

Plain payloads come in, in order; the fields that tile each of them come out, the last fragment with the whole message
as its decoded buffer. Inflating stops at 1 MiB and says so.
"""

from collections.abc import Callable
from typing import NamedTuple

from helpers.dissectors.contents.registry import Said, buffer, explain, quoted
from helpers.dissectors.field import Buffer, Field, Part
from helpers.dissectors.tiles import preview
from helpers.dissectors.websocket.closes import close_fields, close_wrong
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.inflate import Inflater
from helpers.protocols.websocket.utf8 import Utf8Validator

__all__ = ["INFLATE_LIMIT", "Messages", "Payload"]

INFLATE_LIMIT = 1024 * 1024

# Makes the fields of a payload whose first byte has this offset.
Lay = Callable[[int], tuple[Field, ...]]


class Payload(NamedTuple):
    """A few words for the diagram, which rule is broken, and the fields; ``parts``: even one is just a part of it.

    ``part`` says where it stands on the wire.
    """

    summary: str
    complaint: str
    fields: Lay
    parts: bool = False
    part: Part = Part(0, 0)


class Messages:
    """One side's messages; ``inflater`` where permessage-deflate was agreed on."""

    def __init__(self, said: Said, inflater: Inflater | None = None) -> None:
        self._saids = said._replace(text=False), said._replace(text=True)
        self._said = said
        self._inflater = inflater
        self._lost = ""  # why the rest cannot be inflated
        self._parts: list[bytes] = []
        self._where: list[Part] = []  # of each of them
        self._open = False
        self._compressed = False
        self._utf8: Utf8Validator | None = None  # of a text message in which nothing was wrong yet
        self._closed = False

    def receive(self, first: int, plain: bytes, part: Part) -> Payload:
        """Explain the unmasked payload of one frame, given the frame's first byte, and where it stands."""
        opcode, payload = first & 0b1111, self._receive(first, plain, part)
        late = _late(opcode) if self._closed else ""
        self._closed = self._closed or opcode == 8
        return payload._replace(part=part, complaint=payload.complaint + late)

    def _receive(self, first: int, plain: bytes, part: Part) -> Payload:
        opcode, fin = first & 0b1111, bool(first & 0b1000_0000)
        if opcode == 8:
            return _close(plain)
        if opcode > 2:
            return _other(plain, opcode)
        complaint = self._begin(first)
        if opcode and fin and not self._compressed:
            self._open, said = False, self._said
            complaint += self._not_text(plain, end=True)
            return Payload(
                quoted(plain, text=said.text), complaint, lambda start: explain(plain, start, said)
            )
        if not self._compressed or opcode == 0 or not fin:
            self._where.append(part)
            return self._fragment(plain, fin, complaint)
        self._open = False
        field, out, wrong = self._inflate(plain)
        return Payload(quoted(out, text=self._said.text), complaint + wrong, lambda start: (field(start),))

    def _begin(self, first: int) -> str:
        """Begin or go on with a message; return what is wrong with that."""
        opcode, was_open = first & 0b1111, self._open
        if opcode == 0 and was_open:
            return ""
        self._open, self._parts, self._where, self._said = True, [], [], self._saids[opcode == 1]
        self._compressed = bool(self._inflater and first & 0b0100_0000)
        self._utf8 = Utf8Validator() if opcode == 1 else None
        if opcode == 0:
            return " Illegal: a continuation, but no message was begun; the receiver must close with 1002."
        return (
            " Illegal: a new message inside a fragmented one; the receiver must close with 1002."
            if was_open
            else ""
        )

    def _fragment(self, plain: bytes, fin: bool, complaint: str) -> Payload:
        first_part = not self._parts
        self._parts.append(plain)
        wrong = "" if self._compressed else self._not_text(plain, end=fin)
        words = "compressed" if self._compressed else quoted(plain, text=self._said.text)
        if not fin:
            name = "first fragment" if first_part else "fragment"
            return Payload(f"{words} …", complaint + wrong, lambda start: _piece(plain, start, name, wrong))
        whole, self._parts, self._open = b"".join(self._parts), [], False
        where = tuple(self._where)
        if self._compressed:
            inner, out, wrong = self._inflate(whole)
            words = quoted(out, text=self._said.text)
            message = Buffer("reassembled", whole, lambda: (inner(0),), parts=where)
        else:
            message = buffer("reassembled", whole, self._said, parts=where)
        return Payload(
            f"… {words}", complaint + wrong, lambda start: _last_piece(plain, start, message, wrong)
        )

    def _inflate(self, data: bytes) -> tuple[Callable[[int], Field], bytes, str]:
        """The field over a compressed message, what the message says, and what is wrong with that."""
        note, out, said, wrong = "DEFLATE data without its last four bytes 00 00 ff ff.", b"", self._said, ""
        assert self._inflater is not None  # only then a message counts as compressed
        if self._lost:
            note = f"{note} Not inflated, since an earlier message could not be: {self._lost}."
        else:
            try:
                out = self._inflater.inflate(data, end=True, limit=INFLATE_LIMIT)
                wrong = self._not_text(out, end=True)
            except RemoteProtocolError as error:
                self._lost, out = str(error), bytes(self._inflater.inflated[:INFLATE_LIMIT])
                note = f"{note} Inflating stopped after {len(out)} bytes: {error}."
        note += wrong
        return lambda start: _compressed(data, start, note, buffer("inflated", out, said)), out, wrong

    def _not_text(self, data: bytes, *, end: bool) -> str:
        """The sentence for the first bytes of a text message that no text can have there; nothing for none."""
        if self._utf8 is not None:
            try:
                self._utf8.receive_data(data)
                if end:
                    self._utf8.end()
            except RemoteProtocolError as error:
                self._utf8 = None  # the rest of this message is no better
                return f" Illegal: {error}; the receiver must close with 1007."
        return ""


def _compressed(data: bytes, start: int, note: str, decoded: Buffer) -> Field:
    end = start + len(data)
    return Field(start, end, "compressed data", preview(data), note, "RFC 7692 §7.2.2", decoded=decoded)


def _piece(plain: bytes, start: int, name: str, wrong: str) -> tuple[Field, ...]:
    end, note = start + len(plain), _PIECE + wrong
    return (Field(start, end, name, preview(plain), note, "RFC 6455 §5.4"),) if plain else ()


def _last_piece(plain: bytes, start: int, message: Buffer, wrong: str) -> tuple[Field, ...]:
    end, note = start + len(plain), _LAST + wrong
    return (Field(start, end, "last fragment", preview(plain), note, "RFC 6455 §5.4", decoded=message),)


_PIECE = "A piece of a message; text may even be cut inside a character."
_LAST = "The last piece: with it the message is whole."


# ---- control frames ----


def _late(opcode: int) -> str:
    """The sentence for a frame whose sender has sent a Close before (§5.5.1)."""
    if opcode == 8:
        return " Its sender had closed already: the first Close counts."
    if opcode > 8:
        return " Its sender has closed; pings and pongs may still follow, data may not."
    return " Illegal: its sender has closed, and no data may follow that; the receiver throws it away."


def _close(plain: bytes) -> Payload:
    code = int.from_bytes(plain[:2], "big")
    reason = f" {quoted(plain[2:], text=True)}" if len(plain) > 2 else ""
    summary = f"{code}{reason}" if len(plain) > 1 else ""
    return Payload(summary, close_wrong(plain), lambda start: close_fields(plain, start), len(plain) > 1)


def _other(plain: bytes, opcode: int) -> Payload:
    notes = {
        9: "Anything up to 125 bytes; the pong must repeat it.",
        10: "The payload of the ping it answers.",
    }
    note = notes.get(opcode, "What a reserved opcode carries has no meaning.")
    summary = quoted(plain, text=True) if plain else ""
    return Payload(summary, "", lambda start: _leaf(plain, start, "application data", note))


def _leaf(plain: bytes, start: int, name: str, note: str) -> tuple[Field, ...]:
    section = "RFC 6455 §5.5"
    return (Field(start, start + len(plain), name, preview(plain), note, section),) if plain else ()
