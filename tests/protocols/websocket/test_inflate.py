import zlib

import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.inflate import Inflater
from tests.vectors.deflate_vectors import HELLO


def test_without_takeover_each_message_stands_alone():
    inflater = Inflater(takeover=False)
    assert inflater.inflate(HELLO, end=True, limit=9) == b"Hello"
    with pytest.raises(RemoteProtocolError, match="not DEFLATE") as caught:
        inflater.inflate(bytes.fromhex("f200110000"), end=True, limit=9)
    assert caught.value.close_code == 1007


def test_the_limit_is_exact():
    assert Inflater().inflate(HELLO, end=True, limit=5) == b"Hello"
    inflater = Inflater()
    with pytest.raises(RemoteProtocolError, match="more than 4 bytes when inflated") as caught:
        inflater.inflate(HELLO, end=True, limit=4)
    assert caught.value.close_code == 1009
    assert inflater.inflated == b"Hello"


def test_a_bomb_costs_no_memory():
    bomb = zlib.compress(bytes(100_000_000), 9)[2:-4]
    inflater = Inflater()
    with pytest.raises(RemoteProtocolError):
        inflater.inflate(bomb, end=True, limit=1000)
    assert len(inflater.inflated) == 1001


def test_streams_without_end():
    with pytest.raises(RemoteProtocolError, match="more than 64 streams"):
        Inflater().inflate(b"\x03\x00" * 100, end=True, limit=1000)
