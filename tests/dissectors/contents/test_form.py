import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.dissectors.contents.form import LIMIT, explain_form
from helpers.dissectors.contents.registry import Said, explain
from tests.dissectors.tiling import check_tiles, leaves

FORM = Said(True, "application/x-www-form-urlencoded")


def test_names_and_values_are_decoded():
    (field,) = explain(b"name=Ada+Lovelace&text=gr%C3%BC%C3%9F&&empty=&=x&flag", 3, FORM)
    check_tiles([field], 3, 3 + 53)
    shown = [(child.name, child.value) for child in field.children if child.name != "separator"]
    assert shown == [
        ("name", "Ada Lovelace"), ("text", "grüß"), ("empty", ""), ('""', "x"), ("flag", ""),
    ]  # fmt: skip
    assert all(leaf.note and leaf.rfc for leaf in leaves([field]))


@pytest.mark.parametrize("data", [b"Hello", b'{"a": "b=c"}', b"[1]=2", "ü=1".encode(), b"a=" + b"&" * 401])
def test_what_is_no_form(data):
    assert explain_form(data, 0, FORM) is None


def test_too_much_stays_one_piece():
    assert explain_form(b"a=" + b"x" * LIMIT, 0, FORM) is None


@given(st.text("ab=&+%1", min_size=1))
def test_any_form_is_tiled(text):
    check_tiles(explain(text.encode(), 0, FORM), 0, len(text))
