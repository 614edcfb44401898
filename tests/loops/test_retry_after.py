"""Retry-After as RFC 9110 has it, and anything else is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.loops.retry_after import retry_after

NOW = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        (" 7 ", 7),
        ("Sun, 06 Nov 1994 08:51:37 GMT", 120),
        ("Sunday, 06-Nov-94 08:51:37 GMT", 120),
        ("Sun Nov  6 08:51:37 1994", 120),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 162_573_022),
    ],
)
def test_reads_seconds_and_all_three_dates(text: str, seconds: float):
    assert retry_after(text, now=NOW) == seconds


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "soon",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "١٢",
        "1 2",
        "1" * 5000,
        "2026-11-22T10:00:00Z",
        "Sun, 99 Foo 1994 08:51:37 GMT",
        "Sun, 06 Nov 1994",
        "Sun, 06 Nov 99999999999 08:49:37 GMT",
    ],
)
def test_ignores_what_it_cannot_read(text: str | None):
    assert retry_after(text, now=NOW) is None


@given(st.text(max_size=60) | st.from_regex(r"Sun, \d+ [A-Z][a-z]{2} \d+ \d\d:\d\d:\d\d.*", fullmatch=True))
def test_never_raises_and_is_never_negative(text: str):
    seconds = retry_after(text, now=NOW)
    assert seconds is None or seconds >= 0
