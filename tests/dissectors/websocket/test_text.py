"""Text messages that are not UTF-8 (RFC 6455 §8.1): the frame with the first impossible byte says so."""

import pytest

from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.protocols.websocket.frames import Frame
from tests.dissectors.tiling import SERVER, named
from tests.dissectors.websocket.test_frames import KEY, sections

CLOSES = "the receiver must close with 1007."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x81\x03a\xffb", "ff 62 is not UTF-8"),
        (b"\x81\x02\xc0\xaf", "c0 af is not UTF-8"),
        (b"\x81\x03\xed\xa0\x80", "ed a0 80 is not UTF-8"),  # half of a pair
        (b"\x81\x04\xf4\x90\x80\x80", "f4 90 80 80 is not UTF-8"),  # above U+10FFFF
        (b"\x81\x02a\xc3", "the text ends inside a character: c3"),
    ],
)
def test_what_is_no_text(data, reason):
    (section,) = sections(data)
    assert f" Illegal: {reason}; {CLOSES}" in section.field.note
    assert named([section.field], "payload").note.startswith("This should be UTF-8 text, but byte ")


def test_only_text_has_to_be_text():
    for data in (b"\x82\x01\xff", b"\x89\x01\xff", b"\x81\x02\xc3\xa9", b"\x81\x00"):
        assert "Illegal" not in sections(data)[0].field.note


def test_a_masked_one():
    (section,) = sections(Frame(True, 1, b"\xff", mask_key=KEY), side=SERVER.other)
    assert f"Illegal: ff is not UTF-8; {CLOSES}" in section.field.note


def test_the_fragment_at_fault_is_the_one_that_is_marked():
    found = sections(
        Frame(False, 1, b"caf\xc3"),
        Frame(True, 9, b""),
        Frame(False, 0, b"\xa9\xed\xa0"),
        Frame(True, 0, b"\x80\xff"),
    )
    wrong = f" Illegal: ed a0 is not UTF-8; {CLOSES}"
    assert [wrong in section.field.note for section in found] == [False, False, True, False]
    assert (
        named([found[2].field], "payload").note
        == f"A piece of a message; text may even be cut inside a character.{wrong}"
    )
    assert all("1007" not in section.field.note for section in (found[0], found[3]))


def test_a_last_fragment_inside_a_character():
    _, last = sections(Frame(False, 1, b"a"), Frame(True, 0, b"\xe2\x82"))
    wrong = f" Illegal: the text ends inside a character: e2 82; {CLOSES}"
    assert last.field.note.endswith(wrong)
    assert named([last.field], "payload").note.endswith(wrong)


def test_the_next_message_begins_anew():
    _, second, third = sections(b"\x81\x01\xff", b"\x81\x01a", b"\x81\x01\xc3")
    assert "1007" not in second.field.note
    assert "1007" in third.field.note


def test_what_is_no_text_once_inflated():
    codec = Deflate(SERVER, Parameters())
    whole = Frame(True, 1, codec.encode(b"a\xff"), 0b100)
    fragment = codec.encode(b"\xff")
    found = sections(
        whole,
        Frame(False, 1, fragment[:1], 0b100),
        Frame(True, 0, fragment[1:]),
        deflate="permessage-deflate",
    )
    assert [f"is not UTF-8; {CLOSES}" in section.field.note for section in found] == [True, False, True]
    assert "ff is not UTF-8" in named([found[0].field], "payload").note
    assert "ff is not UTF-8" in named([found[2].field], "payload").decoded.fields[0].note
