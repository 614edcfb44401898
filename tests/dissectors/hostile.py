"""Scripts of connections for the property tests: valid ones from building blocks, then mutated. Seeded, fast."""

import zlib
from random import Random

from helpers.protocols.websocket.frames import Frame
from helpers.vocabulary import Side

CLIENT, SERVER = Side.CLIENT, Side.SERVER

UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SWITCH = b"HTTP/1.1 101 S\r\nUpgrade: websocket\r\n\r\n"
SWITCH_DEFLATE = SWITCH[:-2] + b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
REQUESTS = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"HEAD /a HTTP/1.1\r\nA: b\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\n\r\nxyz",
    b"\r\nGET / HTTP/1.0\r\nUpgrade: x\r\n\r\n",
    UPGRADE,
]
RESPONSES = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":[1]}',
    b"HTTP/1.1 200 OK\r\n\r\nuntil close",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 N\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a\r\nx\r\n0\r\nT: v\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
    SWITCH,
    SWITCH_DEFLATE,
]
PAYLOADS = [
    b"",
    b"a",
    b"Hello",
    "grüß".encode(),
    b'{"a":1}',
    b"\xed\xa0\x80",
    b"\x03\xe8bye",
    b"\x03",
    bytes(130),
]
PAYLOADS += [zlib.compress(b"Hello")[2:-4], bytes.fromhex("f248cdc9c90700"), b"\x00"]


def frame(random: Random) -> bytes:
    """Any frame, mostly legal."""
    opcode = random.choice((0, 1, 1, 2, 8, 9, 10, 10, random.randrange(16)))
    key = random.randbytes(4) if random.random() < 0.5 else None
    rsv = random.choice((0, 0, 0, 4, random.randrange(8)))
    return Frame(random.random() < 0.7, opcode, random.choice(PAYLOADS), rsv, key).serialize()


def mutated(data: bytes, random: Random) -> bytes:
    """A few bytes changed, lost, doubled, or new."""
    for _ in range(random.choice((0, 0, 1, 1, 2, 5))):
        at = random.randrange(len(data) + 1)
        what = random.randrange(4)
        if what == 0:
            data = data[:at] + random.randbytes(1) + data[at + 1 :]
        elif what == 1:
            data = data[:at] + data[at + random.randrange(5) :]
        elif what == 2:
            data = data[:at] + data[at : at + 8] + data[at:]
        else:
            data = (
                data[:at]
                + random.choice((b"\r\n", b"\n", b"\r", b" ", b"0", b":", b"\x00", b"\xff"))
                + data[at:]
            )
    return data


def frames_script(random: Random) -> list[tuple[Side, bytes]]:
    """A connection that speaks WebSocket already."""
    side = random.choice((CLIENT, SERVER))
    data = b"".join(frame(random) for _ in range(random.randint(1, 2)))
    return [(side, mutated(data, random))]


def raw_script(random: Random) -> list[tuple[Side, bytes]]:
    """A few random bytes from one side."""
    alphabet = random.choice((b"GET /HTP1.20\r\n:", bytes(range(256))))
    size = random.randint(1, 24)
    return [(random.choice((CLIENT, SERVER)), bytes(random.choices(alphabet, k=size)))]


def http_script(random: Random) -> list[tuple[Side, bytes]]:
    """A request and a response, perhaps frames after them, perhaps endings."""
    request = mutated(random.choice(REQUESTS), random)
    response = mutated(random.choice(RESPONSES), random)
    script = [(CLIENT, request), (SERVER, response)]
    if random.random() < 0.3:
        script += [(CLIENT, frame(random)), (SERVER, frame(random))]
    if random.random() < 0.2:
        script.reverse()
    if random.random() < 0.5:
        script += [(side, b"") for side in random.sample((CLIENT, SERVER), random.randint(1, 2))]
    return script


def websocket_script(random: Random) -> list[tuple[Side, bytes]]:
    """A handshake, then frames of both sides, with or without compression."""
    data = b"".join(frame(random) for _ in range(3))
    answer = random.choice((SWITCH, SWITCH_DEFLATE)) + b"".join(frame(random) for _ in range(3))
    return [(CLIENT, UPGRADE + mutated(data, random)), (SERVER, mutated(answer, random)), (SERVER, b"")]
