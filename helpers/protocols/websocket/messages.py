"""Messages from frames: fragments joined, text validated while it comes, sizes limited (RFC 6455 §5.4, §5.6).

Headers of data frames and pieces of their payloads come in, in order; whole messages come out. Control frames, which
may stand between fragments, never get here.
"""

from typing import Protocol

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.events import Binary, Piece, Text
from helpers.protocols.websocket.frames import Header, Opcode
from helpers.protocols.websocket.utf8 import Utf8Validator

__all__ = ["FRAGMENT_LIMIT", "Codec", "Reassembler"]

_NO_LIMIT = 1 << 62

# Empty fragments add no bytes, so that a limit of size never stops them.
FRAGMENT_LIMIT = 10_000
# So many pieces are joined as soon as they are there: a piece of one byte costs fifty, as an object of its own.
_LOOSE = 1024


class Codec(Protocol):
    """An extension that changes whole messages, such as permessage-deflate (RFC 7692)."""

    rsv: int  # the reserved bits it claims, set on the first frame of a message it changed

    def decode(self, data: bytes, *, end: bool, limit: int) -> bytes:
        """Undo the change of a piece of a message; more than ``limit`` bytes are refused with 1009."""

    def encode(self, data: bytes) -> bytes:
        """Change a whole message."""


class Reassembler:
    """The data frames of one side become messages, at most ``limit`` bytes each; with ``pieces`` none is kept."""

    def __init__(self, *, limit: int | None = None, codec: Codec | None = None, pieces: bool = False) -> None:
        self._limit = _NO_LIMIT if limit is None else limit
        self._codec, self._pieces = codec, pieces
        self._opcode: int | None = None  # of the message that is not finished
        self._encoded = False
        self._size = self._fragments = self._loose = 0
        self._parts: list[bytes] = []
        self._texts: list[str] = []
        self._utf8 = Utf8Validator()

    @property
    def begun(self) -> bool:
        """Whether a message is not finished."""
        return self._opcode is not None

    def begin(self, header: Header) -> None:
        """A data frame starts."""
        if header.opcode != Opcode.CONTINUATION:
            # §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message"
            if self._opcode is not None:
                raise RemoteProtocolError("a new message inside a fragmented one", close_code=1002)
            self._opcode, self._encoded = header.opcode, bool(header.rsv)
            self._size = self._fragments = self._loose = 0
            self._utf8 = Utf8Validator()
        elif self._opcode is None:
            raise RemoteProtocolError("a continuation, but no message was begun", close_code=1002)
        elif header.rsv:
            # RFC 7692 §6.1: "An endpoint MUST NOT set the ... bit of ... non-first fragments of a data message."
            raise RemoteProtocolError("reserved bits on a continuation", close_code=1002)
        if not header.length and not header.fin:
            self._check_count()
        if not self._encoded:
            self._check_size(header.length)

    def receive_data(self, data: bytes, *, end: bool = False) -> Text | Binary | Piece | None:
        """A piece of the frame's payload; ``end`` ends the message, which then comes out."""
        if self._encoded and self._codec is not None:
            data = self._decoded(self._codec, data, end=end)
        self._size += len(data)
        if self._opcode != Opcode.TEXT:
            self._parts.append(data)
        else:
            self._texts.append(self._utf8.receive_data(data))
            if end:
                self._utf8.end()
        if self._pieces:
            return self._piece(end=end)
        if end:
            return self._message()
        self._loose += 1
        if self._loose == _LOOSE:
            self._tidy()
        return None

    def _tidy(self) -> None:
        self._loose = 0
        if self._opcode == Opcode.TEXT:
            self._texts[-_LOOSE:] = ["".join(self._texts[-_LOOSE:])]
        else:
            self._parts[-_LOOSE:] = [b"".join(self._parts[-_LOOSE:])]

    def _message(self) -> Text | Binary:
        data, self._opcode = self._joined(), None
        return Text(data) if isinstance(data, str) else Binary(data)

    def _piece(self, *, end: bool) -> Piece | None:
        data = self._joined()
        if end:
            self._opcode = None
        return Piece(data, end) if data or end else None

    def _joined(self) -> str | bytes:
        """What there is of the message; it is not kept."""
        data = "".join(self._texts) if self._opcode == Opcode.TEXT else b"".join(self._parts)
        self._texts.clear()
        self._parts.clear()
        return data

    def _decoded(self, codec: Codec, data: bytes, *, end: bool) -> bytes:
        try:
            return codec.decode(data, end=end, limit=self._limit - self._size)
        except RemoteProtocolError as error:
            if error.close_code != 1009:
                raise
            # what the codec was told is what was left of the limit
            sentence = f"a message of more than {self._limit} bytes when inflated"
            raise RemoteProtocolError(sentence, close_code=1009) from None

    def _check_count(self) -> None:
        self._fragments += 1
        if self._fragments > FRAGMENT_LIMIT:
            raise RemoteProtocolError(
                f"a message of more than {FRAGMENT_LIMIT} empty fragments", close_code=1009
            )

    def _check_size(self, announced: int) -> None:
        """Refuse by the announced length, before any of it came (§10.4: "limits on ... the total message size")."""
        if self._size + announced > self._limit:
            total = self._size + announced
            raise RemoteProtocolError(
                f"a message of {total} bytes, at most {self._limit} allowed", close_code=1009
            )
