"""What follows what on a connection; the vectors and any bytes are tried in the tests of the dissectors."""

import time

import pytest

from helpers.protocols.http1.heads import HEAD_LIMIT, Response
from helpers.protocols.http1.reading import WAIT_LIMIT, HttpUnit, Message
from helpers.protocols.splitter import Splitter
from helpers.protocols.unit import Floor, Status
from helpers.protocols.websocket.frames import Header
from tests.dissectors.tiling import CLIENT, SERVER, cut, split

GET = b"GET / HTTP/1.1\r\n\r\n"
UPGRADE = b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
SWITCH = b"HTTP/1.1 101 S\r\nUpgrade: WebSocket\r\n\r\n"
FRAME = b"\x81\x85abcdHello"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def kinds(script):
    splitter, units = cut(script)
    assert cut(list(split(script, None)))[1] == units
    return splitter, [(unit.side, unit.word.rpartition(" ")[2]) for unit in units]


def raw_from(splitter, side):
    """From where a side is not cut any more."""
    rest = splitter.rest(side)
    return rest.start if rest is not None and rest.by_reads else None


C, S = CLIENT, SERVER


def test_a_handshake_then_frames():
    splitter, found = kinds([(C, UPGRADE + FRAME), (S, SWITCH + b"\x81\x00"), (C, FRAME)])
    assert found == [(C, "head"), (S, "head"), (C, "frame"), (S, "frame"), (C, "frame")]
    assert [splitter.protocol(side) for side in (C, S)] == ["websocket", "websocket"]


def test_frames_wait_for_the_response():
    splitter = Splitter()
    assert [unit.kind for unit in splitter.receive_data(C, UPGRADE + FRAME)] == [HttpUnit.HEAD]
    rest = splitter.rest(C)
    assert (rest.kind, rest.status, rest.protocol) == (Floor.RAW, Status.UNFINISHED, "http1")
    assert rest.reason == "the response decides how the bytes after the upgrade request are read"


@pytest.mark.parametrize("status", [b"400 Bad", b"200 OK"])
def test_after_a_refusal_it_is_http_again(status):
    answer = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"
    _, found = kinds([(C, UPGRADE + GET), (S, answer + OK)])
    assert found == [(C, "head"), (S, "head"), (C, "head"), (S, "head"), (S, "body")]


def test_an_upgrade_request_with_a_body():
    post = b"POST / HTTP/1.1\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nhi"
    _, found = kinds([(C, post[:-1]), (S, SWITCH), (C, b"i" + FRAME)])
    assert found == [(C, "head"), (S, "head"), (C, "body"), (C, "frame")]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 101 S\r\nUpgrade: h2c\r\n\r\n",  # another protocol
        b"HTTP/1.1 101 S\r\n\r\n",
        b"\x00\x01",  # no HTTP
    ],
)
def test_what_is_no_websocket_is_raw_on_both_sides(answer):
    splitter, _ = kinds([(C, UPGRADE + FRAME), (S, answer + b"x")])
    assert raw_from(splitter, C) == len(UPGRADE)
    assert raw_from(splitter, S) == (len(answer) if answer[0] == 72 else 0)
    assert (splitter.rest(C).status, splitter.rest(C).protocol) == (Status.RAW, "")
    assert splitter.rest(C).reason == "no HTTP and no WebSocket"


def test_a_switch_that_nobody_asked_for():
    splitter, _ = kinds([(C, GET), (S, SWITCH + b"x"), (C, GET)])
    assert raw_from(splitter, S) == len(SWITCH)
    assert raw_from(splitter, C) is None


def test_a_unit_carries_what_was_parsed_for_it():
    post = b"POST /m HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"
    _, (asked, sent, early, answer, got) = cut([(C, post), (S, b"HTTP/1.1 103 Early\r\n\r\n" + OK)])
    assert asked.head == sent.head == Message(asked.head.head, asked.head.head)
    assert asked.head.head.target == "/m"
    assert (answer.head, got.head.head.status) == (got.head, 200)
    assert early.head.request == answer.head.request == asked.head.head
    (alone, _) = cut([(S, OK)])[1]
    assert alone.head.request is None
    _, units = cut([(C, UPGRADE), (S, SWITCH), (C, FRAME)])
    assert units[-1].head == Header(True, 0, 1, 5, b"abcd", 6)


def test_http10_cannot_upgrade():
    _, found = kinds([(C, b"GET / HTTP/1.0\r\nUpgrade: websocket\r\n\r\n" + GET)])
    assert found == [(C, "head"), (C, "head")]


