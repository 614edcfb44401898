"""Retry-After as RFC 9110 has it, and anything else is nothing."""

import time

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
        "Wed, 21 Oct 2015 25:61:00 GMT",
        "Wed, 31 Feb 2027 08:49:37 GMT",
        "Mon Feb 31 08:49:37 2027",
        "Sun, 06 Nov 1994 08:51:61 GMT",
        "Sun, 06 Nov 0000 08:51:37 GMT",
        "Sun, 06 Nov 1994 08:51:37 +0200",
        "Sun, 6 Nov 1994 08:51:37 GMT",
        "sun, 06 nov 1994 08:51:37 gmt",
        "Sun Nov 6 08:51:37 1994",
    ],
)
def test_ignores_what_it_cannot_read(text: str | None):
    assert retry_after(text, now=NOW) is None


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_a_date_without_a_zone_is_utc_wherever_we_are(zone: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert retry_after("Sun Nov  6 08:51:37 1994", now=NOW) == 120
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_leap_second_and_a_year_of_two_digits():
    assert retry_after("Fri, 31 Dec 1999 23:59:60 GMT", now=NOW) == 162_573_023
    fifty_years_ahead = retry_after("Sunday, 06-Nov-44 08:49:37 GMT", now=NOW)
    assert fifty_years_ahead == 18_263 * 86_400
    assert (
        retry_after("Monday, 06-Nov-45 08:49:37 GMT", now=NOW) == 0
    )  # more than 50 years ahead: it was 1945


@given(st.text(max_size=60) | st.from_regex(r"Sun, \d+ [A-Z][a-z]{2} \d+ \d\d:\d\d:\d\d.*", fullmatch=True))
def test_never_raises_and_is_never_negative(text: str):
    seconds = retry_after(text, now=NOW)
    assert seconds is None or seconds >= 0
