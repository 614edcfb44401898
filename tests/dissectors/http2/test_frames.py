"""Frames explained: every byte of every type, what they did, and which rule they break."""

from random import Random

import pytest

from helpers.dissectors.http2.words import error_meaning, error_name, setting_name, type_meaning, type_section
from helpers.protocols.http2.codes import ErrorCode, Setting
from helpers.protocols.http2.frames import (
    Continuation,
    Data,
    GoAway,
    Headers,
    Ping,
    PriorityUpdate,
    PushPromise,
    RstStream,
    Settings,
    Unknown,
    WindowUpdate,
)
from helpers.protocols.http2.header import PREFACE
from tests.dissectors.tiling import check_connection, dissect, named, split
from tests.protocols.http2.http2_samples import (
    CLIENT,
    GET,
    HELLO,
    OK,
    POST,
    SERVER,
    bytes_of,
    conversation,
    plain,
    some_split,
)

ASK, ANSWER = Headers(1, plain(GET), end_stream=True), Headers(1, plain(OK))


def explained(*frames, side=CLIENT):
    """The last of these frames; the client says hello first, the server to a request for stream 1."""
    before = bytes_of() if side is CLIENT else bytes_of(ASK)
    script = [(CLIENT, HELLO + before), (side, bytes_of(*frames))]
    check_connection(script, [some_split(script)])
    return dissect(script)[1][-1]


def words(*frames, side=CLIENT):
    section = explained(*frames, side=side)
    return f"{section.title} {section.summary}".rstrip()


def test_a_conversation_tiles_and_reads_the_same_at_every_split():
    script = conversation()
    dissector = check_connection(
        script, [list(split(script, random)) for random in (None, Random(1), Random(2))]
    )
    told = {
        side: [f"{one.title} {one.summary}".strip() for one in dissector.sections(side)]
        for side in (CLIENT, SERVER)
    }
    assert told[CLIENT][:9] == [
        "preface PRI * HTTP/2.0",
        "SETTINGS HEADER_TABLE_SIZE 4096, MAX_CONCURRENT_STREAMS 100, INITIAL_WINDOW_SIZE 65535, setting 48879 1",
        "WINDOW_UPDATE +1000",
        "HEADERS …",
        "CONTINUATION …",
        "CONTINUATION … POST /msgs",
        'DATA “{"text": ”',
        'DATA “"hi"}” · END_STREAM',
        "HEADERS GET /msgs · END_STREAM",
    ]
    assert told[SERVER][2:8] == [
        "HEADERS 200",
        'DATA “{"id": 1}”',
        "HEADERS trailers · END_STREAM",
        "PUSH_PROMISE stream 2: GET /msgs",
        "HEADERS 200 · END_STREAM",
        "HEADERS 200",
    ]
    assert [one.unit.stream for one in dissector.sections(SERVER)][2:6] == [1, 1, 1, 3]


def test_the_header_of_a_frame():
    field = explained(Headers(1, plain(GET), end_stream=True)).field
    assert [(leaf.name, leaf.value) for leaf in field.children[:4]] == [
        ("length", str(len(plain(GET)))),
        ("type", "1 · HEADERS"),
        ("flags", "END_STREAM, END_HEADERS"),
        ("stream", "1"),
    ]
    bits = [(bit.name, bit.value) for bit in named([field], "flags").bits]
    assert bits == [
        ("unused", "0"),
        ("unused", "0"),
        ("PRIORITY", "0"),
        ("unused", "0"),
        ("PADDED", "0"),
        ("END_HEADERS", "1"),
        ("unused", "0"),
        ("END_STREAM", "1"),
    ]
    assert named([field], "stream").bits[1].width == 31
    assert "Stream 1, as the client sees it: half-closed (local)." in field.note


@pytest.mark.parametrize(
    ("frame", "said", "name", "value"),
    [
        (Settings(((3, 100),)), "SETTINGS MAX_CONCURRENT_STREAMS 100", "MAX_CONCURRENT_STREAMS", "100"),
        (Settings(((9, 1),)), "SETTINGS NO_RFC7540_PRIORITIES 1", "identifier", "9 · NO_RFC7540_PRIORITIES"),
        (Settings(ack=True), "SETTINGS ACK", "flags", "ACK"),
        (Ping(b"\0" * 8), "PING 00 00 00 00 00 00 00 00", "opaque data", "00 00 00 00 00 00 00 00"),
        (GoAway(5, 2, b"bye"), "GOAWAY INTERNAL_ERROR, last stream 5", "debug data", "bye"),
        (GoAway(5, 99), "GOAWAY error 99, last stream 5", "error code", "error 99"),
        (RstStream(1, 8), "RST_STREAM CANCEL", "error code", "CANCEL"),
        (WindowUpdate(0, 5), "WINDOW_UPDATE +5", "increment", "5"),
        (WindowUpdate(1, 5), "WINDOW_UPDATE +5", "increment", "5"),
        (PushPromise(1, 2, plain(GET)), "PUSH_PROMISE stream 2: GET /msgs", "promised stream", "2"),
        (PushPromise(1, 2, b"", end_headers=False), "PUSH_PROMISE stream 2: …", "flags", "0x00"),
        (Headers(1, plain([(":status", "103")])), "HEADERS 103", "header block", None),
        (Unknown(12, 0, 1, b""), "type 12 0 bytes", "type", "12 · type 12"),
        (Unknown(12, 0, 1, b"ab"), "type 12 2 bytes", "payload", "ab"),
    ],
)
def test_what_the_server_says(frame, said, name, value):
    assert words(frame, side=SERVER) == said
    field = explained(frame, side=SERVER).field
    assert value is None or named([field], name).value == value
    assert "Illegal" not in field.note