def test_a_tunnel():
    connect = b"CONNECT a:1 HTTP/1.1\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    splitter, _ = kinds([(C, connect + b"x"), (S, answer + b"y")])
    assert (raw_from(splitter, C), raw_from(splitter, S)) == (len(connect), len(answer))
    _, found = kinds([(C, connect + GET), (S, b"HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\nx")])
    assert found == [(C, "head"), (S, "head"), (C, "head"), (S, "body")]


def test_the_server_ends_before_it_answers_the_upgrade():
    splitter, found = kinds([(C, UPGRADE + FRAME), (S, b""), (C, FRAME)])
    assert found == [(C, "head")]
    assert raw_from(splitter, C) == len(UPGRADE)


def test_an_upgrade_to_a_server_that_speaks_no_more_http():
    splitter, _ = kinds([(S, b"SSH-2.0"), (C, UPGRADE + FRAME)])
    assert raw_from(splitter, C) == len(UPGRADE)


def test_the_client_ends_while_it_waits():
    script = [(C, UPGRADE + FRAME), (C, b""), (S, SWITCH)]
    splitter, units = cut(script)
    assert units[1].kind is Floor.RAW
    assert units[1].reason.startswith("the stream ended here: the response decides")
    assert splitter.receive_data(C, b"more") == []
    assert splitter.receive_eof(C) == []


def test_too_much_while_it_waits():
    splitter, _ = cut([(C, UPGRADE), (C, bytes(WAIT_LIMIT + 1))])
    assert raw_from(splitter, C) == len(UPGRADE)
    assert "before the response" in splitter.rest(C).reason


def test_pipelined_responses_know_their_requests():
    head = b"HEAD / HTTP/1.1\r\n\r\n"
    only = OK[:-2]
    _, found = kinds([(C, GET + head + GET), (S, b"HTTP/1.1 103 Early\r\n\r\n" + OK + only + OK)])
    assert found[3:] == [(S, "head"), (S, "head"), (S, "body"), (S, "head"), (S, "head"), (S, "body")]


def test_a_response_before_its_request_is_whole():
    early = b"HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n"
    _, found = kinds(
        [(C, UPGRADE[:5]), (S, early), (C, UPGRADE[5:] + b"HEAD / HTTP/1.1\r\n\r\n"), (S, OK[:-2])]
    )
    assert found == [(S, "head"), (C, "head"), (C, "head"), (S, "head")]


def test_bodies_until_close_are_raw():
    answer = b"HTTP/1.1 200 OK\r\n\r\n"
    splitter, found = kinds([(C, GET), (S, answer + b"abc"), (S, b"")])
    assert found == [(C, "head"), (S, "head")]
    assert raw_from(splitter, S) == len(answer)
    rest = splitter.rest(S)
    assert (rest.kind, rest.status, rest.protocol) == (HttpUnit.BODY, Status.RAW, "http1")
    assert rest.reason == "a body that lasts until the connection closes"
    assert isinstance(rest.head.head, Response)


