import pytest

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.http1.heads import (
    HEAD_LIMIT,
    Request,
    Response,
    header,
    header_list,
    header_values,
    parse_request_head,
    parse_response_head,
    serialize,
)

HEADERS = (("Host", "a"), ("X", "1, 2"), ("x", " 3,,"))


def test_header_names_ignore_case():
    assert header(HEADERS, "HOST") == "a"
    assert header(HEADERS, "missing") is None
    assert header_values(HEADERS, "X") == ("1, 2", " 3,,")
    assert header_list(HEADERS, "X") == ("1", "2", "3")


def test_empty_lines_before_a_request_line_are_skipped():
    assert parse_request_head(b"\r\n\r\nGET / HTTP/1.1\r\n\r\n") == Request("GET", "/")


def test_a_reason_may_be_missing_altogether():
    assert parse_response_head(b"HTTP/1.1 200\r\n\r\n") == Response("HTTP/1.1", 200, "")


@pytest.mark.parametrize(
    ("head", "reason", "status"),
    [
        (b"GET / HTTP/1.1\r\n", "blank line", 400),
        (b"GET  / HTTP/1.1\r\n\r\n", "not a request line", 400),
        (b"GET / a HTTP/1.1\r\n\r\n", "not a request line", 400),
        (b"G@T / HTTP/1.1\r\n\r\n", "not a request line", 400),
        (b"GET / HTTP/2.0\r\n\r\n", "version HTTP/2.0", 505),
        (b"GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", "not a header line", 400),
        (b"GET / HTTP/1.1\r\nA : b\r\n\r\n", "whitespace before the colon", 400),
        (b"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "folded", 400),
        (b"GET / HTTP/1.1\r\n: b\r\n\r\n", "not a header line", 400),
        (b"GET / HTTP/1.1\r\nA\r\n\r\n", "not a header line", 400),
        (b"GET / HTTP/1.1\r\nA: b\x00\r\n\r\n", "not a header line", 400),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * HEAD_LIMIT + b"\r\n\r\n", "at most 65536", 431),
        (b"GET /" + b"x" * 80 + b"\r\n\r\n", "…", 400),
    ],
)
def test_refuses_requests(head, reason, status):
    with pytest.raises(RemoteProtocolError, match=reason) as caught:
        parse_request_head(head)
    assert caught.value.status == status


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 20 OK", b"HTTP/1.1 099 X", b"http/1.1 200 OK", b"HTTP/1.1  200", b"HTTP/1.1 200 \x00"]
)
def test_refuses_status_lines(line):
    with pytest.raises(RemoteProtocolError, match="not a status line"):
        parse_response_head(line + b"\r\n\r\n")


@pytest.mark.parametrize(
    "head",
    [
        Request("GET", "/ HTTP/1.1\r\nEvil: yes"),
        Request("GET", "/", "HTTP/1.1", (("A", "b\r\nEvil: yes"),)),
        Request("GET", "/", "HTTP/1.1", (("A", " b"),)),
        Request("GET", "/", "HTTP/1.1", (("A", "€"),)),
        Response("HTTP/1.1", 200, "OK\r\nEvil: yes"),
        Response("HTTP/1.1", 99, "too small"),
    ],
)
def test_refuses_to_send_what_would_not_read_back(head):
    with pytest.raises(LocalProtocolError, match="cannot be sent"):
        serialize(head)
