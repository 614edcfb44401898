import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.signalr.records import Records, record

TEXTS = st.lists(st.text(max_size=5).filter(lambda one: "\x1e" not in one), max_size=5)


@given(TEXTS, st.data())
def test_any_split_gives_the_same_records(texts, data):
    wire, records, found = "".join(map(record, texts)), Records(), []
    ends = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=4)))
    for start, end in zip([0, *ends], [*ends, len(wire)], strict=True):
        found += records.receive(wire[start:end])
    assert (found, records.rest) == (texts, "")


def test_what_has_no_end_waits():
    records = Records()
    assert records.receive('{"a":1}\x1e{"b"') == ['{"a":1}']
    assert records.rest == '{"b"'
    assert records.receive(":2") == []
    assert records.receive("}\x1e\x1e") == ['{"b":2}', ""]


def test_the_limit_is_one_records_and_in_bytes():
    assert Records(limit=4).receive("€\x1e1234\x1e123") == ["€", "1234"]
    for pieces in (["12345\x1e"], ["1234", "5"], ["€€"], ["1\x1e12345"]):
        records = Records(limit=4)
        with pytest.raises(RemoteProtocolError, match="more than 4 bytes") as refused:
            [records.receive(piece) for piece in pieces]
        assert refused.value.close_code == 1009


def test_a_separator_inside_is_ours_to_prevent():
    with pytest.raises(LocalProtocolError):
        record("a\x1eb")
