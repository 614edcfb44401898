"""What joins the dissectors; the splits are tried in test_any_bytes."""

import pytest

from helpers.dissectors.connection import Dissector
from helpers.protocols.units import Kind
from tests.dissectors.hostile import SWITCH, UPGRADE
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, check_tiles, dissect, split


def test_a_section_is_complete_or_says_what_is_missing():
    dissector = check_connection([(CLIENT, UPGRADE[:20])], [])
    tail = dissector.tail(CLIENT)
    assert (tail.kind, tail.complete, tail.summary) == (Kind.HTTP_HEAD, False, "incomplete")
    (section,) = dissector.receive_eof(CLIENT)
    assert "the stream ended here" in section.field.note
    assert not section.complete
    assert dissector.tail(CLIENT) is None
    assert dissector.receive_data(CLIENT, b"more") == []
    assert dissector.receive_eof(CLIENT) == []


def test_what_waits_for_the_response_is_raw_meanwhile():
    dissector, _ = dissect([(CLIENT, UPGRADE + b"\x81\x80abcd")])
    assert not dissector.upgraded
    assert dissector.tail(CLIENT).kind is Kind.RAW
    assert "the response decides" in dissector.tail(CLIENT).field.note
    found = dissector.receive_data(SERVER, SWITCH)
    assert [(section.side, section.title) for section in found] == [(SERVER, "101"), (CLIENT, "TEXT")]
    assert dissector.upgraded
    assert dissector.raw_from(CLIENT) is None


def test_raw_grows_and_only_its_beginning_is_kept():
    dissector = Dissector()
    for _ in range(1000):
        dissector.receive_data(CLIENT, bytes(1000))
    assert dissector.raw_from(CLIENT) == (0, "no HTTP")
    tail = dissector.tail(CLIENT)
    assert (tail.title, tail.end) == ("1000000 bytes", 1_000_000)
    assert len(dissector._streams[CLIENT].buffer) <= 1024
    (section,) = dissector.receive_eof(CLIENT)
    assert section == tail


def test_a_body_until_close():
    script = [(SERVER, b"HTTP/1.1 200 OK\r\n\r\nHello"), (SERVER, b"")]
    dissector = check_connection(script, [list(split(script, None))])
    assert [(section.title, section.summary) for section in dissector.sections(SERVER)] == [
        ("200", "OK"),
        ("5 bytes", "body"),
    ]


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "body"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "chunk"),
    ],
)
def test_unfinished_bodies(data, title):
    dissector = check_connection([(SERVER, data), (SERVER, b"")], [])
    last = dissector.sections(SERVER)[-1]
    assert (last.title, last.summary, last.complete) == (title, "incomplete", False)
    assert last.field.rfc == "RFC 9112 §8"


def test_malformed():
    dissector = check_connection([(CLIENT, b"GET / HTTP/1.1\r\nA : b\r\n\r\n")], [])
    tail = dissector.tail(CLIENT)
    assert tail.summary.startswith("malformed: whitespace before the colon")
    assert tail.field.name == "malformed"
    check_tiles([tail.field], 0, tail.end)
