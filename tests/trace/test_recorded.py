"""Recordings that come with the course."""

import pytest

from helpers.trace import recorded
from helpers.vocabulary import Side


def test_a_recording_is_a_trace_of_real_bytes():
    trace = recorded("4a-browser")
    assert trace.stream(0, Side.CLIENT).startswith(b"GET /chat HTTP/1.1\r\n")
    assert trace.stream(0, Side.SERVER).startswith(b"HTTP/1.1 101 Switching Protocols\r\n")


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(LookupError, match=r"no recording named 'nothing' \(there are: 4a-browser"):
        recorded("nothing")
