"""A place in one side's bytes, and how to pass some of them.

What passes bytes is a generator: it pauses where bytes are missing (``Pause.BYTES``), or where the other side has to
say first how to go on (``Pause.PEER``), and goes on when more came, so that code reads as if they were all there.
Passed bytes are dropped at once, unless the cursor shall ``keep`` them.
"""

from collections.abc import Generator
from enum import Enum
from typing import TypeVar

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.unit import Floor, Status, Unit
from helpers.vocabulary import Side

__all__ = ["Cursor", "Cut", "Pause", "Raw"]


class Pause(Enum):
    """What a generator waits for."""

    BYTES = "more bytes of this side"
    PEER = "what the other side says"


_Result = TypeVar("_Result")
Cut = Generator[Unit | Pause, None, _Result]


class Raw(Exception):
    """From here on a side is not cut any more, though no rule was broken."""

    def __init__(self, reason: str, *, kind: Enum = Floor.RAW) -> None:
        super().__init__(reason)
        self.kind = kind


class Cursor:
    """What is known of one side: where the current unit starts, what it is going to be, and the bytes from there."""

    def __init__(self, side: Side, *, keep: bool = False) -> None:
        self.side, self.protocol = side, ""
        self.buffer = bytearray()
        self.at = 0  # in the buffer: the first byte that is not passed
        self.offset = 0  # of that byte in all that came
        self.start = 0  # of the current unit
        self.total = 0
        self.closed = False
        self.status, self._reason = Status.UNFINISHED, "nothing came yet"
        self._kind: Enum = Floor.RAW
        self._stream: int | None = None
        self._head: object = None
        self._keep = keep

    def feed(self, data: bytes) -> None:
        """Add what was read; nothing comes after the end."""
        if self.closed:
            return
        self.total += len(data)
        if self._keep or not self.over:
            self.buffer += data

    # ---- units ----

    @property
    def over(self) -> bool:
        """Whether this side is not cut any more: it ended, or nobody can read on."""
        return self.closed or self.status is not Status.UNFINISHED

    def expect(self, kind: Enum, reason: str, *, stream: int | None = None, head: object = None) -> None:
        """Say what the next unit will be, and what it waits for, for whoever asks meanwhile."""
        self._kind, self._reason, self._stream, self._head = kind, reason, stream, head

    def unit(self, *, stream: int | None = None, head: object = None) -> Unit:
        """The unit that ends here; to be yielded."""
        start, self.start = self.start, self.offset
        stream = self._stream if stream is None else stream
        head = self._head if head is None else head
        return Unit(self.side, start, self.offset, self.protocol, self._kind, Status.WHOLE, "", stream, head)

    def rest(self) -> Unit | None:
        """What came after the last unit, as far as it is known."""
        if self.total == self.start:
            return None
        where = self.side, self.start, self.total, self.protocol
        return Unit(*where, self._kind, self.status, self._reason, self._stream, self._head)

    def give_up(self, status: Status, reason: str, *, kind: Enum = Floor.RAW) -> None:
        """Cut no more, from the start of the current unit on."""
        self.status = status
        if status is Status.RAW and kind is Floor.RAW:
            self.protocol = ""
        self.expect(kind, reason, head=None if kind is Floor.RAW else self._head)
        if not self._keep:
            self.buffer.clear()

    def cut_read(self, size: int) -> Unit:
        """Take the next read, of ``size`` bytes, off what is not cut any more."""
        rest = self.rest()
        assert rest is not None  # whoever asks knows of a read
        self.start += size
        return rest._replace(end=self.start)

    def close(self) -> Unit | None:
        """Nothing more comes; the unfinished rest comes out, unless it was a matter of single reads anyway."""
        rest = self.rest()
        cut_off = rest if rest is not None and not rest.by_reads else None
        self.closed = True
        if not self._keep:
            self.buffer.clear()
        if cut_off is not None:
            self.start = self.total
            cut_off = cut_off._replace(reason=f"the stream ended here: {cut_off.reason}")
        return cut_off

    # ---- bytes ----

    @property
    def size(self) -> int:
        """How many bytes are there and not passed."""
        return len(self.buffer) - self.at

    def peek(self, size: int, *, past: int = 0) -> bytes:
        """At most ``size`` bytes, not passed by looking, from ``past`` bytes ahead."""
        begin = self.at + past
        return bytes(self.buffer[begin : begin + size])

    def take(self, size: int) -> bytes:
        """Pass ``size`` bytes that are there, and return them."""
        data = bytes(self.buffer[self.at : self.at + size])
        self._pass(size)
        return data

    def exactly(self, size: int) -> Cut[bytes]:
        """Pass ``size`` bytes and return them."""
        while len(self.buffer) - self.at < size:
            yield Pause.BYTES
        return self.take(size)

    def skip(self, size: int) -> Cut[None]:
        """Pass ``size`` bytes without looking at them."""
        while size:
            passed = min(size, len(self.buffer) - self.at)
            self._pass(passed)
            size -= passed
            if size:
                yield Pause.BYTES

    def line(self, limit: int, *, bare: bool = False) -> Cut[bytes]:
        """Pass one line, CRLF included, and return it; ``bare``: a line feed alone is for the caller to judge."""
        searched = 0
        while (end := self.buffer.find(b"\n", self.at + searched, self.at + limit)) < 0:
            if self.size >= limit:
                raise RemoteProtocolError(f"no line end within {limit} bytes")
            searched = self.size
            yield Pause.BYTES
        # RFC 9112 §2.2: "a recipient MAY recognize a single LF as a line terminator"; a strict one does not
        if not bare and (end == self.at or self.buffer[end - 1 : end] != b"\r"):
            raise RemoteProtocolError("a line feed without a carriage return")
        return self.take(end + 1 - self.at)

    def _pass(self, size: int) -> None:
        self.offset += size
        if self._keep:
            self.at += size
        else:
            del self.buffer[:size]
