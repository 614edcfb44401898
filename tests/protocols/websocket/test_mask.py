from random import Random

import pytest

from helpers.protocols.websocket.mask import rotated, unmask


def byte_by_byte(payload, key):
    return bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))


def test_the_example_of_the_rfc():
    assert unmask(bytes.fromhex("7f9f4d5158"), bytes.fromhex("37fa213d")) == b"Hello"


def test_byte_by_byte_for_every_length():
    random = Random(1)
    for size in range(40):
        payload, key = random.randbytes(size), random.randbytes(4)
        masked = byte_by_byte(payload, key)
        assert unmask(payload, key) == masked
        for at in range(size):
            assert unmask(payload[at:], rotated(key, at)) == masked[at:]


@pytest.mark.parametrize("size", [*range(4090, 4102), 65_537])
def test_long_payloads_go_another_way_to_the_same_bytes(size):
    random = Random(size)
    payload, key = random.randbytes(size), random.randbytes(4)
    masked = byte_by_byte(payload, key)
    assert unmask(payload, key) == masked
    assert unmask(payload[3:], rotated(key, 3)) == masked[3:]
    assert unmask(bytearray(payload), key) == masked


def test_a_key_that_begins_at_its_beginning_is_not_turned():
    key = b"\x01\x02\x03\x04"
    assert rotated(key, 0) is rotated(key, 8) is key
