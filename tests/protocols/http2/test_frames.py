"""Every type of frame: read, written, refused; and as hyperframe reads and writes it."""

import pytest
from hyperframe import frame as theirs
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.errors import LocalProtocolError
from helpers.protocols.http2.codes import ErrorCode, Flag, FrameError, FrameType, flags_of
from helpers.protocols.http2.frames import (
    Continuation,
    Data,
    Dependency,
    GoAway,
    Headers,
    Ping,
    Priority,
    PriorityUpdate,
    PushPromise,
    RstStream,
    Settings,
    Unknown,
    WindowUpdate,
)
from helpers.protocols.http2.header import Header, parse_header, serialize_header, type_name
from helpers.protocols.http2.parsing import parse_frame, unpadded
from helpers.protocols.http2.serializing import serialize_frame

FRAMES = [
    ("000005 00 01 00000001 68656c6c6f", Data(1, b"hello", end_stream=True)),
    ("000008 00 08 00000003 05 6869 0000000000", Data(3, b"hi", padding=5)),
    ("000001 01 05 00000001 82", Headers(1, b"\x82", end_stream=True)),
    ("000006 01 20 00000001 80000003 0f 82", Headers(1, b"\x82", False, False, Dependency(3, 16, True))),
    ("000008 01 2c 00000001 01 00000003 ff 82 00", Headers(1, b"\x82", False, True, Dependency(3, 256), 1)),
    ("000005 02 00 00000005 00000003 00", Priority(5, Dependency(3, 1))),
    ("000004 03 00 00000001 00000008", RstStream(1, ErrorCode.CANCEL)),
    ("000000 04 01 00000000", Settings(ack=True)),
    ("00000c 04 00 00000000 0003 00000064 0004 0000ffff", Settings(((3, 100), (4, 65535)))),
    ("000005 05 04 00000001 00000002 82", PushPromise(1, 2, b"\x82")),
    ("000007 05 08 00000001 01 00000004 82 00", PushPromise(1, 4, b"\x82", False, 1)),
    ("000008 06 00 00000000 0102030405060708", Ping(bytes(range(1, 9)))),
    ("000008 06 01 00000000 0102030405060708", Ping(bytes(range(1, 9)), ack=True)),
    ("00000b 07 00 00000000 00000007 0000000b 627965", GoAway(7, ErrorCode.ENHANCE_YOUR_CALM, b"bye")),
    ("000004 08 00 00000000 00010000", WindowUpdate(0, 65536)),
    ("000001 09 04 00000001 82", Continuation(1, b"\x82")),
    ("00000a 10 00 00000000 00000001 753d312c2069", PriorityUpdate(1, b"u=1, i")),
    ("000002 0c ff 00000009 6162", Unknown(12, 255, 9, b"ab")),
]
P, S, F = ErrorCode.PROTOCOL_ERROR, ErrorCode.FRAME_SIZE_ERROR, ErrorCode.FLOW_CONTROL_ERROR
BROKEN = [
    ("000005 00 00 00000000 6869686968", P, 0),
    ("000000 00 08 00000001", S, 0),
    ("000001 00 08 00000001 01", P, 0),
    ("000003 00 08 00000001 03 0000", P, 0),
    ("000001 01 04 00000000 82", P, 0),
    ("000004 01 24 00000001 00000003", S, 0),
    ("000006 01 2c 00000001 03 00000000 00", S, 0),
    ("000004 02 00 00000001 00000000", S, 1),
    ("000005 02 00 00000000 00000000 00", P, 0),
    ("000003 03 00 00000001 000000", S, 0),
    ("000004 03 00 00000000 00000000", P, 0),
    ("000000 04 00 00000001", P, 0),
    ("000006 04 01 00000000 0003 00000064", S, 0),
    ("000005 04 00 00000000 0003 000000", S, 0),
    ("000006 04 00 00000000 0002 00000002", P, 0),
    ("000006 04 00 00000000 0004 80000000", F, 0),
    ("000006 04 00 00000000 0005 00003fff", P, 0),
    ("000006 04 00 00000000 0005 01000000", P, 0),
    ("000003 05 04 00000001 000000", S, 0),
    ("000004 05 04 00000001 00000000", P, 0),
    ("000004 05 04 00000001 00000003", P, 0),
    ("000004 05 04 00000000 00000002", P, 0),
    ("000007 06 00 00000000 00000000000000", S, 0),
    ("000008 06 00 00000001 0000000000000000", P, 0),
    ("000007 07 00 00000000 00000000000000", S, 0),
    ("000008 07 00 00000001 0000000000000000", P, 0),
    ("000003 08 00 00000000 000001", S, 0),
    ("000004 08 00 00000000 00000000", P, 0),
    ("000004 08 00 00000005 80000000", P, 5),
    ("000001 09 04 00000000 82", P, 0),
    ("000003 10 00 00000000 000000", S, 0),
    ("000004 10 00 00000000 00000000", P, 0),
    ("000005 10 00 00000001 00000001 75", P, 0),
    ("004001 06 00 00000000", S, 0),
]


