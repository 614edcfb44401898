"""Traces written by hand, one for each thing a wire view has to show."""

import base64
import hashlib
import zlib

from helpers.trace import Arrival, Release, Trace
from helpers.vocabulary import Ending, Side

CLIENT, SERVER = Side.CLIENT, Side.SERVER
KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
MASK = bytes.fromhex("37fa213d")


def request(target: bytes = b"/chat", *headers: bytes) -> bytes:
    lines = [
        b"GET " + target + b" HTTP/1.1",
        b"Host: 127.0.0.1:50123",
        b"Upgrade: websocket",
        b"Connection: Upgrade",
    ]
    lines += [b"Sec-WebSocket-Key: " + KEY, b"Sec-WebSocket-Version: 13", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def response(*headers: bytes) -> bytes:
    accept = base64.b64encode(hashlib.sha1(KEY + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    lines = [b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade"]
    return b"\r\n".join([*lines, b"Sec-WebSocket-Accept: " + accept, *headers]) + b"\r\n\r\n"


def frame(
    opcode: int, payload: bytes, *, fin: bool = True, masked: bool = False, rsv1: bool = False
) -> bytes:
    first = opcode | 0x80 * fin | 0x40 * rsv1
    size = len(payload)
    length = bytes([min(size, 125) | 0x80 * masked])
    if size > 125:
        length = bytes([126 | 0x80 * masked]) + size.to_bytes(2, "big")
    if size > 65_535:
        length = bytes([127 | 0x80 * masked]) + size.to_bytes(8, "big")
    if not masked:
        return bytes([first]) + length + payload
    return bytes([first]) + length + MASK + bytes(b ^ MASK[i % 4] for i, b in enumerate(payload))


class Script:
    """Writes a trace: ``say`` arrives and, unless held, passes at once."""

    def __init__(self) -> None:
        self.now = 100.0
        self.trace = Trace(clock=lambda: self.now)
        self.sent: dict[tuple[int, Side], int] = {}

    def say(self, side, *reads, connection=0, wait=0.001, held=False, ending=None, fault="", data=None):
        start = self.sent.get((connection, side), 0)
        for read in reads or [b""]:
            self.now += wait
            self.trace.append(Arrival(connection, side, self.now, read, None if reads else ending))
        end = self.sent[connection, side] = start + sum(map(len, reads))
        release = Release(
            connection, side, self.now + 0.0002, start, end, fault, data, None if reads else ending
        )
        if not held:
            self.trace.append(release)
        return release

    def inject(self, side, data, *, connection=0):
        at = self.sent.get((connection, side), 0)
        self.trace.append(Release(connection, side, self.now, at, at, "inject", data))


def opened(*, connection=0, script=None, headers=()):
    script = script or Script()
    script.say(CLIENT, request(b"/chat", *headers), connection=connection)
    script.say(SERVER, response(), connection=connection, wait=0.0018)
    return script


def hello() -> Script:
    """The handshake, a message, and two that wait at the tap."""
    script = opened()
    script.say(CLIENT, frame(1, b"Hello", masked=True), wait=0.0043)
    script.say(SERVER, frame(1, b"Hello, all"), held=True)
    script.say(SERVER, frame(9, b""), held=True)
    return script


def fragments() -> Script:
    """A message in three fragments with a ping between, the last in two reads; then the close."""
    script = opened()
    script.say(CLIENT, frame(1, "Grüße ".encode(), fin=False, masked=True))
    script.say(SERVER, frame(9, b"still there?"))
    script.say(CLIENT, frame(10, b"still there?", masked=True))
    script.say(CLIENT, frame(0, b"from the ", fin=False, masked=True))
    last = frame(0, b"other end of the wire", masked=True)
    script.say(CLIENT, last[:9], last[9:])
    script.say(SERVER, frame(8, b"\x03\xe8done"))
    script.say(CLIENT, frame(8, b"\x03\xe8done", masked=True))
    script.say(SERVER, ending=Ending.EOF)
    script.say(CLIENT, ending=Ending.EOF)
    return script


def several() -> Script:
    """Three clients in one room."""
    script = Script()
    for connection in range(3):
        opened(connection=connection, script=script)
    for connection, word in enumerate([b"hi", b"hello", b"good evening"]):
        script.say(CLIENT, frame(1, word, masked=True), connection=connection)
        for other in range(3):
            script.say(SERVER, frame(1, word), connection=other, wait=0.0002, held=connection == 2)
    return script


def faults() -> Script:
    """Tampered, injected, delayed, cut; then a reset."""
    script = opened()
    script.say(CLIENT, frame(1, b"Hello", masked=True), fault="tamper", data=frame(1, b"Hullo", masked=True))
    script.inject(SERVER, frame(1, b"I was never sent"))
    script.say(SERVER, frame(1, b"late"), fault="delay")
    script.say(CLIENT, frame(2, bytes(range(40)), masked=True)[:20], held=True)
    script.say(SERVER, frame(1, b"lost"), fault="cut")
    script.say(SERVER, ending=Ending.RESET)
    return script


def inflated() -> Script:
    """A compressed message, and a JSON body in an ordinary response."""
    script = Script()
    extension = b"Sec-WebSocket-Extensions: permessage-deflate"
    script.say(CLIENT, request(b"/feed", extension))
    script.say(SERVER, response(extension))
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"tick " * 30) + packer.flush(zlib.Z_SYNC_FLUSH)
    script.say(SERVER, frame(1, packed[:-4], rsv1=True))
    return script


def chunked() -> Script:
    """A body in chunks, one of them in two reads; then a compressed one."""
    script = Script()
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    script.say(CLIENT, b"GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
    script.say(SERVER, head + b"Content-Type: text/plain\r\n\r\n")
    script.say(SERVER, b"c\r\nwhatever wa", b"s \r\n")
    script.say(SERVER, b"9\r\nsaid here\r\n", b"0\r\n\r\n")
    packed = zlib.compress(b"in a chunk " * 30, wbits=31)
    script.say(CLIENT, b"GET /packed HTTP/1.1\r\nHost: a\r\n\r\n")
    script.say(SERVER, head + b"Content-Encoding: gzip\r\n\r\n")
    script.say(SERVER, b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed))
    return script


def long(arrivals: int) -> Script:
    """As many reads as asked: a busy chat."""
    script = opened()
    for number in range(arrivals - 2):
        side = SERVER if number % 3 else CLIENT
        script.say(
            side, frame(1, b'{"n": %d, "text": "message"}' % number, masked=side is CLIENT), wait=0.0001
        )
    return script
