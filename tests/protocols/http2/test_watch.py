"""What follows from frames: streams, windows, settings, header tables; and which rule is broken."""

from itertools import pairwise

import hpack
import pytest

from helpers.protocols.http2.codes import ErrorCode
from helpers.protocols.http2.frames import (
    Continuation,
    Data,
    Headers,
    Ping,
    PushPromise,
    RstStream,
    Settings,
    WindowUpdate,
)
from helpers.protocols.http2.gathering import PIECES_LIMIT
from helpers.protocols.http2.header import parse_header
from helpers.protocols.http2.lists import Role
from helpers.protocols.http2.serializing import serialize_frame
from helpers.protocols.http2.states import State
from helpers.protocols.http2.streams import MOST_STREAMS
from helpers.protocols.http2.watch import Watch
from tests.protocols.http2.http2_samples import CLIENT, GET, OK, POST, SERVER, plain

P, CLOSED, FLOW, COMPRESSION = (
    ErrorCode.PROTOCOL_ERROR,
    ErrorCode.STREAM_CLOSED,
    ErrorCode.FLOW_CONTROL_ERROR,
    ErrorCode.COMPRESSION_ERROR,
)
ASK, ANSWER = Headers(1, plain(GET), end_stream=True), Headers(1, plain(OK))


def watched(*frames, whole=True):
    """The watch, and what it saw of (side, frame or bytes) pairs."""
    watch, seen = Watch(), []
    watch.whole = whole
    for side, frame in frames:
        data = frame if isinstance(frame, bytes) else serialize_frame(frame)
        seen.append(watch.receive(side, parse_header(data), data[9:]))
    return watch, seen


def last(*frames, whole=True):
    return watched(*frames, whole=whole)[1][-1]


def fault(*frames, whole=True):
    found = last(*frames, whole=whole).fault
    return found and (found.code, found.stream, found.message)


def test_a_request_and_its_response():
    _, seen = watched(
        (CLIENT, Headers(1, plain(POST))),
        (CLIENT, Data(1, b"hello", end_stream=True, padding=4)),
        (SERVER, Headers(1, plain([(":status", "103")]))),
        (SERVER, ANSWER),
        (SERVER, Data(1, b"hi")),
        (SERVER, Headers(1, plain([("x", "y")]), end_stream=True)),
    )
    assert [one.fault for one in seen] == [None] * 6
    assert [one.head.role for one in seen if one.head] == [
        Role.REQUEST,
        Role.INTERIM,
        Role.RESPONSE,
        Role.TRAILERS,
    ]
    assert seen[0].head.headers == tuple(POST)
    assert [one.left for one in seen if one.left] == [(65_525, 65_525), (65_533, 65_533)]
    assert [one.state for one in seen] == [State.OPEN] + [State.HALF_CLOSED_LOCAL] * 4 + [State.CLOSED]


def test_a_push():
    _, seen = watched(
        (CLIENT, ASK),
        (SERVER, PushPromise(1, 2, plain(GET))),
        (SERVER, Headers(2, plain(OK), end_stream=True)),
    )
    assert [one.fault for one in seen] == [None] * 3
    assert (seen[1].head.role, seen[1].head.stream) == (Role.PROMISE, 2)
    assert seen[2].state is State.CLOSED
    assert fault((CLIENT, ASK), (CLIENT, PushPromise(1, 2, plain(GET))))[:2] == (P, 0)


