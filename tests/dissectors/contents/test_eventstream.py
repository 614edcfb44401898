from hypothesis import given
from hypothesis import strategies as st

from helpers.dissectors.contents.eventstream import event_stream_item_end
from helpers.dissectors.contents.registry import Said, explain
from tests.dissectors.tiling import check_tiles, named

SAID = Said(True, "text/event-stream")


def explained(data):
    (field,) = explain(data, 7, SAID)
    assert field.deferred
    check_tiles([field], 7, 7 + len(data))
    return field


def events(data):
    return [(child.name, child.value) for child in explained(data).children]


def test_an_event_a_field():
    data = b'\xef\xbb\xbf: hi\r\nevent: add\ndata: {"a": 1}\r\n\r\nid: 1\r\rdata: not wh'
    assert events(data) == [
        ("byte order mark", ""),
        ("event", '{"a": 1}'),
        ("event", "none"),
        ("event", "incomplete"),
    ]
    field = explained(data)
    assert named([field], "comment").value == " hi"
    assert named([field], "a").value == "1"
    assert "fires “add”" in field.children[1].note
    assert [child.value for child in field.children[2].children] == ["1", "CR", "CR"]
    assert named([field], "line").value == "data: not wh"


def test_what_is_ignored_is_said():
    def note(line, name):
        return named([explained(line + b"\n\n")], name).note

    assert "Ignored: it has a NUL in it." in note(b"id: 1\x00", "id")
    assert "Ignored: not only digits." in note(b"retry: soon", "retry")
    assert "Ignored" not in note(b"retry: 1000", "retry") + note(b"id: 1", "id")
    assert note(b"datum", "datum") == "A field that nobody knows is ignored."
    assert named([explained(b"data\n\n")], "data").value == ""


def test_later_lines_stay_in_one_piece():
    assert events(b"data: a\n\n" * 200) == [("event", "a")] * 200
    assert events(b"data: a\n\n" * 201)[-1] == ("more lines", "data: a\n\n")
    assert events(b"data: a\n" * 401) == [("event", "incomplete"), ("more lines", "data: a\n")]


def test_where_the_last_whole_event_ends():
    assert event_stream_item_end(b"data: a\n\ndata: b\r\n\r\ndata") == 20
    assert event_stream_item_end(b"data: a\r\n") == 0
    assert event_stream_item_end(b"data: a\r\rx") == 9
    assert event_stream_item_end(b"") == 0


@given(st.text("dataid: 1\r\n\ufeff", min_size=1).map(str.encode) | st.binary(min_size=1))
def test_any_bytes_are_tiled(data):
    explained(data)
