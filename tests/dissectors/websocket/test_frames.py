import pytest

from helpers.dissectors.websocket.messages import INFLATE_LIMIT
from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.vocabulary import Side
from tests.dissectors.hostile import SWITCH, SWITCH_DEFLATE, UPGRADE
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, check_tiles, dissect, leaves, named
from tests.vectors.deflate_vectors import FRAGMENTS, HELLO

KEY = bytes.fromhex("37fa213d")


def sections(*frames, side=SERVER, deflate=""):
    """The sections of a side's frames after a handshake."""
    switch = SWITCH
    if deflate:
        switch = SWITCH[:-2] + f"Sec-WebSocket-Extensions: {deflate}\r\n\r\n".encode()
    data = b"".join(frame if isinstance(frame, bytes) else frame.serialize() for frame in frames)
    dissector = check_connection([(CLIENT, UPGRADE), (SERVER, switch), (side, data)], [])
    tail = dissector.tail(side)
    return [*dissector.sections(side)[1:], *([tail] if tail else [])]


def labels(*frames, **options):
    return [(section.title, section.summary) for section in sections(*frames, **options)]


def test_a_masked_text():
    (section,) = sections(Frame(True, Opcode.TEXT, b"Hello", mask_key=KEY), side=CLIENT)
    assert (section.title, section.summary) == ("TEXT", "“Hello”")
    frame = section.field
    assert [child.name for child in frame.children] == [
        "fin, rsv, opcode",
        "mask, length",
        "masking key",
        "payload",
    ]
    assert [(bit.name, bit.width, bit.value) for child in frame.children for bit in child.bits] == [
        ("FIN", 1, "1"), ("RSV1", 1, "0"), ("RSV2", 1, "0"), ("RSV3", 1, "0"), ("opcode", 4, "1"),
        ("MASK", 1, "1"), ("length", 7, "5"),
    ]  # fmt: skip
    assert frame.children[2].volatile
    assert frame.children[3].value == "Hello"
    assert frame.children[3].decoded.data == b"Hello"
    assert all(leaf.note and leaf.rfc for leaf in leaves([frame]))


def test_labels():
    assert labels(
        Frame(True, 1, b"Hello"),
        Frame(True, 2, b"abc"),
        Frame(True, 9, b""),
        Frame(True, 10, b"hi"),
        Frame(True, 3, b""),
        Frame(True, 8, b"\x03\xe8bye"),
        Frame(True, 8, b"\x03\xe9"),
        Frame(True, 8, b""),
        Frame(True, 8, b"\x03"),
    ) == [
        ("TEXT", "“Hello”"),
        ("BINARY", "3 bytes"),
        ("PING", ""),
        ("PONG", "“hi”"),
        ("opcode 3", ""),
        ("CLOSE", "1000 “bye”"),
        ("CLOSE", "1001"),
        ("CLOSE", ""),
        ("CLOSE", ""),
    ]


def test_fragments_with_a_ping_in_the_middle():
    found = sections(
        Frame(False, 1, b"caf\xc3"), Frame(True, 9, b""), Frame(False, 0, b""), Frame(True, 0, b"\xa9")
    )
    assert [section.summary for section in found][1:] == ["", "“” …", "… “�”"]
    assert named([found[3].field], "payload").decoded.data == "café".encode()


def test_json_in_place_and_masked():
    (section,) = sections(Frame(True, 1, b'{"user":"ada"}'))
    assert named([section.field], "user").value == '"ada"'
    (section,) = sections(Frame(True, 1, b'{"user":"ada"}', mask_key=KEY), side=CLIENT)
    assert named([section.field], "user").start == 1


def test_an_empty_last_fragment_still_shows_the_message():
    first, last = sections(Frame(False, 2, b"ab"), Frame(True, 0, b""))
    payload = named([last.field], "payload")
    assert (payload.start, payload.decoded.data) == (payload.end, b"ab")
    assert named([first.field], "payload").note.startswith("A piece of a message")


def test_a_compressed_message_in_fragments():
    found = sections(*FRAGMENTS, deflate="permessage-deflate")
    reassembled = named([found[1].field], "payload").decoded
    assert reassembled.data == HELLO
    assert reassembled.fields[0].decoded.data == b"Hello"
    assert [section.summary for section in found] == ["compressed …", "… “Hello”"]


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    "parameters",
    [
        Parameters(),
        Parameters(server_no_context_takeover=True, client_no_context_takeover=True),
        Parameters(server_max_window_bits=9, client_max_window_bits=10),
    ],
)
def test_takeover_and_window_bits(side, parameters):
    codec = Deflate(side, parameters)
    messages = [b"Hello", b"Hello", bytes(range(256)) * 20, b"Hello"]
    key = KEY if side is CLIENT else None
    frames = [Frame(True, 1, codec.encode(message), 0b100, key) for message in messages]
    said = "permessage-deflate"
    if parameters.server_no_context_takeover:
        said += "; server_no_context_takeover; client_no_context_takeover"
    if parameters.server_max_window_bits:
        said += "; server_max_window_bits=9; client_max_window_bits=10"
    name = "compressed data" if key else "payload"
    found = [named([section.field], name) for section in sections(*frames, side=side, deflate=said)]
    assert [field.decoded.data for field in found] == messages


