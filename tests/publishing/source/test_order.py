import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.source.order import order_key, section_number


def test_aa_comes_after_z_and_ten_after_nine():
    codes = ["10A", "2AA", "2Z", "2B", "1A", "9C"]
    assert sorted(codes, key=order_key) == ["1A", "2B", "2Z", "2AA", "9C", "10A"]


@pytest.mark.parametrize("code", ["", "A", "2", "2a", "2A1", "A2", " 2A", "2A\n", "٢A", None, 2])
def test_a_malformed_code_is_named(code):
    with pytest.raises(CourseError, match="expected digits, then capital letters") as caught:
        order_key(code, where="x.md")
    assert repr(code) in str(caught.value)
    assert str(caught.value).startswith("x.md: ")


def test_the_digits_are_the_section():
    assert section_number("12B") == 12
