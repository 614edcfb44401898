"""Event streams: written, read in any pieces, by the rules of the HTML Living Standard §9.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.sse.parsing import BOM, Event, Parser
from helpers.protocols.sse.serializing import serialize_comment, serialize_event, serialize_retry

READ = [
    # the examples of the standard
    (b"data: YHOO\ndata: +2\ndata: 10\n\n", [Event("YHOO\n+2\n10")]),
    (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [Event("first event", id="1"), Event("second event"), Event(" third event")],
    ),
    (b"data\n\ndata\ndata\n\ndata:", [Event(""), Event("\n")]),
    (b"data:test\n\ndata: test\n\n", [Event("test"), Event("test")]),
    # line ends
    (b"data: a\r\rdata: b\r\n\r\ndata: c\n\n", [Event("a"), Event("b"), Event("c")]),
    (b"data: a\r\ndata: b\rdata: c\n\r\n", [Event("a\nb\nc")]),
    # the byte order mark, once
    (BOM + b"data: a\n\n" + BOM + b"data: b\n\ndata: c\n\n", [Event("a"), Event("c")]),
    # fields
    (
        b"event: add\ndata: a\n\ndata: b\n\nevent: no data\n\ndata: c\n\n",
        [Event("a", "add"), Event("b"), Event("c")],
    ),
    (
        b"id: 7\n\ndata: a\n\nid: 8\x00\ndata: b\n\nid:\ndata: c\n\n",
        [Event("a", id="7"), Event("b", id="7"), Event("c")],
    ),
    (b"Data: no\ndatum: no\n data: no\ndata : no\n:data: no\n\n", []),
    ("data: grüß 😀\n\n".encode(), [Event("grüß 😀")]),
    (b"data: \xff\n\n", [Event("\ufffd")]),
    (b"data: unfinished\n", []),
]


def read(data, size=None):
    parser, events = Parser(), []
    for at in range(0, len(data), size or max(1, len(data))):
        events += parser.receive_data(data[at : at + (size or len(data))])
    assert parser.receive_data(b"") == []
    return parser, events


@pytest.mark.parametrize(("data", "events"), READ)
def test_read(data, events):
    for size in (None, 1, 2, 3, 7):
        assert read(data, size)[1] == events


def test_the_wait_and_the_last_id():
    parser, events = read(b"retry: 1500\nretry: 1 s\nretry:\nretry: -1\nid: 5\n\nid: 6\ndata: lost\n")
    assert (parser.retry, parser.last_event_id, events) == (1500, "5", [])
    assert read("retry: ٣\n".encode())[0].retry is None
    assert Parser(last_event_id="9").receive_data(b"data: a\n\n") == [Event("a", id="9")]


@pytest.mark.parametrize(
    "data", [b"x" * 11, b"data: 1234\ndata: 1234\ndata: 1", b"data: 12345\ndata: 12345\n"]
)
def test_an_event_without_end_is_refused(data):
    with pytest.raises(RemoteProtocolError, match="more than 10 bytes"):
        Parser(limit=10).receive_data(data)


def test_write():
    assert serialize_event("a\nb\r\nc\rd", event="add", id="7") == (
        b"event: add\nid: 7\ndata: a\ndata: b\ndata: c\ndata: d\n\n"
    )
    assert serialize_event("", id="") == b"id: \ndata: \n\n"
    assert serialize_comment() == b":\n"
    assert serialize_comment("still\nhere") == b": still\n: here\n"
    assert serialize_retry(3000) == b"retry: 3000\n\n"


@pytest.mark.parametrize(
    "write",
    [
        lambda: serialize_event("a", event="b\nc"),
        lambda: serialize_event("a", id="b\rc"),
        lambda: serialize_event("a", id="\0"),
        lambda: serialize_event("\ud800"),
        lambda: serialize_retry(-1),
    ],
)
def test_what_would_not_arrive_is_refused(write):
    with pytest.raises(LocalProtocolError):
        write()


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LINE = TEXT.map(lambda text: text.replace("\r", "").replace("\n", "").replace("\0", ""))
EVENTS = st.lists(st.tuples(TEXT, LINE, LINE | st.none()), max_size=5)


@given(EVENTS, st.data())
def test_what_is_written_is_read_in_any_pieces(wanted, draw):
    data = b"".join(serialize_event(text, event=event, id=id) for text, event, id in wanted)
    last, events = "", []
    for text, event, id in wanted:
        last = last if id is None else id
        events.append(Event(text.replace("\r\n", "\n").replace("\r", "\n"), event or "message", last))
    parser, found = Parser(), []
    while data:
        size = draw.draw(st.integers(1, len(data)))
        found += parser.receive_data(data[:size])
        data = data[size:]
    assert found == events


@given(st.text("dataidretry: 0\r\n\ufeff").map(str.encode) | st.binary(), st.data())
def test_any_bytes_at_any_split(data, draw):
    whole = read(data)[1]
    at = draw.draw(st.integers(0, len(data)))
    parser = Parser()
    assert parser.receive_data(data[:at]) + parser.receive_data(data[at:]) == whole
