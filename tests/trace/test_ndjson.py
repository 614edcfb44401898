"""NDJSON: what is saved is what is loaded, and what cannot be read is named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.trace import Arrival, Mark, Release, Trace, ndjson
from helpers.vocabulary import Ending, Side

times = st.floats(allow_nan=False, allow_infinity=False)
sides, endings, numbers = st.sampled_from(Side), st.none() | st.sampled_from(Ending), st.integers(0, 2**40)
records = st.one_of(
    st.builds(Arrival, numbers, sides, times, st.binary(), endings),
    st.builds(Release, numbers, sides, times, numbers, numbers, st.text(), st.none() | st.binary(), endings),
    st.builds(Mark, st.text(), times, times, st.text()),
    st.builds(Mark, st.text(), times, times, st.text(), st.integers(), st.sampled_from(Side)),
)
HEAD = '{"format": "realtime-on-the-wire trace", "version": 1}\n'


def trace_of(*records) -> Trace:
    trace = Trace(clock=lambda: 0.0)
    for record in records:
        trace.append(record)
    return trace


@given(st.lists(records))
def test_load_of_save_is_the_same_trace(listed):
    trace = trace_of(*listed)
    assert ndjson.load(ndjson.save(trace)) == trace


def test_one_line_a_record_with_bytes_in_hex():
    text = ndjson.save(trace_of(Arrival(0, Side.CLIENT, 0.5, b"\x81\x00", Ending.EOF)))
    line = (
        '{"kind": "arrival", "connection": 0, "side": "client", "time": 0.5, "data": "8100", "ending": "eof"}'
    )
    assert text == HEAD + line + "\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: expected {"),
        ("{}\n", "line 1: expected {"),
        ("hello\n", "line 1: not JSON (Expecting value at column 1)"),
        (HEAD + "[1]\n", "line 2: expected an object, found list"),
        (HEAD + '{"kind": "packet"}\n', "line 2: expected a kind of arrival, release, mark"),
        (HEAD + '{"kind": "mark"}\n', "line 2: not a mark: "),
        (HEAD + '\n{"kind": "arrival", "data": "zz"}\n', "line 3: not a arrival: non-hexadecimal number"),
        (
            HEAD + '{"kind": "arrival", "side": "middle"}\n',
            "line 2: not a arrival: 'middle' is not a valid Side",
        ),
    ],
)
def test_names_the_line_that_cannot_be_read(text, said):
    with pytest.raises(ValueError, match="^" + re.escape(said)):
        ndjson.load(text)


def test_a_loaded_trace_has_no_clock():
    with pytest.raises(RuntimeError, match="recording"):
        ndjson.load(HEAD).clock()