@pytest.mark.parametrize(
    ("frames", "code", "stream"),
    [
        ([(CLIENT, Data(1, b"x"))], P, 0),
        ([(CLIENT, b"\0\0\1\0\0\0\0\0\0x")], P, 0),
        ([(CLIENT, RstStream(1, 0))], P, 0),
        ([(CLIENT, WindowUpdate(1, 5))], P, 0),
        ([(CLIENT, Headers(2, plain(GET)))], P, 0),
        ([(SERVER, ANSWER)], P, 0),
        ([(SERVER, Headers(2, plain(OK)))], P, 0),
        ([(CLIENT, ASK), (CLIENT, Data(1, b"x"))], CLOSED, 1),
        ([(CLIENT, ASK), (CLIENT, Headers(1, plain([("a", "b")])))], CLOSED, 1),
        ([(CLIENT, Headers(1, plain(POST))), (CLIENT, RstStream(1, 8)), (CLIENT, Data(1, b"x"))], CLOSED, 1),
        ([(CLIENT, b"\0\0\1\6\0\0\0\0\0x")], ErrorCode.FRAME_SIZE_ERROR, 0),
        ([(CLIENT, Continuation(1, b""))], P, 0),
        ([(CLIENT, Headers(1, b"", end_headers=False)), (CLIENT, Ping(bytes(8)))], P, 0),
        ([(CLIENT, Headers(1, b"", end_headers=False)), (CLIENT, Continuation(3, b""))], P, 0),
        ([(CLIENT, Headers(1, b"\xbe"))], COMPRESSION, 0),
        ([(CLIENT, WindowUpdate(0, 2**31 - 1))], FLOW, 0),
        ([(CLIENT, ASK), (SERVER, WindowUpdate(1, 2**31 - 1))], FLOW, 1),
    ],
)
def test_what_is_broken(frames, code, stream):
    assert fault(*frames)[:2] == (code, stream)


def test_who_cannot_know_better_is_not_blamed():
    request = (CLIENT, Headers(1, plain(POST)))
    assert fault(request, (SERVER, RstStream(1, 8)), (CLIENT, Data(1, b"x"))) is None
    assert fault((CLIENT, Headers(5, plain(GET))), (SERVER, WindowUpdate(3, 1))) is None
    assert fault((CLIENT, Data(1, b"x")), whole=False) is None


def test_windows():
    ask = (CLIENT, Headers(1, plain(POST)))
    full = [(CLIENT, Data(1, bytes(16_384)))] * 4
    assert last(ask, *full[:-1]).left == (16_383, 16_383)
    assert fault(ask, *full)[:2] == (FLOW, 1)
    assert fault(ask, (SERVER, WindowUpdate(1, 1)), *full)[:2] == (FLOW, 0)
    _, seen = watched(ask, (SERVER, WindowUpdate(0, 1)), (SERVER, WindowUpdate(1, 1)), *full)
    assert [one.left for one in seen[1:3]] == [(65_535, 65_536), (65_536, 65_536)]
    assert (seen[-1].left, seen[-1].fault) == ((0, 0), None)
    refused = watched(ask, (CLIENT, RstStream(1, 8)), (CLIENT, Data(1, bytes(100))))[0]
    assert refused.windows[CLIENT].connection.left == 65_435


def test_settings_count_from_their_acknowledgement_on_at_the_latest():
    smaller, larger, ack = Settings(((4, 10),)), Settings(((4, 70_000), (5, 20_000))), Settings(ack=True)
    ask, data = (CLIENT, Headers(1, plain(POST))), (CLIENT, Data(1, bytes(11)))
    assert last(ask, (SERVER, smaller), data).fault is None
    assert fault(ask, (SERVER, smaller), (CLIENT, ack), data)[:2] == (FLOW, 1)
    much = [(CLIENT, Data(1, bytes(16_384)))] * 4
    watch, seen = watched(ask, (SERVER, larger), (SERVER, WindowUpdate(0, 9999)), *much)
    assert (seen[-1].fault, seen[-1].left) == (None, (4464, 9998))
    assert watch.max_frame_size == {CLIENT: 20_000, SERVER: 16_384}
    assert watched((CLIENT, ack))[1][0].fault is None


def test_the_table_obeys_the_settings_of_who_reads():
    encoder = hpack.Encoder()
    encoder.header_table_size = 8192
    blocks = [encoder.encode(GET), encoder.encode(GET)]
    first = (CLIENT, Headers(1, blocks[0]))
    assert fault(first)[0] is COMPRESSION
    assert fault((SERVER, Settings(((1, 8192),))), first) is None
    ack = (CLIENT, Settings(ack=True))
    assert fault((SERVER, Settings(((1, 100),))), ack, (CLIENT, ASK))[0] is COMPRESSION
    assert fault((SERVER, Settings(((3, 100),))), ack, (CLIENT, ASK)) is None