def test_what_only_a_client_says():
    assert words(PriorityUpdate(1, b"u=1")) == "PRIORITY_UPDATE stream 1: u=1"
    assert named([explained(PriorityUpdate(1, b"u=1")).field], "priority").value == "u=1"
    assert words(PriorityUpdate(1, b"")) == "PRIORITY_UPDATE stream 1:"
    connect = Headers(1, plain([(":method", "CONNECT"), (":authority", "a:1")]))
    assert words(connect) == "HEADERS CONNECT a:1"


def test_windows_stand_where_they_change():
    assert (
        "Left in the windows: 65532 bytes on stream 1, 65532 on"
        in explained(Headers(1, plain(POST)), Data(1, b"abc")).field.note
    )
    grown = explained(Headers(1, plain(POST)), WindowUpdate(0, 5), side=SERVER)
    assert "The window of the connection is 65540 bytes now." in named([grown.field], "increment").note
    stream = explained(WindowUpdate(1, 5), side=SERVER)
    assert "65540 bytes on stream 1, 65535 on the connection." in named([stream.field], "increment").note


@pytest.mark.parametrize(
    ("frames", "said", "answer"),
    [
        (
            [bytes.fromhex("000003000800000001030000")],
            "DATA malformed: DATA on stream 1, which",
            "GOAWAY, PROTOCOL_ERROR",
        ),
        (
            [Headers(1, plain(POST)), bytes.fromhex("000003000800000001030000")],
            "DATA malformed: 3 bytes of padding in",
            "GOAWAY, PROTOCOL_ERROR",
        ),
        (
            [bytes.fromhex("00000706000000000000000000000000")],
            "PING malformed: PING with 7 bytes",
            "GOAWAY, FRAME_SIZE_ERROR",
        ),
        (
            [bytes.fromhex("000000060000000000")],
            "PING malformed: PING with 0 bytes",
            "GOAWAY, FRAME_SIZE_ERROR",
        ),
        (
            [WindowUpdate(0, 2**31 - 1)],
            "WINDOW_UPDATE malformed: a window of 2147549182",
            "GOAWAY, FLOW_CONTROL_ERROR",
        ),
        (
            [Headers(1, plain(POST)), *[Data(1, bytes(16_384))] * 4],
            "DATA “                                        …” · malformed: 16384 bytes of DATA, where",
            "RST_STREAM on stream 1, FLOW_CONTROL_ERROR",
        ),
        (
            [Headers(1, plain([*GET, ("X", "y")]))],
            "HEADERS GET /msgs · malformed: the name 'X'",
            "RST_STREAM on stream 1, PROTOCOL_ERROR",
        ),
        ([Headers(1, b"\xbe")], "HEADERS malformed: index 62", "GOAWAY, COMPRESSION_ERROR"),
        (
            [Headers(1, b"", end_headers=False), Ping(bytes(8))],
            "PING malformed: PING on stream 0 within the",
            "GOAWAY, PROTOCOL_ERROR",
        ),
        ([Continuation(1, b"x")], "CONTINUATION malformed: CONTINUATION, but no", "GOAWAY, PROTOCOL_ERROR"),
    ],
)
def test_a_broken_rule_is_said_with_its_code(frames, said, answer):
    section = explained(*frames)
    assert f"{section.title} {section.summary}".startswith(said)
    assert f"the receiver must answer with {answer}." in section.field.note


def test_what_cannot_be_read_is_one_leaf():
    assert named([explained(bytes.fromhex("00000706000000000000000000000000")).field], "malformed").start == 9
    broken = explained(Headers(1, b"\x82\xbe\x00\x00"))
    assert [field.name for field in named([broken.field], "header block").children] == [
        "indexed",
        "malformed",
    ]


def test_what_is_not_whole():
    script = [(CLIENT, HELLO + bytes_of(Data(1, b"hello"))[:-2])]
    tail = check_connection(script, [some_split(script)]).tail(CLIENT)
    assert (tail.title, tail.summary) == ("DATA", "incomplete")
    assert tail.field.children[-1].name == "incomplete"
    tail = dissect([(CLIENT, PREFACE[:20])])[0].tail(CLIENT)
    assert (tail.title, tail.field.name) == ("HTTP/2 preface", "preface")
    tail = dissect([(CLIENT, HELLO + b"\0\0")])[0].tail(CLIENT)
    assert tail.title == "HTTP/2 frame"
    wrong = check_connection([(CLIENT, PREFACE[:-1] + b"x")], []).tail(CLIENT)
    assert wrong.summary == "malformed: no preface of HTTP/2: byte 23 is another one"


def test_every_number_has_words():
    for code in ErrorCode:
        assert error_name(code) == code.name
        assert error_meaning(code)
    assert error_meaning(99) == "a code without a meaning: it counts as INTERNAL_ERROR"
    assert [setting_name(key) for key in Setting] == [key.name for key in Setting]
    assert type_section(0x10) == "RFC 9218 §7.1"
    assert type_section(12) == "RFC 9113 §4.1"
    assert type_meaning(12).startswith("not known here")
