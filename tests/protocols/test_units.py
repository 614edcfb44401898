"""What follows what on a connection; the vectors and any bytes are tried in the tests of the dissectors."""

import time

import pytest

from helpers.protocols.cutting import WAIT_LIMIT
from helpers.protocols.http1 import HEAD_LIMIT
from helpers.protocols.units import Kind, Splitter
from tests.dissectors.tiling import CLIENT, SERVER, cut, split

GET = b"GET / HTTP/1.1\r\n\r\n"
UPGRADE = b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
SWITCH = b"HTTP/1.1 101 S\r\nUpgrade: WebSocket\r\n\r\n"
FRAME = b"\x81\x85abcdHello"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def kinds(script):
    splitter, units = cut(script)
    assert cut(list(split(script, None)))[1] == units
    return splitter, [(unit.side, unit.kind.value) for unit in units]


C, S = CLIENT, SERVER


def test_a_handshake_then_frames():
    splitter, found = kinds([(C, UPGRADE + FRAME), (S, SWITCH + b"\x81\x00"), (C, FRAME)])
    assert found == [(C, "head"), (S, "head"), (C, "frame"), (S, "frame"), (C, "frame")]
    assert splitter.upgraded


def test_frames_wait_for_the_response():
    splitter = Splitter()
    assert [unit.kind for unit in splitter.receive_data(C, UPGRADE + FRAME)] == [Kind.HTTP_HEAD]
    assert splitter.pending(C) == (
        Kind.RAW,
        "the response decides how the bytes after the upgrade request are read",
    )


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
    assert splitter.raw_from(C) == len(UPGRADE)
    assert splitter.raw_from(S) == (len(answer) if answer[0] == 72 else 0)
    assert splitter.raw_reason(C) == "no HTTP and no WebSocket"


def test_a_switch_that_nobody_asked_for():
    splitter, _ = kinds([(C, GET), (S, SWITCH + b"x"), (C, GET)])
    assert splitter.raw_from(S) == len(SWITCH)
    assert splitter.raw_from(C) is None


def test_http10_cannot_upgrade():
    _, found = kinds([(C, b"GET / HTTP/1.0\r\nUpgrade: websocket\r\n\r\n" + GET)])
    assert found == [(C, "head"), (C, "head")]


def test_a_tunnel():
    connect = b"CONNECT a:1 HTTP/1.1\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    splitter, _ = kinds([(C, connect + b"x"), (S, answer + b"y")])
    assert (splitter.raw_from(C), splitter.raw_from(S)) == (len(connect), len(answer))
    _, found = kinds([(C, connect + GET), (S, b"HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\nx")])
    assert found == [(C, "head"), (S, "head"), (C, "head"), (S, "body")]


def test_the_server_ends_before_it_answers_the_upgrade():
    splitter, found = kinds([(C, UPGRADE + FRAME), (S, b""), (C, FRAME)])
    assert found == [(C, "head")]
    assert splitter.raw_from(C) == len(UPGRADE)


def test_an_upgrade_to_a_server_that_speaks_no_more_http():
    splitter, _ = kinds([(S, b"SSH-2.0"), (C, UPGRADE + FRAME)])
    assert splitter.raw_from(C) == len(UPGRADE)


def test_the_client_ends_while_it_waits():
    script = [(C, UPGRADE + FRAME), (C, b""), (S, SWITCH)]
    splitter, units = cut(script)
    assert units[1].kind is Kind.RAW
    assert units[1].reason.startswith("the stream ended here: the response decides")
    assert splitter.receive_data(C, b"more") == []
    assert splitter.receive_eof(C) == []


def test_too_much_while_it_waits():
    splitter, _ = cut([(C, UPGRADE), (C, bytes(WAIT_LIMIT + 1))])
    assert splitter.raw_from(C) == len(UPGRADE)
    assert "before the response" in splitter.raw_reason(C)


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
    assert splitter.raw_from(S) == len(answer)
    assert splitter.raw_reason(S) == "a body that lasts until the connection closes"


@pytest.mark.parametrize(
    ("data", "start", "reason"),
    [
        (b"hello", 0, "no HTTP"),
        (b"A" * 25, 0, "no HTTP"),
        (b"\x16\x03\x01", 0, "no HTTP"),
        (b"GET / HTTP/1.1\n", 0, "malformed: a line feed without a carriage return"),
        (b"GET / FTP/1.1\r\n", 0, "malformed: not the first line of an HTTP head"),
        (b"PRI * HTTP/2.0\r\n\r\n", 0, "malformed: version HTTP/2.0"),
        (b"GET / HTTP/1.1\r\nA : b\r\n\r\n", 0, "malformed: whitespace before the colon"),
        (GET + b"hello", len(GET), "malformed: no HTTP head"),
        (b"GET /" + b"x" * HEAD_LIMIT, 0, "malformed: no line end within 65536 bytes"),
        (GET[:-2] + b"A: b\r\n" * (HEAD_LIMIT // 6), 0, "malformed: no line end within"),
        (b"\r\n" * (HEAD_LIMIT // 2 + 1), 0, "malformed: nothing but empty lines"),
        (GET[:-2] + b"Content-Length: x\r\n\r\nbody", 37, "malformed: Content-Length is not one number"),
    ],
)
def test_where_cutting_ends(data, start, reason):
    splitter, units = cut([(C, data), (C, b"")])
    assert splitter.raw_from(C) == start
    assert splitter.raw_reason(C).startswith(reason)
    assert [unit.end for unit in units] == ([start] if start else [])


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (b"x\r\n", "not the size of a chunk"),
        (b"2\r\nabc\r\n", "no line end after the 2 bytes"),
        (b"0\r\nbad line\r\n\r\n", "not a header line"),
        (b"1" * 5000, "no line end within 4096"),
    ],
)
def test_where_chunks_end(rest, reason):
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    splitter, _ = cut([(C, head + b"1\r\nx\r\n" + rest)])
    assert splitter.raw_from(C) == len(head) + 6
    assert reason in splitter.raw_reason(C)


def test_a_length_of_63_bits_at_most():
    splitter = Splitter(upgraded=True)
    assert splitter.receive_data(S, b"\x82\x7f\x80" + bytes(7)) == []
    assert splitter.raw_reason(S) == "malformed: a payload length with its most significant bit set"


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"GET /", "head", "the blank line that ends a head has not come"),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", "body", "a body of 9 bytes is announced"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "chunk", "a chunk is not complete"),
    ],
)
def test_the_unfinished_rest_has_a_reason(data, kind, reason):
    _, units = cut([(C, data), (C, b"")])
    assert (units[-1].kind.value, units[-1].end) == (kind, len(data))
    assert units[-1].reason == f"the stream ended here: {reason}"


def measured(feed):
    splitter = Splitter(upgraded=True)
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
    splitter = Splitter(upgraded=True)
    began = time.process_time()
    assert len(splitter.receive_data(S, frames * count)) == count
    assert time.process_time() - began < 5
