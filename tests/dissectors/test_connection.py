"""What joins the dissectors; the splits are tried in test_any_bytes."""

import pytest

from helpers.dissectors.connection import Dissector
from helpers.protocols import reading
from helpers.protocols.http1.reading import Http1, HttpUnit
from helpers.protocols.unit import Floor, Status
from tests.dissectors.hostile import SWITCH, UPGRADE
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, dissect, split


def test_a_section_is_complete_or_says_what_is_missing():
    dissector = check_connection([(CLIENT, UPGRADE[:20])], [])
    tail = dissector.tail(CLIENT)
    assert (tail.unit.kind, tail.unit.status) == (HttpUnit.HEAD, Status.UNFINISHED)
    assert tail.summary == "incomplete"
    (section,) = dissector.receive_eof(CLIENT)
    assert "the stream ended here" in section.field.note
    assert section.unit.status is Status.UNFINISHED
    assert repr(section) == "<GET / incomplete: HTTP head 0–20>"
    assert {section, tail} == {section, tail}
    assert dissector.tail(CLIENT) is None
    assert dissector.receive_data(CLIENT, b"more") == []
    assert dissector.receive_eof(CLIENT) == []


def test_what_waits_for_the_response_is_raw_meanwhile():
    dissector, _ = dissect([(CLIENT, UPGRADE + b"\x81\x80abcd")])
    assert dissector.tail(CLIENT).unit.kind is Floor.RAW
    assert "the response decides" in dissector.tail(CLIENT).field.note
    found = dissector.receive_data(SERVER, SWITCH)
    assert [(section.unit.side, section.title) for section in found] == [(SERVER, "101"), (CLIENT, "TEXT")]
    assert dissector.protocol(CLIENT) == "websocket"


def test_what_nobody_cuts_grows_until_it_is_cut_into_reads():
    dissector = Dissector()
    for _ in range(1000):
        dissector.receive_data(CLIENT, bytes(1000))
    assert dissector.by_reads(CLIENT)
    tail = dissector.tail(CLIENT)
    assert (tail.title, tail.unit.end, tail.unit.reason) == ("1000000 bytes", 1_000_000, "no HTTP")
    read = dissector.cut_read(CLIENT, 1000)
    assert (read.title, read.data) == ("1000 bytes", bytes(1000))
    (section,) = dissector.receive_eof(CLIENT)
    assert section.data == bytes(999_000)
    assert tail.data == bytes(1_000_000)  # as it was
    assert dissector.tail(CLIENT) is None


def test_a_protocol_that_nobody_explains(monkeypatch):
    class Untold(Http1):
        protocol = "untold"

    assert check_connection([], [])
    monkeypatch.setitem(reading._readings, "untold", Untold)
    dissector = check_connection([(CLIENT, b"GET / HTTP/1.1\r\n\r\nGET")], [], protocol="untold")
    assert [section.title for section in dissector.sections(CLIENT)] == ["18 bytes"]
    assert dissector.tail(CLIENT).title == "3 bytes"


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
    assert (last.title, last.summary, last.unit.status) == (title, "incomplete", Status.UNFINISHED)
    assert last.field.rfc == "RFC 9112 §8"


def test_malformed():
    dissector = check_connection([(CLIENT, b"GET / HTTP/1.1\r\nA : b\r\n\r\nbody")], [])
    tail = dissector.tail(CLIENT)
    assert tail.summary.startswith("malformed: whitespace before the colon")
    assert tail.field.name == "malformed"
    assert tail.unit.status is Status.MALFORMED
