"""Any frames, legal or not, and any bytes for them: fields that tile, the same at every split, no exception."""

from random import Random

import hpack
import pytest

from helpers.protocols.http2.codes import FrameType
from helpers.protocols.http2.frames import Unknown
from helpers.protocols.http2.header import PREFACE
from tests.dissectors.hostile import mutated
from tests.dissectors.tiling import check_connection, split
from tests.protocols.http2.http2_samples import CLIENT, GET, NDJSON, OK, POST, SERVER, SSE, bytes_of

LISTS = [GET, POST, OK, SSE, NDJSON, [("x", "y")], [("X", " y ")], [(":status", "100")]]
CONTENTS = [b"", b"a", b'{"a": 1}', b"data: a\n\nda", b"ta: b\n\n", b"\xc3", bytes(300)]


def payload(kind, random, encoder):
    """Something for a frame of this type, mostly legal."""
    match kind:
        case FrameType.DATA:
            return random.choice(CONTENTS)
        case FrameType.HEADERS | FrameType.CONTINUATION:
            return encoder.encode(random.choice(LISTS))
        case FrameType.SETTINGS:
            pairs = [
                (random.randrange(10), random.choice((0, 1, 100, 65_535, 2**31)))
                for _ in range(random.randrange(3))
            ]
            return b"".join(key.to_bytes(2, "big") + value.to_bytes(4, "big") for key, value in pairs)
        case FrameType.PUSH_PROMISE:
            return bytes([0, 0, 0, random.randrange(8)]) + encoder.encode(GET)
        case FrameType.PING | FrameType.GOAWAY:
            return bytes(random.choice((8, 8, 8, 9)))
        case FrameType.PRIORITY:
            return bytes(5)
        case _:
            return bytes([random.choice((0, 0, 0x80)), 0, random.randrange(256), random.randrange(9)])


def frame(random, encoder):
    kind = random.choice(
        (*FrameType, FrameType.DATA, FrameType.HEADERS, FrameType.HEADERS, random.randrange(256))
    )
    data = payload(kind, random, encoder)
    flags = random.choice((0, 4, 4, 4, 5, random.randrange(256)))
    if flags & 8:
        data = bytes([random.choice((0, 2, 250))]) + data + bytes(2)
    connection = kind in (FrameType.SETTINGS, FrameType.PING, FrameType.GOAWAY, FrameType.PRIORITY_UPDATE)
    stream = 0 if connection else random.choice((1, 1, 3, 3, 2, 0))
    return Unknown(kind, flags, stream, data)


def script(random):
    client, server = hpack.Encoder(), hpack.Encoder()
    found = [(CLIENT, PREFACE + mutated(bytes_of(*[frame(random, client) for _ in range(4)]), random))]
    for _ in range(random.randrange(3)):
        found.append((SERVER, mutated(bytes_of(*[frame(random, server) for _ in range(4)]), random)))
        found.append((CLIENT, mutated(bytes_of(*[frame(random, client) for _ in range(2)]), random)))
    if random.random() < 0.1:
        found[0] = (CLIENT, mutated(found[0][1], random))
    if random.random() < 0.3:
        found += [(SERVER, b""), (CLIENT, b"")]
    return [one for one in found if one[1] or random.random() < 0.3]


def check_many(seed, count):
    random = Random(seed)
    for _ in range(count):
        one = script(random)
        check_connection(one, [list(split(one, random))])
    return count


def test_some_hundred_connections():
    assert check_many(1, 400) == 400


@pytest.mark.slow
def test_twenty_thousand_connections():
    assert sum(check_many(seed, 2000) for seed in range(2, 12)) == 20_000
