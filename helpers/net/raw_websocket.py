"""A WebSocket connection whose frames somebody writes by hand: what section 4's lessons need beside their subject.

Both handshakes, frames in and frames out, and a trial: eleven things a client may do that break a careless server,
after one that breaks none. No rule is enforced here, so that every one can be broken; the masking key is that of the
RFC's example (§5.7), so that the bytes are those in the text.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from helpers.net.parties import finish, spawn
from helpers.net.place import Place
from helpers.net.registry import registry
from helpers.net.server import Server
from helpers.net.settle import settle
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import parse_request_head, parse_response_head, serialize
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.handshake import accept, check_response, client_request

__all__ = ["CASES", "KEY", "MASK", "Trial", "chatter", "dial", "frames", "in_words", "last_words", "masked", "plain",
           "welcome"]  # fmt: skip

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
MASK = bytes.fromhex("37fa213d")
LIMIT = 2**20  # bytes of one frame
LINGER = 1.0  # s that last words may take

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


# ---- the handshakes ----


async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server's half of the handshake."""
    request = parse_request_head(await reader.readuntil(b"\r\n\r\n"))
    writer.write(serialize(accept(request)))


async def dial(wire: Place, *, path: str = "/chat") -> Streams:
    """A client's half: two streams that carry frames. They are closed when their cell is run again."""
    reader, writer = await asyncio.open_connection(wire.host, wire.port)
    spawn(f"client of {wire.name}", _stay(writer))
    writer.write(client_request("127.0.0.1", path, key=KEY))
    check_response(parse_response_head(await reader.readuntil(b"\r\n\r\n")), KEY)
    return reader, writer


async def _stay(writer: asyncio.StreamWriter) -> None:
    try:
        with suppress(OSError):
            await writer.wait_closed()  # by anybody
    finally:
        writer.close()


# ---- frames ----


def masked(payload: bytes, opcode: int = Opcode.TEXT, *, fin: bool = True, key: bytes | None = MASK) -> bytes:
    """A frame as a client sends it; without a key, as it must not."""
    return Frame(fin, opcode, payload, mask_key=key).serialize()


def plain(payload: bytes, opcode: int = Opcode.TEXT, *, fin: bool = True) -> bytes:
    """A frame as a server sends it."""
    return Frame(fin, opcode, payload).serialize()


async def frames(reader: asyncio.StreamReader, limit: int = LIMIT) -> AsyncIterator[Frame]:
    """The frames of a stream, each when it is whole; 1009 for one of more than ``limit`` bytes."""
    buffer = b""
    while read := await reader.read(65536):
        buffer += read
        while (found := Frame.parse(buffer)) is not None:
            frame, size = found
            buffer = buffer[size:]
            yield frame
        if len(buffer) > limit:
            raise RemoteProtocolError(f"a frame of more than {limit} bytes", close_code=1009)


async def last_words(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """End our half of TCP, and read until the peer has ended its own, for a second at most.

    Closing while bytes wait unread makes the system send RST, and what we said last may never be read.
    """
    with suppress(OSError, TimeoutError):
        writer.write_eof()
        async with asyncio.timeout(LINGER):
            while await reader.read(65536):
                pass
    writer.close()


async def chatter(wire: Place, *writes: bytes, path: str = "/chat") -> None:
    """A client that writes, reads whatever comes, and hangs up last."""
    reader, writer = await dial(wire, path=path)
    for data in writes:
        writer.write(data)
    while await reader.read(65536):
        pass
    writer.close()


# ---- the trial ----

HALVES = (masked(b"Hel", fin=False), masked(b"lo", Opcode.CONTINUATION))
CASES: dict[str, Sequence[bytes]] = {
    "a short text": [masked(b"Hello")],
    "two texts in one read": [masked(b"one") + masked(b"two")],
    "a text in two reads": [masked(b"Hello")[:8], masked(b"Hello")[8:]],
    "200 bytes": [masked(b"x" * 200)],
    "a ping": [masked(b"still there?", Opcode.PING)],
    "bytes, not text": [masked(b"\x00\x01", Opcode.BINARY)],
    "two fragments": [b"".join(HALVES)],
    "a ping between fragments": [HALVES[0] + masked(b"", Opcode.PING) + HALVES[1]],
    "a close": [masked((1000).to_bytes(2, "big"), Opcode.CLOSE)],
    "a text that is not UTF-8": [masked(b"caf\xe9")],
    "no mask": [masked(b"Hello", key=None)],
    "an opcode that nobody defined": [masked(b"Hello", 3)],
}


def in_words(data: bytes) -> str:
    """Frames in a few words: ``“Hello, all” + pong``."""
    said = []
    while (found := Frame.parse(data)) is not None:
        frame, size = found
        data = data[size:]
        text = frame.payload.decode(errors="replace")
        code = int.from_bytes(frame.payload[:2], "big")
        words: dict[int, str] = {Opcode.TEXT: f"“{text[:10]}”", Opcode.CLOSE: f"close {code}"}
        said.append(words.get(frame.opcode, "pong"))
    return " + ".join(said) or "silence"


class Trial:
    """Puts servers to the same cases, one after another, and prints what has changed."""

    def __init__(self) -> None:
        self.results: dict[str, dict[str, str]] = {}

    async def __call__(self, name: str, server: Server) -> None:
        """Try ``server`` on every case; lines that are as they were for the server before are left out."""
        before = list(self.results.values())[-1] if self.results and name not in self.results else {}
        outcomes = {case: await finish(self.outcome(server, reads)) for case, reads in CASES.items()}
        self.results[name] = outcomes
        for case, now in outcomes.items():
            if before.get(case) != now:
                print(f"{case:30} {before.get(case, ''):>24} → {now}")

    async def outcome(self, server: Server, reads: Sequence[bytes]) -> str:
        """What comes back over a fresh connection, or how the server broke."""
        logged = len(server.log)
        reader, writer = await dial(server)
        answer = b""
        with suppress(OSError):  # a server that broke may have hung up already
            for data in reads:
                writer.write(data)
                await settle()  # the server reads this before the next is written
            writer.write_eof()
            answer = await reader.read()
        writer.close()
        registry().crashes.seen(*registry().crashes.of(server.name))  # the line below says it
        broken = [line for line in server.log[logged:] if line.startswith("connection ended")]
        return broken[0].split()[3].rstrip(":") if broken else in_words(answer)