@pytest.mark.parametrize(
    ("data", "start", "reason"),
    [
        (b"hello", 0, "no HTTP"),
        (b"Hello", 0, "no HTTP"),
        (b"geth", 0, "no HTTP"),
        (b"hello world", 0, "no HTTP"),
        (b"A" * 25, 0, "no HTTP"),
        (b"\x16\x02\x01", 0, "no HTTP"),
        (b"GET / HTTP/1.1\n", 0, "malformed: a line feed without a carriage return"),
        (b"GET / FTP/1.1\r\n", 0, "malformed: not the first line of an HTTP head"),
        (b"PUT * HTTP/2.0\r\n\r\nx", 18, "malformed: version HTTP/2.0"),
        (b"GET / HTTP/1.1\r\nA : b\r\n\r\nx", 25, "malformed: whitespace before the colon"),
        (b"GET / HTTP/1.1\r\nA: b\n\r\nx", 23, "malformed: a head ends with a blank line"),
        (b"GET / HTTP/1.1\r\nA: b\n\n", 0, "malformed: a line feed without a carriage return"),
        (GET + b"hello", len(GET), "malformed: no HTTP head"),
        (b"GET /" + b"x" * HEAD_LIMIT, 0, "malformed: no line end within 65536 bytes"),
        (GET[:-2] + b"A: b\r\n" * (HEAD_LIMIT // 6), 0, "malformed: no line end within"),
        (b"\r\n" * (HEAD_LIMIT // 2 + 1), 0, "malformed: nothing but empty lines"),
        (GET[:-2] + b"Content-Length: x\r\n\r\nbody", 37, "malformed: Content-Length is not one number"),
    ],
)
def test_where_cutting_ends(data, start, reason):
    splitter, units = cut([(C, data), (C, b"")])
    rest = splitter.rest(C)
    assert (rest.start, rest.kind) == (start, Floor.RAW)
    assert rest.status is (Status.MALFORMED if "malformed" in reason else Status.RAW)
    assert rest.protocol == ("http1" if "malformed" in reason else "")
    assert rest.reason.startswith(reason.removeprefix("malformed: "))
    assert [unit.end for unit in units] == ([start] if start else [])


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (b"x\r\n", "not the size of a chunk"),
        (b"2\r\nabc\r\n", "no line end after the 2 bytes"),
        (b"1" * 5000, "no line end within 4096"),
    ],
)
def test_where_chunks_end(rest, reason):
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    splitter, _ = cut([(C, head + b"1\r\nx\r\n" + rest)])
    assert raw_from(splitter, C) == len(head) + 6
    assert reason in splitter.rest(C).reason


def test_a_head_with_a_bad_line_is_a_unit_too_and_ends_the_reading():
    heads = (C, b"GET / HTTP/1.1\r\nA : b\r\n\r\n" + GET), (S, b"HTTP/1.1 200\r\n x\r\n\r\n" + OK)
    splitter, found = kinds(heads)
    assert found == [(C, "head"), (S, "head")]
    assert (raw_from(splitter, C), raw_from(splitter, S)) == (25, 20)
    _, units = cut(heads)
    assert [(unit.status, unit.head) for unit in units] == [(Status.WHOLE, None)] * 2


@pytest.mark.parametrize("trailers", [b"bad line\r\n", b"A: b\n"])
def test_a_last_chunk_with_a_bad_trailer_is_a_unit_too(trailers):
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    last = b"0\r\n" + trailers + b"\r\n"
    splitter, found = kinds([(C, head + last + GET)])
    assert found == [(C, "head"), (C, "chunk")]
    assert raw_from(splitter, C) == len(head + last)
    assert "not a header line" in splitter.rest(C).reason


def test_a_length_of_63_bits_at_most():
    splitter = Splitter(protocol="websocket")
    assert splitter.receive_data(S, b"\x82\x7f\x80" + bytes(7)) == []
    assert splitter.rest(S).reason == "a payload length with its most significant bit set"


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"get", "head", "the blank line that ends a head has not come"),
        (b"get http", "head", "the blank line that ends a head has not come"),
        (b"GET /", "head", "the blank line that ends a head has not come"),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", "body", "a body of 9 bytes is announced"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "chunk", "a chunk is not complete"),
    ],
)
def test_the_unfinished_rest_has_a_reason(data, kind, reason):
    _, units = cut([(C, data), (C, b"")])
    assert (units[-1].word, units[-1].end) == (f"HTTP {kind}", len(data))
    assert units[-1].reason == f"the stream ended here: {reason}"


def measured(feed):
    splitter = Splitter(protocol="websocket")
    began = time.process_time()
    feed(splitter)
    return time.process_time() - began


def test_linear_for_byte_by_byte_input():
    def feed(count):
        data = bytes.fromhex("827f0000000000100000") + bytes(count)

        def go(splitter):
            for index in range(count):
                splitter.receive_data(S, data[index : index + 1])

        return go

    short, long = min(measured(feed(10_000)) for _ in range(3)), measured(feed(80_000))
    assert long < 40 * short


def test_a_megabyte_in_one_read_is_not_copied_for_each_frame():
    frames = b"\x82\x10" + bytes(16)
    count = (1 << 20) // len(frames)
    splitter = Splitter(protocol="websocket")
    began = time.process_time()
    assert len(splitter.receive_data(S, frames * count)) == count
    assert time.process_time() - began < 5


# ---- which reading ----


def test_the_other_side_may_decide_how_the_first_bytes_are_read():
    splitter, units = cut([(S, b"\x16"), (C, GET), (S, b"\x03")])
    assert [unit.side for unit in units] == [C]
    assert (splitter.rest(S).status, splitter.rest(S).end) == (Status.RAW, 2)


def test_a_side_that_ended_too_early_to_say():
    splitter, units = cut([(C, b"\x16"), (C, b""), (S, b"\x16\x03\x03\x00\x01x")])
    assert [(unit.side, unit.protocol, unit.status) for unit in units] == [
        (C, "http1", Status.UNFINISHED),
        (S, "tls", Status.WHOLE),
    ]
    assert splitter.receive_data(C, b"\x03") == []


def test_nothing_comes_after_the_end():
    splitter, _ = cut([(C, b"\x16"), (C, b"")])
    assert splitter.receive_data(C, b"\x03\x01") == []
    assert splitter.rest(C) is None


def test_a_protocol_that_is_not_known_is_read_as_http():
    splitter = Splitter(protocol="gopher")
    assert splitter.receive_data(C, GET)[0].protocol == "http1"
