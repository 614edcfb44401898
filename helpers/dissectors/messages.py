"""What the payloads of a side's frames add up to: messages (reassembled, inflated), pings, pongs, closes.

Plain payloads come in, in order; the fields that tile each of them come out, the last fragment with the whole message
as its decoded buffer. Inflating stops at 1 MiB and says so.
"""

from typing import NamedTuple

from helpers.dissectors.content import buffer, dissect_content, quoted
from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.tiles import preview
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.close import CLOSE_CODES, is_sendable
from helpers.protocols.websocket.inflate import Inflater

__all__ = ["INFLATE_LIMIT", "Content", "Messages"]

INFLATE_LIMIT = 1024 * 1024


class Content(NamedTuple):
    """The fields of one payload, a few words for the diagram, and which rule is broken."""

    fields: tuple[Field, ...]
    summary: str
    complaint: str = ""


class Messages:
    """One side's messages; ``inflater`` where permessage-deflate was agreed on."""

    def __init__(self, inflater: Inflater | None = None) -> None:
        self._inflater = inflater
        self._lost = ""  # why the rest cannot be inflated
        self._parts: list[bytes] = []
        self._open = False
        self._text = self._compressed = False

    def receive(self, first: int, plain: bytes, start: int) -> Content:
        """Explain the unmasked payload of one frame, given the frame's first byte."""
        opcode, fin = first & 0b1111, bool(first & 0b1000_0000)
        if opcode == 8:
            return _close(plain, start)
        if opcode > 2:
            return _other(plain, start, opcode)
        complaint = self._begin(first)
        if opcode and fin and not self._compressed:
            self._open = False
            return Content(
                dissect_content(plain, start, text=self._text), quoted(plain, text=self._text), complaint
            )
        if not self._compressed or opcode == 0 or not fin:
            return self._fragment(plain, start, fin, complaint)
        self._open = False
        field, out = self._inflate(plain, start)
        return Content((field,), quoted(out, text=self._text), complaint)

    def _begin(self, first: int) -> str:
        """Begin or go on with a message; return what is wrong with that."""
        opcode, was_open = first & 0b1111, self._open
        if opcode == 0 and was_open:
            return ""
        self._open, self._parts, self._text = True, [], opcode == 1
        self._compressed = bool(self._inflater and first & 0b0100_0000)
        if opcode == 0:
            return " Illegal: a continuation, but no message was begun; the receiver must close with 1002."
        return (
            " Illegal: a new message inside a fragmented one; the receiver must close with 1002."
            if was_open
            else ""
        )

    def _fragment(self, plain: bytes, start: int, fin: bool, complaint: str) -> Content:
        first_part = not self._parts
        self._parts.append(plain)
        words = "compressed" if self._compressed else quoted(plain, text=self._text)
        if not fin:
            name = "first fragment" if first_part else "fragment"
            field = Field(start, start + len(plain), name, preview(plain), _PIECE, "RFC 6455 §5.4")
            return Content((field,) if plain else (), f"{words} …", complaint)
        whole, self._parts, self._open = b"".join(self._parts), [], False
        if self._compressed:
            inner, out = self._inflate(whole, 0)
            message, words = Buffer("reassembled", whole, (inner,)), quoted(out, text=self._text)
        else:
            message = buffer("reassembled", whole, text=self._text)
        field = Field(
            start,
            start + len(plain),
            "last fragment",
            preview(plain),
            _LAST,
            "RFC 6455 §5.4",
            decoded=message,
        )
        return Content((field,), f"… {words}", complaint)

    def _inflate(self, data: bytes, start: int) -> tuple[Field, bytes]:
        note, out = "DEFLATE data without its last four bytes 00 00 ff ff.", b""
        assert self._inflater is not None  # only then a message counts as compressed
        if self._lost:
            note = f"{note} Not inflated, since an earlier message could not be: {self._lost}."
        else:
            try:
                out = self._inflater.inflate(data, end=True, limit=INFLATE_LIMIT)
            except RemoteProtocolError as error:
                self._lost, out = str(error), bytes(self._inflater.inflated[:INFLATE_LIMIT])
                note = f"{note} Inflating stopped after {len(out)} bytes: {error}."
        decoded = buffer("inflated", out, text=self._text)
        end = start + len(data)
        return Field(
            start, end, "compressed data", preview(data), note, "RFC 7692 §7.2.2", decoded=decoded
        ), out


_PIECE = "A piece of a message; text may even be cut inside a character."
_LAST = "The last piece: with it the message is whole."


# ---- control frames ----


def _close(plain: bytes, start: int) -> Content:
    if len(plain) < 2:
        wrong = " Illegal: a close code has two bytes; the receiver must close with 1002." if plain else ""
        return Content(_leaf(plain, start, "malformed", f"Half a close code.{wrong}"), "", wrong)
    code, end = int.from_bytes(plain[:2], "big"), start + len(plain)
    wrong = "" if is_sendable(code) else f" Illegal: close code {code} must not be sent."
    meaning = CLOSE_CODES.get(code) or (
        "an application's own code" if code >= 3000 else "a code without a meaning"
    )
    note = f"Why the sender closes: {meaning}.{wrong}"
    first = Field(start, start + 2, "close code", str(code), note, "RFC 6455 §7.4.1")
    if len(plain) == 2:
        return Content((first,), str(code), wrong)
    reason = dissect_content(plain[2:], start + 2, text=True)[0]
    note = reason.note if reason.name == "malformed" else "For people and logs, in UTF-8; at most 123 bytes."
    second = Field(start + 2, end, "reason", reason.value, note, "RFC 6455 §5.5.1")
    return Content((first, second), f"{code} {quoted(plain[2:], text=True)}", wrong)


def _other(plain: bytes, start: int, opcode: int) -> Content:
    notes = {
        9: "Anything up to 125 bytes; the pong must repeat it.",
        10: "The payload of the ping it answers.",
    }
    note = notes.get(opcode, "What a reserved opcode carries has no meaning.")
    return Content(_leaf(plain, start, "application data", note), quoted(plain, text=True) if plain else "")


def _leaf(plain: bytes, start: int, name: str, note: str) -> tuple[Field, ...]:
    section = "RFC 6455 §5.5"
    return (Field(start, start + len(plain), name, preview(plain), note, section),) if plain else ()
