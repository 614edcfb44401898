from hypothesis import given
from hypothesis import strategies as st

from helpers.dissectors.contents.registry import Said, explain
from tests.dissectors.tiling import check_tiles, named

NDJSON = Said(True, "application/x-ndjson")


def lines(data):
    (field,) = explain(data, 7, NDJSON)
    assert field.deferred
    check_tiles([field], 7, 7 + len(data))
    return [(child.name, child.value) for child in field.children]


def test_a_text_a_line():
    assert lines(b'{"a": 1}\n\n3\n{"b": ') == [
        ("JSON", '{"a": 1}'),
        ("line end", "LF"),
        ("line end", "LF"),
        ("line", "3"),
        ("line end", "LF"),
        ("line", '{"b": '),
    ]
    (field,) = explain(b'{"a": 1}\n', 0, NDJSON)
    assert named([field], "a").value == "1"


def test_later_lines_stay_in_one_piece():
    assert lines(b"1\n" * 400) == [("line", "1"), ("line end", "LF")] * 400
    assert lines(b"1\n" * 401)[-1] == ("more lines", "1\n")


@given(st.text('{}[]1"\n ', min_size=1))
def test_any_lines_are_tiled(text):
    lines(text.encode())
