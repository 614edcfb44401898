"""The frame box's judge against its oracle: Python's own ``Connection``, for every header there is.

The judge is JavaScript and runs here in Node, from its source, without the bundle.
"""

import hashlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.protocols.websocket.close import close_payload
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Closed, Failed, Ping, Pong, Text
from helpers.protocols.websocket.frames import Frame, parse_header
from helpers.protocols.websocket.states import State
from helpers.vocabulary import Side

DRIVER = Path(__file__).with_name("framebox_judge.mjs")
KEY = bytes.fromhex("37fa213d")
MASK = bytes.fromhex("01020304")  # of a client's answers
DATA = (0, 1, 2)


def ask(**question):
    """What the judge says, one line a stream."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js 20: https://nodejs.org")
    run = subprocess.run(
        [node, str(DRIVER)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split("\n")


def outcome(role, data):
    """The same line, from the oracle."""
    peer = Connection(role, mask_source=lambda: MASK)
    peer.receive_data(data)
    said = [f"{line}:{peer.bytes_to_send().hex()}" for line in map(told, peer.events())]
    if peer.state is State.OPEN:
        missing, unfinished = rest(data)
        said += [f"missing:{missing}", *["unfinished"] * unfinished]
    state = {State.OPEN: "open", State.CLOSED: "closed", State.FAILED: "failed"}[peer.state]
    line = " ".join([*said, state])
    return line if len(line) <= 300 else hashlib.sha1(line.encode()).hexdigest()


def told(event):
    match event:
        case Text(data):
            return f"text:0:{data.encode().hex()}"
        case Binary(data):
            return f"binary:0:{data.hex()}"
        case Ping(payload) | Pong(payload):
            return f"{type(event).__name__.lower()}:0:{payload.hex()}"
        case Closed(code, reason) | Failed(code, reason):
            return f"{type(event).__name__.lower()}:{code}:{reason.encode().hex()}"


def rest(data):
    """How many bytes of a frame are missing, and whether a message is: both from the public header parser."""
    at, unfinished = 0, False
    while at < len(data):
        header = parse_header(data[at:])
        if header is None:
            start = data[at : at + 2]
            size = (
                2 + {126: 2, 127: 8}.get(start[1] & 0x7F, 0) + (start[1] >> 7) * 4 if len(start) == 2 else 2
            )
            return size - len(data[at:]), unfinished
        at += header.size + header.length
        if header.opcode in DATA:
            unfinished = not header.fin or at > len(data)
    return at - len(data), unfinished


def fitting(second):
    """What completes a frame with this second byte: its length in full, its key, its payload."""
    size = {126: 126, 127: 65536}.get(second & 0x7F, second & 0x7F)
    extended = {126: b"\x00\x7e", 127: (65536).to_bytes(8, "big")}.get(second & 0x7F, b"")
    # As a close frame's payload it begins with code 1000; as text it is no text, from "\x03\xe8" on.
    payload = (close_payload(1000) + b"x" * size)[:size]
    if not second & 0x80:
        return extended + payload
    return extended + Frame(True, 2, payload, mask_key=KEY).serialize()[-size - 4 :]


def text(second):
    """The same with a payload of ASCII: a text message, and a close code (0x7878) that nobody may send."""
    size = {126: 126, 127: 65536}.get(second & 0x7F, second & 0x7F)
    extended = {126: b"\x00\x7e", 127: (65536).to_bytes(8, "big")}.get(second & 0x7F, b"")
    key = KEY if second & 0x80 else b""
    return extended + (
        Frame(True, 2, b"x" * size, mask_key=key or None).serialize()[-size - len(key) :] if size else key
    )


FRAGMENT = {
    Side.SERVER: Frame(False, 1, b"Hel", mask_key=KEY).serialize(),
    Side.CLIENT: Frame(False, 1, b"Hel").serialize(),
}
TAILS = {
    "nothing": lambda _: b"",
    "a whole frame, with code 1000": fitting,
    "a whole frame of text": text,
    "eight zeros": lambda _: bytes(8),
    "a length of 2 MiB": lambda _: (2**21).to_bytes(8, "big") + KEY + b"abc",
    "a length with its first bit set": lambda _: b"\xff" * 12 + b"\xc3",
}


# The default run takes the two that meet every rule of the first two bytes; the rest takes 20 s.
FEW = ("nothing", "a whole frame, with code 1000")


@pytest.mark.parametrize("role", Side)
@pytest.mark.parametrize(
    "tail", [pytest.param(one, marks=() if one in FEW else pytest.mark.slow) for one in TAILS]
)
def test_judges_all_65536_headers_as_the_oracle_does(role, tail):
    tails = [TAILS[tail](second) for second in range(256)]
    agree(role, b"", tails)


# Of the second byte its key and its lengths: none, in it, and written behind it.
LENGTHS = [key | length for key in (0, 0x80) for length in (0, 1, 5, 125, 126, 127)]


@pytest.mark.parametrize("role", Side)
@pytest.mark.parametrize("seconds", [LENGTHS, pytest.param(range(256), marks=pytest.mark.slow)], ids=len)
def test_judges_headers_inside_a_fragmented_message_as_the_oracle_does(role, seconds):
    agree(role, FRAGMENT[role], [text(second) for second in range(256)], seconds)


def agree(role, prefix, tails, seconds=range(256)):
    """On each first byte, with some second bytes."""
    judged = ask(role=role.value, prefix=prefix.hex(), tails=[tail.hex() for tail in tails])
    assert len(judged) == 65536
    differing = [
        (prefix + bytes([first, second]), line, expected)
        for first in range(256)
        for second in seconds
        for tail in [tails[second]]
        if (line := judged[first << 8 | second])
        != (expected := outcome(role, prefix + bytes([first, second]) + tail))
    ]
    assert differing[:5] == []


def streams(role, seed, count):
    """Frames in a row, mostly legal, cut and flipped here and there."""
    source = random.Random(seed)
    payloads = [
        b"",
        b"Hello",
        "Grüße 🙂".encode(),
        b"\xf0\x9f",
        b"\x99\x82",
        b"\xed\xa0\x80",
        b"\x03\xe8bye",
        b"\x03\xe8\xff",
    ]
    payloads += [b"\x03", b"\x03\xed", b"\x0f\xa0", b"x" * 126, b"\xef\xbb\xbfBOM"]
    for _ in range(count):
        stream = bytearray()
        for _ in range(source.randrange(1, 5)):
            key = source.randbytes(4) if (role is Side.SERVER) ^ (source.random() < 0.02) else None
            opcode = source.choice((0, 0, 1, 1, 1, 2, 8, 9, 10))
            frame = Frame(opcode > 7 or source.random() < 0.6, opcode, source.choice(payloads), mask_key=key)
            stream += frame.serialize()
        if source.random() < 0.3:
            stream[source.randrange(len(stream))] ^= 1 << source.randrange(8)
        yield bytes(stream[: source.randrange(len(stream) + 1)] if source.random() < 0.3 else stream)


@pytest.mark.parametrize("role", Side)
def test_judges_streams_of_frames_as_the_oracle_does(role):
    asked = list(streams(role, "frames", 5000))
    judged = ask(role=role.value, streams=[stream.hex() for stream in asked])
    expected = [outcome(role, stream) for stream in asked]
    assert [pair for pair in zip(asked, judged, expected, strict=True) if pair[1] != pair[2]][:5] == []


# Every code that a rule speaks of, and one in each of the pages of 256 beyond.
CODES = [*range(5100), *range(5100, 65536, 251), 65535]


@pytest.mark.parametrize("codes", [CODES, pytest.param(range(65536), marks=pytest.mark.slow)], ids=len)
def test_judges_every_close_code_as_the_oracle_does(codes):
    asked = [Frame(True, 8, code.to_bytes(2, "big"), mask_key=KEY).serialize() for code in codes]
    judged = ask(role="server", streams=[stream.hex() for stream in asked])
    assert judged == [outcome(Side.SERVER, stream) for stream in asked]


@pytest.mark.parametrize("role", Side)
def test_judges_every_length_at_its_edges_as_the_oracle_does(role):
    mask, key = (0x80, KEY) if role is Side.SERVER else (0, b"")
    lengths = [
        0,
        1,
        124,
        125,
        126,
        127,
        65534,
        65535,
        65536,
        2**20 - 1,
        2**20,
        2**20 + 1,
        2**63 - 1,
        2**63,
        2**64 - 1,
    ]
    asked = [
        bytes([first, mask | short]) + (length % 256**size).to_bytes(size, "big") + key + b"x" * 20
        for first in (0x82, 0x02, 0x80)
        for short, size in [(126, 2), (127, 8)]
        for length in lengths
    ]
    judged = ask(role=role.value, streams=[stream.hex() for stream in asked])
    assert judged == [outcome(role, stream) for stream in asked]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536])
@pytest.mark.parametrize("key", [None, KEY])
def test_writes_frames_as_the_oracle_does(size, key):
    payload = bytes(range(256)) * (size // 256 + 1)
    frames = [
        Frame(fin, opcode, payload[:size], rsv, key)
        for fin in (True, False)
        for opcode in (1, 15)
        for rsv in (0, 5)
    ]
    asked = [
        {
            "fin": one.fin,
            "rsv": one.rsv,
            "opcode": one.opcode,
            "payload": one.payload.hex(),
            "key": key and key.hex(),
            "form": 0,
        }
        for one in frames
    ]
    assert ask(frames=asked) == [one.serialize().hex() for one in frames]


def test_writes_a_length_in_a_longer_form_when_asked():
    asked = [
        {"fin": True, "rsv": 0, "opcode": 1, "payload": "48", "key": None, "form": form}
        for form in (7, 16, 64)
    ]
    assert ask(frames=asked) == ["810148", "817e000148", "817f000000000000000148"]