@pytest.mark.parametrize(("hexed", "frame"), FRAMES, ids=[repr(frame)[:40] for _, frame in FRAMES])
def test_a_frame_is_read_and_written(hexed, frame):
    data = bytes.fromhex(hexed)
    assert parse_frame(data) == (frame, len(data))
    assert parse_frame(data + b"more") == (frame, len(data))
    assert [parse_frame(data[:size]) for size in range(len(data))] == [None] * len(data)
    assert serialize_frame(frame) == data
    assert serialize_header(parse_header(data)) == data[:9]


@pytest.mark.parametrize(("hexed", "code", "stream"), BROKEN)
def test_a_broken_frame_is_refused_with_its_code(hexed, code, stream):
    with pytest.raises(FrameError) as refused:
        parse_frame(bytes.fromhex(hexed))
    assert refused.value.fault == (str(refused.value), code, stream)


def test_a_larger_limit_lets_larger_frames_through():
    data = serialize_frame(Data(1, bytes(20_000)))
    assert parse_frame(data, max_frame_size=20_000)[0].data == bytes(20_000)


def test_reserved_bits_and_unknown_flags_mean_nothing():
    assert parse_frame(bytes.fromhex("000000 04 f1 80000000"))[0] == Settings(ack=True)


def test_what_no_frame_has_room_for_is_refused():
    for frame in (
        Data(2**31, b""),
        Data(1, b"", padding=256),
        RstStream(1, -1),
        Priority(1, Dependency(0, 257)),
        Unknown(99, 0, 1, bytes(2**24)),
        WindowUpdate(0, 2**32),
    ):
        with pytest.raises(LocalProtocolError):
            serialize_frame(frame)


def test_names():
    assert type_name(1) == "HEADERS"
    assert type_name(12) == "type 12"
    assert flags_of(FrameType.HEADERS) == {1: "END_STREAM", 4: "END_HEADERS", 8: "PADDED", 0x20: "PRIORITY"}
    assert flags_of(FrameType.SETTINGS) == {Flag.ACK: "ACK"}
    assert flags_of(99) == {}
    assert unpadded(Header(5, 0), b"") == (0, 5, None)


# ---- hyperframe ----

