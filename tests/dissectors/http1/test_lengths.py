"""Content-Length and Transfer-Encoding: one line means other things in other heads. Literal bytes."""

import pytest

from tests.dissectors.tiling import CLIENT, SERVER, check_connection, named

GET = b"GET / HTTP/1.1\r\n\r\n"
HEAD = b"HEAD / HTTP/1.1\r\n\r\n"
CONNECT = b"CONNECT a:1 HTTP/1.1\r\n\r\n"


def line(name, data, *, asked=b""):
    """What is said of a header line, in a request or (with what was asked) in a response."""
    script = [(CLIENT, asked), (SERVER, data)] if asked else [(CLIENT, data)]
    found = check_connection(script, []).sections(SERVER if asked else CLIENT)
    field = named([found[0].field], name)
    value = named([field], "value")
    assert (value.note, value.rfc) == (field.note, field.rfc)
    return field.note, field.rfc


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\nContent-Length: x\r\n\r\n0\r\n\r\n",
    ],
)
def test_beside_transfer_encoding_it_is_overridden(data):
    note, rfc = line("Content-Length", data)
    assert note.startswith("Overridden: Transfer-Encoding stands in the same head")
    assert "smuggled" in note
    assert rfc == "RFC 9112 §6.3"


@pytest.mark.parametrize(
    ("asked", "answer", "words"),
    [
        (HEAD, b"200 OK", "Not of a body that follows: how many bytes a GET would have brought."),
        (GET, b"304 Not Modified", "Not of a body that follows: how many bytes a 200 would have brought."),
        (HEAD, b"304 Not Modified", "Not of a body that follows"),
        (GET, b"204 No Content", "Illegal: a 204 has no body"),
        (GET, b"103 Early Hints", "Illegal: a 103 has no body"),
        (CONNECT, b"200 OK", "Ignored: after this answer the connection is a tunnel"),
    ],
)
def test_in_a_response_without_a_body(asked, answer, words):
    data = b"HTTP/1.1 " + answer + b"\r\nContent-Length: 5\r\n\r\n"
    note, rfc = line("Content-Length", data, asked=asked)
    assert note.startswith(words)
    assert rfc == "RFC 9110 §8.6"
    no_body_either = data.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert line("Content-Length", no_body_either, asked=asked)[0] == note


@pytest.mark.parametrize("asked", [GET, CONNECT])
def test_the_usual(asked):
    data = b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"
    usual = ("How many bytes of body follow the blank line.", "RFC 9110 §8.6")
    assert line("Content-Length", data, asked=asked) == usual
    assert line("Content-Length", b"POST / HTTP/1.1\r\nContent-Length: 2, 2\r\n\r\nhi") == usual
    alone = check_connection([(SERVER, data)], []).sections(SERVER)[0]
    assert named([alone.field], "Content-Length").note == usual[0]
    unfinished = check_connection([(SERVER, data[:-3])], []).tail(SERVER)
    assert named([unfinished.field], "Content-Length").note == usual[0]


@pytest.mark.parametrize("value", [b"2, 3", b"-2", b"+2", b"two", b"2\r\nContent-Length: 3"])
def test_what_is_not_one_number(value):
    note, rfc = line("Content-Length", b"POST / HTTP/1.1\r\nContent-Length: " + value + b"\r\n\r\nhi")
    assert note.startswith("Illegal: it is not one number")
    assert rfc == "RFC 9112 §6.3"


@pytest.mark.parametrize(
    ("data", "asked", "words"),
    [
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            GET,
            "The body was coded (gzip), then cut",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", GET, "Coded, and not in chunks"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            GET,
            "“chunked”: the body comes in pieces",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", GET, "Illegal here"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"", "Illegal here"),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", b"", "Illegal here"),
    ],
)
def test_transfer_encoding(data, asked, words):
    assert line("Transfer-Encoding", data, asked=asked)[0].startswith(words)


def test_in_a_trailer_it_is_ignored():
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    script = [(CLIENT, head + b"0\r\nContent-Length: 9\r\nETag: x\r\n\r\n")]
    last = check_connection(script, []).sections(CLIENT)[1]
    field = named([last.field], "Content-Length")
    assert (field.note, field.rfc) == (
        "Ignored: what ends a body cannot be said after it.",
        "RFC 9110 §6.5.1",
    )
    assert named([last.field], "ETag").note.startswith("A mark for this version")
