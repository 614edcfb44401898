import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.dissectors.contents.jsontext import explain_json
from helpers.dissectors.contents.registry import Said
from tests.dissectors.tiling import check_tiles, leaves, named

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(VALUES) | st.dictionaries(st.text(), VALUES), st.sampled_from([None, 1]), st.booleans())
def test_any_json_is_tiled(value, indent, ascii_only):
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    field = explain_json(data, 3, Said())
    if field is not None:
        check_tiles([field], 3, 3 + len(data))


def test_members_are_leaves():
    field = explain_json(
        ' {"a": 1, "b": [true, null, "ü"],\n"c": {}, "d": {"e": false}} '.encode(), 0, Said()
    )
    shown = [(child.name, child.value) for child in field.children]
    assert shown == [
        ("space", ""),
        ("object begins", "{"),
        ("a", "1"),
        ("separator", ","),
        ("b", '[true, null, "ü"]'),
        ("separator", ","),
        ("c", "{}"),
        ("separator", ","),
        ("d", '{"e": false}'),
        ("object ends", "}"),
        ("space", ""),
    ]
    assert [leaf.value for leaf in leaves(named([field], "b").children)] == [
        "b", "[", "true", ",", "null", ",", '"ü"', "]",
    ]  # fmt: skip
    notes = {leaf.note for leaf in leaves([field])}
    assert {"A number.", "A boolean.", "Null: no value.", "A string."} <= notes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        '"text"',
        "1",
        "{",
        "[1,]",
        "{'a': 1}",
        "[NaN]",
        "[1] 2",
        "[" * 100_000,
        "[" + "1," * 401 + "1]",
        "[" * 30_000 + "]" * 30_000,
        " " * 70_000 + "[]",
        "[" + "9" * 5000 + "]",
    ],
)
def test_what_stays_one_piece(text):
    assert explain_json(text.encode(), 0, Said()) is None


def test_bytes_that_are_no_text():
    assert explain_json(b'["\xff"]', 0, Said()) is None


def test_too_deep_is_one_leaf():
    data = b"[" * 25 + b'{"a":1}' + b"]" * 25
    field = explain_json(data, 0, Said())
    check_tiles([field], 0, len(data))
    assert named([field], "[0]")
    assert any(leaf.note.startswith("An array, too deep") for leaf in leaves([field]))


def test_a_text_is_taken_apart_when_somebody_looks():
    field = explain_json(b"[[1]]", 0, Said())
    assert field.deferred
    assert field.children is field.children
    assert not field.deferred
