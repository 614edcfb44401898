"""Values of answers as they are compared."""

from fractions import Fraction

import pytest

from helpers.checks.engine.values import rounded


@pytest.mark.parametrize(
    ("value", "as_compared"),
    [
        (1 / 3, 0.333333),
        (Fraction(2, 3), 0.666667),
        (2, 2.0),
        (-0.0, 0.0),
        ([1, 0.1 + 0.2, None], (1.0, 0.3, None)),
        ("3", "3"),
        (None, None),
        (10**400, 10**400),
    ],
)
def test_numbers_are_compared_to_so_many_places(value, as_compared):
    assert rounded(value, 6) == as_compared


@pytest.mark.parametrize("value", [True, float("inf"), 10**400])
def test_what_is_no_such_number_stays_as_it_is(value):
    assert rounded(value, 6) is value
    assert str(rounded(float("nan"), 6)) == "nan"


def test_a_list_of_itself_has_an_end():
    row = [1]
    row.append(row)
    assert rounded(row, 6) == (1.0, row)