def test_a_header_block_that_is_broken_takes_the_table_with_it():
    for bad in (Headers(1, b"", end_headers=False), bytes.fromhex("000001010c0000000105")):
        _, seen = watched((CLIENT, bad), (CLIENT, ASK), (CLIENT, Headers(3, plain(GET))))
        assert seen[-1].fault.message.startswith(
            ("a header block was", "a frame of a header block is broken")
        )
        assert seen[-1].head is None


def test_continuation_flood():
    begin, more = (
        (CLIENT, Headers(1, b"", end_headers=False)),
        (CLIENT, Continuation(1, b"", end_headers=False)),
    )
    _, seen = watched(begin, *[more] * PIECES_LIMIT)
    assert [one.fault for one in seen[:-1]] == [None] * PIECES_LIMIT
    assert seen[-1].fault.code is ErrorCode.ENHANCE_YOUR_CALM
    big = (CLIENT, Continuation(1, bytes(16_384), end_headers=False))
    watch, seen = watched(begin, *[big] * 20)
    assert next(one.fault.code for one in seen if one.fault) is ErrorCode.ENHANCE_YOUR_CALM
    assert watch.blocks[CLIENT]._open is None


def test_very_many_streams_are_not_remembered():
    frames = [(CLIENT, Headers(number, b"\x82")) for number in range(1, 2 * MOST_STREAMS + 5, 2)]
    watch, _ = watched(*frames)
    assert len(watch.streams._streams) == MOST_STREAMS
    assert len(watch._headed) == MOST_STREAMS
    assert watch.streams.state(1) is State.CLOSED
    assert watch.streams.state(2 * MOST_STREAMS + 5) is State.IDLE


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (GET[:-1], "a request without :path"),
        ([*GET[:-1], (":path", "")], "a request without :path"),
        ([*GET, ("X-A", "b")], "the name 'X-A' has a capital letter"),
        ([*GET, ("a b", "b")], "has a character that no name has"),
        ([*GET, ("a", " b")], "the value of a has a character"),
        ([*GET, ("a", "b\n")], "the value of a has a character"),
        ([*GET, ("connection", "close")], "connection is about one hop"),
        ([*GET, ("te", "gzip")], "te is about one hop"),
        ([*GET, GET[0]], ":method comes twice"),
        ([("a", "b"), *GET], ":method stands behind a"),
        ([*GET, (":status", "200")], ":status in a request"),
        ([(":method", "CONNECT"), (":authority", "a:1"), ("te", "trailers")], None),
        ([(":method", "CONNECT")], "a request without :authority"),
        ([(":method", "CONNECT"), (":protocol", "websocket")], "a request without :scheme"),
    ],
)
def test_malformed_lists(headers, words):
    found = fault((CLIENT, Headers(1, plain(headers))))
    assert found is None if words is None else found[:2] == (P, 1) and words in found[2]


def test_malformed_responses_and_trailers():
    assert fault((CLIENT, ASK), (SERVER, Headers(1, plain([("a", "b")]))))[2] == "a response without :status"
    trailers = fault((CLIENT, ASK), (SERVER, ANSWER), (SERVER, Headers(1, plain([(":status", "200")]))))
    assert trailers[2] == ":status in trailers"


def test_where_pieces_stand():
    watch, seen, start, block = Watch(), [], 100, plain(GET)
    for frame in (Headers(1, block[:5], end_headers=False, padding=9), Continuation(1, block[5:])):
        data = serialize_frame(frame)
        seen.append(watch.receive(CLIENT, parse_header(data), data[9:], start=start))
        start += len(data)
    (first, second) = seen[1].where
    assert first == (110, 115)
    assert second == (100 + 9 + 15 + 9, start)
    assert seen[1].head.headers == tuple(GET)
    assert [after - before for before, after in pairwise([first[0], first[1]])] == [5]
