"""What DATA frames carry: by the content type of their stream, pieces and all."""

import gzip

from helpers.protocols.http2.frames import Data, Headers, PushPromise, RstStream, Settings
from tests.dissectors.tiling import check_connection, named
from tests.protocols.http2.http2_samples import (
    CLIENT,
    GET,
    HELLO,
    NDJSON,
    OK,
    SERVER,
    SSE,
    bytes_of,
    plain,
    some_split,
)

ASK = [Headers(number, plain(GET), end_stream=True) for number in (1, 3, 5)]


def sections(*frames):
    """The DATA frames of a server that answers three requests."""
    script = [(CLIENT, HELLO + bytes_of(*ASK)), (SERVER, bytes_of(Settings(), *frames))]
    dissector = check_connection(script, [some_split(script)])
    return [one for one in dissector.sections(SERVER) if one.title == "DATA"]


def answer(headers, stream=1):
    return Headers(stream, plain(headers))


def test_a_body_in_one_frame():
    (one,) = sections(answer(OK), Data(1, b'{"a": 1}', end_stream=True))
    assert named([one.field], "a").value == "1"
    assert one.field.decoded is None


def test_a_body_in_pieces_and_an_empty_end():
    first, second, end = sections(
        answer(OK), Data(1, b'{"a"', padding=3), Data(1, b": 1}"), Data(1, b"", end_stream=True)
    )
    assert named([first.field], "data").value == '{"a"'
    assert second.field.decoded is None
    assert (end.summary, end.field.decoded.name) == ("“” · END_STREAM", "body")
    assert end.field.decoded.data == b'{"a": 1}'
    assert [part.end - part.start for part in end.field.decoded.parts] == [4, 4]
    assert named([end.field], "a").value == "1"
    (nothing,) = sections(answer(OK), Data(1, b"", end_stream=True))
    assert nothing.field.decoded is None


def test_streams_do_not_mix():
    frames = [answer(OK), answer(OK, 3), Data(1, b"[1"), Data(3, b"[3"), Data(1, b"]", end_stream=True)]
    *_, last = sections(*frames, Data(3, b"]", end_stream=True))
    assert last.field.decoded.data == b"[3]"


def test_lines_that_are_cut_by_frames():
    first, second, third = sections(
        answer(NDJSON), Data(1, b'{"a": 1}\n{"b'), Data(1, b'": 2}\n'), Data(1, b'{"c": 3}\n')
    )
    assert named([first.field], "a").value == "1"
    assert named([first.field], "line").value == '{"b'
    joined = named([second.field], "data").decoded
    assert (joined.name, joined.data) == ("joined with what came before", b'{"b": 2}\n')
    assert named([second.field], "b").value == "2"
    assert [part.end - part.start for part in joined.parts] == [3, 6]
    assert named([third.field], "c").value == "3"


def test_events_that_are_cut_by_frames():
    frames = [
        Data(1, b"data: \xc3"),
        Data(1, b"\xbc"),
        Data(1, b""),
        Data(1, b"\n\ndata"),
        Data(1, b": a\n\n", end_stream=True),
    ]
    *_, empty, third, last = sections(answer(SSE), *frames)
    assert empty.field.children[-1].name == "stream"
    assert named([third.field], "event").value == "ü"
    assert named([last.field], "event").value == "a"
    assert last.field.decoded is None


def test_an_item_without_end_is_not_joined_for_ever():
    *_, grown, last = sections(answer(NDJSON), *[Data(1, b"x" * 14_000)] * 5, Data(1, b"y"))
    assert len(named([grown.field], "data").decoded.data) == 70_000
    assert named([last.field], "line").value == "y"


def test_compressed_bodies():
    packed = gzip.compress(b'{"a": 1}')
    headers = [*OK, ("content-encoding", "gzip")]
    (one,) = sections(answer(headers), Data(1, packed, end_stream=True))
    assert (one.summary, named([one.field], "a").value) == (f"{len(packed)} bytes · END_STREAM", "1")
    _, last = sections(answer(headers), Data(1, packed[:5]), Data(1, packed[5:], end_stream=True))
    assert named([last.field], "compressed body").decoded.data == b'{"a": 1}'


def test_a_body_of_which_nothing_was_said():
    script = [(CLIENT, bytes_of(Data(1, b"[1]", end_stream=True)))]
    dissector = check_connection(script, [some_split(script)], protocol="http2")
    assert named([dissector.sections(CLIENT)[0].field], "data").value == "[1]"


def test_what_is_over_is_forgotten():
    (last,) = sections(answer(OK), RstStream(1, 8), Data(1, b"[1]", end_stream=True))
    assert "STREAM_CLOSED" in last.field.note
    assert named([last.field], "data").value == "[1]"


def test_a_push_has_a_body_too():
    script = [
        (CLIENT, HELLO + bytes_of(*ASK)),
        (
            SERVER,
            bytes_of(
                Settings(), PushPromise(1, 2, plain(GET)), answer(OK, 2), Data(2, b"[1]", end_stream=True)
            ),
        ),
    ]
    dissector = check_connection(script, [])
    assert named([dissector.sections(SERVER)[-1].field], "JSON").value == "[1]"


def test_a_long_body_is_joined_up_to_a_limit():
    frames = [Data(1, bytes(16_000))] * 70
    *_, last = sections(
        answer([(":status", "200"), ("content-type", "a/b")]), *frames, Data(1, b"", end_stream=True)
    )
    assert len(last.field.decoded.data) == 1024 * 1024