STREAM, ANY_STREAM = st.integers(1, 2**31 - 1), st.integers(0, 2**31 - 1)
WORD, BYTES, PADDING = st.integers(0, 2**32 - 1), st.binary(max_size=50), st.none() | st.integers(0, 255)
DEPENDENCY = st.builds(Dependency, ANY_STREAM, st.integers(1, 256), st.booleans())
# hyperframe writes the lower byte of a setting's number only, and knows some that have limits
SETTINGS = st.dictionaries(st.sampled_from([1, 3, 6, 7, *range(10, 256)]), WORD, max_size=5)
GENERATED = st.one_of(
    st.builds(Data, STREAM, BYTES, st.booleans(), PADDING),
    st.builds(Headers, STREAM, BYTES, st.booleans(), st.booleans(), st.none() | DEPENDENCY, PADDING),
    st.builds(Priority, STREAM, DEPENDENCY),
    st.builds(RstStream, STREAM, WORD),
    st.builds(Settings, SETTINGS.map(lambda said: tuple(said.items()))),
    st.just(Settings(ack=True)),
    st.builds(
        PushPromise,
        STREAM,
        st.integers(1, 2**30 - 1).map(lambda half: 2 * half),
        BYTES,
        st.booleans(),
        PADDING,
    ),
    st.builds(Ping, st.binary(min_size=8, max_size=8), st.booleans()),
    st.builds(GoAway, ANY_STREAM, WORD, BYTES),
    st.builds(WindowUpdate, ANY_STREAM, st.integers(1, 2**31 - 1)),
    st.builds(Continuation, STREAM, BYTES, st.booleans()),
    st.builds(PriorityUpdate, STREAM, BYTES),
    st.builds(Unknown, st.integers(0x11, 255), st.integers(0, 255), ANY_STREAM, BYTES),
).filter(lambda frame: not only_padding(frame))


def only_padding(frame):
    """HEADERS with padding and nothing else: legal (RFC 9113 §6.1), but hyperframe refuses it."""
    return isinstance(frame, Headers) and bool(frame.padding) and not frame.fragment and not frame.dependency


def in_hyperframe(frame):
    """The same frame, made by hyperframe."""
    match frame:
        case Data():
            made = theirs.DataFrame(frame.stream, frame.data)
        case Headers():
            made = theirs.HeadersFrame(frame.stream, frame.fragment)
        case Priority():
            made = theirs.PriorityFrame(frame.stream)
        case RstStream():
            made = theirs.RstStreamFrame(frame.stream, frame.code)
        case Settings():
            made = theirs.SettingsFrame(0, dict(frame.settings))
        case PushPromise():
            made = theirs.PushPromiseFrame(frame.stream, frame.promised, frame.fragment)
        case Ping():
            made = theirs.PingFrame(0, frame.data)
        case GoAway():
            made = theirs.GoAwayFrame(0, frame.last_stream, frame.code, frame.debug)
        case WindowUpdate():
            made = theirs.WindowUpdateFrame(frame.stream, frame.increment)
        case Continuation():
            made = theirs.ContinuationFrame(frame.stream, frame.fragment)
        case PriorityUpdate():
            body = frame.prioritized.to_bytes(4, "big") + frame.value
            made = theirs.ExtensionFrame(0x10, 0)
            made.parse_body(memoryview(body))
        case Unknown():
            made = theirs.ExtensionFrame(frame.type, frame.stream, frame.flags)
            made.parse_body(memoryview(frame.payload))
    add_flags(made, frame)
    return made


def add_flags(made, frame):
    named = {"END_STREAM": "end_stream", "END_HEADERS": "end_headers", "ACK": "ack"}
    for flag, name in named.items():
        if getattr(frame, name, False):
            made.flags.add(flag)
    if getattr(frame, "padding", None) is not None:
        made.flags.add("PADDED")
        made.pad_length = frame.padding
    if (dependency := getattr(frame, "dependency", None)) is not None:
        made.depends_on, made.exclusive = dependency.stream, dependency.exclusive
        made.stream_weight = dependency.weight - 1
        if isinstance(frame, Headers):
            made.flags.add("PRIORITY")


@given(GENERATED)
def test_hyperframe_agrees_both_ways(frame):
    data, made = serialize_frame(frame), in_hyperframe(frame)
    assert made.serialize() == data
    read, length = theirs.Frame.parse_frame_header(memoryview(data[:9]))
    read.parse_body(memoryview(data[9 : 9 + length]))
    assert read.serialize() == data
    assert parse_frame(made.serialize()) == (frame, len(data))
    assert (read.type, read.stream_id, read.body_len) == (data[3], frame.stream, len(data) - 9)
