from itertools import product

import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.utf8 import Utf8Validator, may_continue

TEXT = "aµ€\ud7ff\ue000\U00010000\U0010ffff".encode()


def test_every_split_of_a_text():
    for at in range(len(TEXT) + 1):
        for then in range(at, len(TEXT) + 1):
            validator = Utf8Validator()
            pieces = [validator.receive_data(piece) for piece in (TEXT[:at], TEXT[at:then], TEXT[then:])]
            validator.end()
            assert "".join(pieces) == TEXT.decode()


def begins_a_character(rest):
    """By trial: some bytes behind it make it a character."""
    edges = (0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF)
    for more in range(1, 4):
        for tail in product(edges, repeat=more):
            try:
                if len((rest + bytes(tail)).decode()) == 1:
                    return True
            except UnicodeDecodeError:
                pass
    return False


def test_the_table_agrees_with_python():
    interesting = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
    for first in (*range(0x7E, 0x82), *range(0xBE, 0xC4), *range(0xDE, 0x100)):
        assert may_continue(bytes([first])) == begins_a_character(bytes([first])), hex(first)
        for rest in [*product(interesting, repeat=1), *product(interesting, repeat=2)]:
            data = bytes([first, *rest])
            assert may_continue(data) == begins_a_character(data), data.hex(" ")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"a", b"\x80"),
        (b"a", b"\xc0"),
        (b"a", b"\xff"),
        (b"\xc3", b"\x28"),
        (b"\xe0", b"\x80"),
        (b"\xed", b"\xa0"),  # a surrogate shows with its second byte
        (b"\xf0", b"\x8f"),
        (b"\xf4", b"\x90"),  # as does what is above U+10FFFF
        (b"\xf0\x9f\x98", b"\x41"),
    ],
)
def test_fails_at_the_first_impossible_byte(good, bad):
    validator = Utf8Validator()
    validator.receive_data(good)
    with pytest.raises(RemoteProtocolError, match="is not UTF-8") as caught:
        validator.receive_data(bad)
    assert caught.value.close_code == 1007


def test_a_text_must_not_end_inside_a_character():
    validator = Utf8Validator()
    validator.receive_data(b"a\xe2\x82")
    with pytest.raises(RemoteProtocolError, match="ends inside a character: e2 82"):
        validator.end()
