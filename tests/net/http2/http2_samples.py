"""What the tests of HTTP/2 share: frames by hand, a client that sends what it likes, handlers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from hpack import Decoder, Encoder

from helpers.net import Server, Tap
from helpers.net.http2 import Reply, Request

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
ACK = END_STREAM = 1
END_HEADERS, PADDED = 4, 8
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
BASIC = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "x")]


class Frame(NamedTuple):
    """A frame as it was on the wire."""

    kind: int
    flags: int
    stream: int
    payload: bytes

    @property
    def code(self) -> int:
        """The error code of RST_STREAM or GOAWAY."""
        return int.from_bytes(self.payload[:4] if self.kind == RST_STREAM else self.payload[4:8])

    @property
    def reason(self) -> str:
        """The sentence of a GOAWAY."""
        return self.payload[8:].decode()


def frame(kind: int, stream: int = 0, payload: bytes = b"", *, flags: int = 0) -> bytes:
    return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload


def headers(stream: int, pairs=BASIC, *, flags: int = END_HEADERS | END_STREAM) -> bytes:
    """A HEADERS frame; nothing in it is indexed, so that each can stand alone."""
    literal = b"".join(
        b"\x00" + string(name.encode() if isinstance(name, str) else name) + string(value.encode("latin-1"))
        for name, value in pairs
    )
    return frame(HEADERS, stream, literal, flags=flags)


def string(data: bytes) -> bytes:
    if len(data) < 127:
        return bytes([len(data)]) + data
    rest, out = len(data) - 127, b"\x7f"
    while rest > 127:
        out += bytes([rest % 128 + 128])
        rest //= 128
    return out + bytes([rest]) + data


def rst(stream: int, code: int = 8) -> bytes:
    return frame(RST_STREAM, stream, code.to_bytes(4))


def window_update(stream: int, size: int) -> bytes:
    return frame(WINDOW_UPDATE, stream, size.to_bytes(4))


class Raw:
    """A client that sends whatever it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.decoder, self.encoder = Decoder(), Encoder()

    def send(self, *parts: bytes) -> None:
        self.writer.write(b"".join(parts))

    async def frame(self) -> Frame:
        head = await self.reader.readexactly(9)
        payload = await self.reader.readexactly(int.from_bytes(head[:3]))
        return Frame(head[3], head[4], int.from_bytes(head[5:]), payload)

    async def until(self, kind: int, *, stream: int | None = None) -> Frame:
        """The next frame of a kind, and perhaps of a stream."""
        while True:
            found = await self.frame()
            if found.kind == kind and stream in (None, found.stream):
                return found

    async def rest(self) -> list[Frame]:
        """Every frame up to the end of the connection."""
        found = []
        try:
            while True:
                found.append(await self.frame())
        except (asyncio.IncompleteReadError, ConnectionError):
            return found

    async def status(self, stream: int) -> str:
        """The status of the reply on a stream; every header block has to go through the decoder."""
        while True:
            found = await self.until(HEADERS)
            fields = dict(self.decoder.decode(found.payload))
            if found.stream == stream:
                return fields[":status"]


@asynccontextmanager
async def raw(server: Server | Tap, *, polite: bool = True) -> AsyncIterator[Raw]:
    """A raw connection; polite ones have introduced themselves, and acknowledged."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    try:
        async with asyncio.timeout(20):
            client = Raw(reader, writer)
            if polite:
                client.send(PREFACE, frame(SETTINGS), frame(SETTINGS, flags=ACK))
            yield client
    finally:
        writer.transport.abort()


class Tales:
    """A handler that tells what is asked for, and remembers who listens."""

    def __init__(self) -> None:
        self.listening: list[int] = []
        self.asked = 0
        self.go_on = asyncio.Event()

    async def __call__(self, request: Request) -> Reply:
        self.asked += 1
        match request.path:
            case "/big":
                return Reply(200, {}, bytes(int(request.query.get("size", 2**20))))
            case "/endless":
                return Reply(200, {"content-type": "text/plain"}, self.endless(request.stream))
            case "/slow":
                await self.go_on.wait()
            case "/unread":
                await self.go_on.wait()
                return Reply.text("read nothing")
            case "/crash":
                raise ZeroDivisionError("no such number")
            case "/crash-later":
                return Reply(200, {}, self.crash())
            case "/gone":
                return Reply(204)
        if request.method == "POST":
            return Reply.json({"bytes": len(await request.read())}, status=201)
        return Reply.text(f"{request.method} {request.target} {request.headers.get('cookie', '')}".rstrip())

    async def endless(self, stream: int) -> AsyncIterator[bytes]:
        self.listening.append(stream)
        try:
            yield b"once upon a time\n"
            while True:
                await self.go_on.wait()
                self.go_on.clear()
                yield b"and then\n"
        finally:
            self.listening.remove(stream)

    async def crash(self) -> AsyncIterator[bytes]:
        yield b"so far"
        raise ZeroDivisionError("no such number")
