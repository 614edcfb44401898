import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.bodies import (
    CHUNKED,
    NO_BODY,
    UNTIL_CLOSE,
    Framing,
    parse_chunk_size,
    request_framing,
    response_framing,
)
from helpers.protocols.http1.heads import Request, Response


def request(*headers, version="HTTP/1.1"):
    return Request("POST", "/", version, headers)


def response(*headers, status=200):
    return Response("HTTP/1.1", status, "", headers)


TE, CL = "Transfer-Encoding", "Content-Length"


@pytest.mark.parametrize(
    ("head", "framing"),
    [
        (request(), NO_BODY),
        (request((CL, "3")), Framing(3)),
        (request((CL, "3"), (CL, "3")), Framing(3)),
        (request((CL, "3, 3")), Framing(3)),
        (request((TE, "Chunked"), (CL, "3")), CHUNKED),
    ],
)
def test_requests(head, framing):
    assert request_framing(head) == framing


@pytest.mark.parametrize(
    "head",
    [
        request((CL, "3"), (CL, "4")),
        request((CL, "+3")),
        request((CL, "")),
        request((CL, "1" * 19)),
        request((TE, "gzip")),
        request((TE, "gzip, chunked")),
        request((TE, "chunked"), version="HTTP/1.0"),
    ],
)
def test_requests_without_an_end_are_refused(head):
    with pytest.raises(RemoteProtocolError) as caught:
        request_framing(head)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("head", "method", "framing"),
    [
        (response((CL, "3")), "GET", Framing(3)),
        (response((CL, "3")), "HEAD", NO_BODY),
        (response((CL, "3"), status=304), "GET", NO_BODY),
        (response(status=204), "GET", NO_BODY),
        (response(status=100), "GET", NO_BODY),
        (response(), "GET", UNTIL_CLOSE),
        (response((TE, "chunked")), "GET", CHUNKED),
        (response((TE, "gzip, chunked")), "GET", CHUNKED),
        (response((TE, "gzip")), "GET", UNTIL_CLOSE),
    ],
)
def test_responses(head, method, framing):
    assert response_framing(head, method) == framing


@pytest.mark.parametrize("coding", ["chunked, chunked", "chunked, gzip"])
def test_responses_with_chunked_before_the_end_are_refused(coding):
    with pytest.raises(RemoteProtocolError, match="more than once"):
        response_framing(response((TE, coding)), "GET")


def test_chunk_sizes():
    assert parse_chunk_size(b"1F") == 31
    assert parse_chunk_size(b"0" * 30 + b"5") == 5
    assert parse_chunk_size(b"0" * 30) == 0
    assert parse_chunk_size(b'0a ;x="y"') == 10
    for line in (b"", b"-1", b"0x5", b"5 x", b"1" * 17):
        with pytest.raises(RemoteProtocolError, match="not the size of a chunk"):
            parse_chunk_size(line)
