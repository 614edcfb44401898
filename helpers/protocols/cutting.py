"""A place in one side's stream, and how to get past a head, a body, a chunk or a frame from there.

Each reader is a generator that pauses (``yield``) where bytes are missing and goes on when more came, so that the
code reads as if they were all there. Keeps heads and chunk lines only; bodies and payloads are counted, not kept.
"""

import re
from collections.abc import Callable, Generator
from enum import StrEnum
from typing import TypeVar

from helpers.protocols.bodies import CHUNK_LINE_LIMIT, parse_chunk_size
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import HEAD_LIMIT, REQUEST_LINE, STATUS_LINE, parse_headers

__all__ = ["WAIT_LIMIT", "Cursor", "Cut", "Kind", "Raw", "looks_like_request", "looks_like_response"]

# While the response to an upgrade request is not known, at most this much of what follows is kept.
WAIT_LIMIT = 1024 * 1024

_Result = TypeVar("_Result")
Cut = Generator[None, None, _Result]


class Kind(StrEnum):
    """What a unit is."""

    HTTP_HEAD = "head"
    HTTP_BODY = "body"
    HTTP_CHUNK = "chunk"
    WS_FRAME = "frame"
    RAW = "raw"


class Raw(Exception):
    """From here on a side is not cut any more, though no rule was broken."""


def looks_like_request(begin: bytes) -> bool | None:
    """Whether this begins like a request: a method in capitals, a space, a target; ``None``: too short to say."""
    if re.match(rb"[A-Z][A-Z-]{0,23} [\x21-\x7e]", begin):
        return True
    return None if re.match(rb"\r\n|\r?\Z|[A-Z][A-Z-]{0,23} ?\Z", begin) else False


def looks_like_response(begin: bytes) -> bool | None:
    """Whether this begins like a response; ``None``: too short to say."""
    if begin.startswith(b"HTTP/"):
        return True
    return None if b"HTTP/".startswith(begin) else False


class Cursor:
    """What is known of one side: where the current unit starts, and the bytes not passed yet."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.offset = 0  # of buffer[0] in the stream
        self.start = 0  # of the current unit
        self.total = 0
        self.kind, self.expected = Kind.RAW, "nothing came yet"
        self.closed = False
        self.raw_from: int | None = None
        self.raw_reason = ""

    def feed(self, data: bytes) -> None:
        """Add what was read; nothing comes after the end."""
        if self.closed:
            return
        self.total += len(data)
        if self.raw_from is None:
            self.buffer += data

    def give_up(self, reason: str) -> None:
        """Be raw from the start of the current unit on."""
        self.raw_from, self.raw_reason = self.start, reason
        self.buffer.clear()

    def expect(self, kind: Kind, expected: str) -> None:
        """Say what the next unit will be, for whoever asks meanwhile."""
        self.kind, self.expected = kind, expected

    # ---- bytes ----

    def take(self, size: int) -> bytes:
        """Pass ``size`` bytes that are there, and keep them."""
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.offset += size
        return data

    def exactly(self, size: int) -> Cut[bytes]:
        """Pass ``size`` bytes and keep them."""
        while len(self.buffer) < size:
            yield
        return self.take(size)

    def skip(self, size: int) -> Cut[None]:
        """Pass ``size`` bytes without keeping them."""
        while size:
            passed = min(size, len(self.buffer))
            del self.buffer[:passed]
            self.offset += passed
            size -= passed
            if size:
                yield

    def line(self, limit: int) -> Cut[bytes]:
        """Pass one line, CRLF included."""
        searched = 0
        while (end := self.buffer.find(b"\n", searched, limit)) < 0:
            if len(self.buffer) >= limit:
                raise RemoteProtocolError(f"no line end within {limit} bytes")
            searched = len(self.buffer)
            yield
        # RFC 9112 §2.2: "a recipient MAY recognize a single LF as a line terminator"; a strict one does not
        if self.buffer[end - 1 : end] != b"\r":
            raise RemoteProtocolError("a line feed without a carriage return")
        return self.take(end + 1)

    def wait(self) -> Cut[None]:
        """Keep what comes until it is known how to read it."""
        if len(self.buffer) > WAIT_LIMIT:
            raise RemoteProtocolError(
                f"more than {WAIT_LIMIT} bytes before the response to the upgrade request"
            )
        yield

    # ---- units ----

    def head(self, looks_right: Callable[[bytes], bool | None]) -> Cut[bytes]:
        """Pass a head, blank line included; give up early on what is none."""
        self.expect(Kind.HTTP_HEAD, "the blank line that ends a head has not come")
        empty = 0  # empty lines before a request line
        while (verdict := looks_right(bytes(self.buffer[empty : empty + 32]))) is None:
            if not self.buffer.startswith(b"\r\n", empty):
                yield
            elif (empty := empty + 2) > HEAD_LIMIT:
                raise RemoteProtocolError(f"nothing but empty lines in {HEAD_LIMIT} bytes")
        if not verdict:
            raise Raw("no HTTP") if self.start == 0 else RemoteProtocolError("no HTTP head")
        head = self.take(empty)
        head += yield from self.line(HEAD_LIMIT)
        if not (REQUEST_LINE if looks_right is looks_like_request else STATUS_LINE).fullmatch(head[empty:-2]):
            raise RemoteProtocolError("not the first line of an HTTP head")
        return head + (yield from self._lines(max(0, HEAD_LIMIT - len(head))))

    def _lines(self, limit: int) -> Cut[bytes]:
        lines = bytearray()
        while not lines.endswith(b"\r\n\r\n") and lines != b"\r\n":
            lines += yield from self.line(limit - len(lines))
        return bytes(lines)

    def body(self, length: int) -> Cut[None]:
        """Pass a body of known length."""
        self.expect(Kind.HTTP_BODY, f"a body of {length} bytes is announced")
        yield from self.skip(length)

    def chunk(self) -> Cut[int]:
        """Pass a chunk, or the last chunk with the trailers; return its size."""
        self.expect(Kind.HTTP_CHUNK, "a chunk is not complete")
        size = parse_chunk_size((yield from self.line(CHUNK_LINE_LIMIT))[:-2])
        if size == 0:
            trailers = yield from self._lines(HEAD_LIMIT)
            parse_headers(trailers[:-2].split(b"\r\n")[:-1])
            return 0
        yield from self.skip(size)
        if (yield from self.exactly(2)) != b"\r\n":
            raise RemoteProtocolError(f"no line end after the {size} bytes of a chunk")
        return size

    def frame(self) -> Cut[None]:
        """Pass a WebSocket frame (RFC 6455 §5.2), whatever it says: only its length matters here."""
        self.expect(Kind.WS_FRAME, "a frame is not complete")
        second = (yield from self.exactly(2))[1]
        length, masked = second & 0b0111_1111, second & 0b1000_0000
        if length >= 126:
            length = int.from_bytes((yield from self.exactly(2 if length == 126 else 8)), "big")
        if length >> 63:
            raise RemoteProtocolError("a payload length with its most significant bit set")
        yield from self.skip(length + (4 if masked else 0))
