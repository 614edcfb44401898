"""The vectors are run in tests/vectors; here are the rules."""

import pytest

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.frames import Frame, Opcode, check_start, parse_header
from helpers.vocabulary import Side

CLIENT, SERVER = Side.CLIENT, Side.SERVER


def test_control_opcodes():
    assert [opcode for opcode in Opcode if opcode.is_control] == [Opcode.CLOSE, Opcode.PING, Opcode.PONG]


def test_a_header_waits_for_every_byte():
    header = bytes.fromhex("82ff0000000000010000") + b"abcd"
    assert [parse_header(header[:size]) for size in range(len(header))] == [None] * len(header)
    assert parse_header(header).length == 65536


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("827e007d", "length 125 takes 2 bytes, fewer do"),
        ("827f000000000000ffff", "length 65535 takes 8 bytes, fewer do"),
        ("827f8000000000000000", "most significant bit"),
    ],
)
def test_lengths_that_are_refused(header, reason):
    with pytest.raises(RemoteProtocolError, match=reason) as caught:
        parse_header(bytes.fromhex(header))
    assert caught.value.close_code == 1002


@pytest.mark.parametrize(
    ("start", "sender", "reason"),
    [
        ("c100", SERVER, "reserved bits 100"),
        ("b100", SERVER, "reserved bits 011"),
        ("8300", SERVER, "reserved opcode 3"),
        ("8f00", SERVER, "reserved opcode 15"),
        ("887e", SERVER, "more than 125 bytes"),
        ("0900", SERVER, "fragmented control frame"),
        ("8100", CLIENT, "not masked"),
        ("8180", SERVER, "masked"),
    ],
)
def test_what_two_bytes_show(start, sender, reason):
    with pytest.raises(RemoteProtocolError, match=reason) as caught:
        check_start(bytes.fromhex(start), sender)
    assert caught.value.close_code == 1002


def test_bits_that_an_extension_claims():
    check_start(b"\xc1\x00", SERVER, rsv_allowed=0b100)
    with pytest.raises(RemoteProtocolError, match="on a control frame"):
        check_start(b"\xc9\x00", SERVER, rsv_allowed=0b100)


def test_all_pairs_of_first_bytes_are_judged():
    legal = 0
    for first in range(256):
        for second in range(256):
            for sender in Side:
                try:
                    check_start(bytes([first, second]), sender)
                    legal += 1
                except RemoteProtocolError:
                    pass
    # each side: 3 data opcodes, final or not, 128 lengths; 3 control opcodes, final, 126 lengths
    assert legal == 2 * (3 * 2 * 128 + 3 * 126)


def test_a_frame_that_must_not_be_sent():
    Frame(True, Opcode.TEXT, b"Hello").check(SERVER)
    with pytest.raises(LocalProtocolError, match="not masked") as caught:
        Frame(True, Opcode.TEXT, b"Hello").check(CLIENT)
    assert caught.value.close_code == 1002


def test_a_key_that_fits_no_header():
    for frame in (Frame(True, Opcode.TEXT, b"Hello", mask_key=b"abc"), Frame(True, Opcode.PING, b"", 0, b"")):
        with pytest.raises(LocalProtocolError, match=r"a masking key of [03] bytes, it has 4"):
            frame.serialize()
        with pytest.raises(LocalProtocolError, match=r"a masking key of [03] bytes"):
            frame.check(CLIENT)


def test_a_frame_is_its_log_line():
    assert str(Frame(True, Opcode.TEXT, b"Hello")) == "TEXT fin 5 bytes b'Hello'"
    assert str(Frame(False, 3, b"x" * 33)) == f"opcode 3 33 bytes b'{'x' * 32}'…"
