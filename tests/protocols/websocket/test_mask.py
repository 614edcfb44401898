from random import Random

from helpers.protocols.websocket.mask import rotated, unmask


def test_the_example_of_the_rfc():
    assert unmask(bytes.fromhex("7f9f4d5158"), bytes.fromhex("37fa213d")) == b"Hello"


def test_byte_by_byte_for_every_length():
    random = Random(1)
    for size in range(40):
        payload, key = random.randbytes(size), random.randbytes(4)
        masked = bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))
        assert unmask(payload, key) == masked
        for at in range(size):
            assert unmask(payload[at:], rotated(key, at)) == masked[at:]