def test_inflating_stops_and_says_so():
    codec = Deflate(SERVER, Parameters())
    bomb = Frame(True, 2, codec.encode(bytes(5 * INFLATE_LIMIT)), 0b100)
    first, second = sections(bomb, Frame(True, 2, codec.encode(b"a"), 0b100), deflate="permessage-deflate")
    payload = named([first.field], "payload")
    assert len(payload.decoded.data) == INFLATE_LIMIT
    assert f"Inflating stopped after {INFLATE_LIMIT} bytes: more than" in payload.note
    assert "Not inflated, since an earlier message could not be" in named([second.field], "payload").note


def test_without_the_extension_a_compressed_message_is_illegal():
    (section,) = sections(Frame(True, 1, HELLO, 0b100))
    assert "Illegal: reserved bits 100" in section.field.children[0].note
    assert (
        sections(Frame(True, 1, b"x"), deflate="x y")[0].summary == "“x”"
    )  # an answer that breaks the grammar
    assert sections(Frame(True, 1, b"x"), deflate="other, permessage-deflate; what")[0].summary == "“x”"


ILLEGAL = [
    ("reserved opcode 3", b"\x83\x00", 0),
    ("reserved bits 010 without an extension", b"\xa1\x00", 0),
    ("a fragmented control frame", b"\x09\x00", 0),
    ("a control frame of more than 125 bytes", b"\x89\x7e\x00\x7e" + bytes(126), 1),
    ("a server's frame that is masked", b"\x81\x80abcd", 1),
    ("length 5 fits into fewer bytes", b"\x81\x7e\x00\x05Hello", 2),
    ("length 5 fits into fewer bytes", b"\x81\x7f" + bytes(7) + b"\x05Hello", 2),
    ("close code 1005 must not be sent", b"\x88\x02\x03\xed", None),
    ("a close code has two bytes", b"\x88\x01\x03", None),
    ("a continuation, but no message was begun", b"\x80\x00", None),
]


@pytest.mark.parametrize(("rule", "data", "at"), ILLEGAL)
def test_what_is_illegal_is_said(rule, data, at):
    (section,) = sections(data)
    assert f"Illegal: {rule}" in section.field.note
    if at is not None:
        assert f"Illegal: {rule}; the receiver must close with 1002." in section.field.children[at].note


def test_an_unmasked_client():
    (section,) = sections(b"\x81\x00", side=CLIENT)
    assert "a client's frame that is not masked" in section.field.children[1].note


def test_a_message_inside_a_message():
    _, second = sections(b"\x01\x00", b"\x81\x00")
    assert "a new message inside a fragmented one" in second.field.note


def test_unfinished_frames():
    data = b"\x82\xff" + (70_000).to_bytes(8, "big") + b"abcd" + b"payload"
    names = ["fin, rsv, opcode", "mask, length", "extended length", "masking key", "incomplete"]
    for size in range(1, len(data) + 1):
        dissector, _ = dissect([(CLIENT, data[:size])], protocol="websocket")
        tail = dissector.tail(CLIENT)
        check_tiles([tail.field], 0, size)
        assert (tail.title, tail.summary) == ("BINARY", "incomplete")
        whole = sum(size >= end for end in (2, 2, 10, 14))
        found = [child.name for child in tail.field.children]
        assert found == names[:whole] + (["incomplete"] if size not in (2, 10, 14) else [])
    assert tail.field.note.endswith("Not all of it came: a frame is not complete.")


def test_both_sides_may_compress():
    script = [(CLIENT, UPGRADE), (SERVER, SWITCH_DEFLATE)]
    script += [
        (CLIENT, Frame(True, 1, HELLO, 4, KEY).serialize()),
        (SERVER, Frame(True, 1, HELLO, 4).serialize()),
    ]
    dissector = check_connection(script, [])
    assert [dissector.sections(side)[1].summary for side in Side] == ["“Hello”", "“Hello”"]
    assert "compressed (RFC 7692" in dissector.sections(SERVER)[1].field.children[0].bits[1].note
