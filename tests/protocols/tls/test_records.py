import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.tls.records import RecordHeader, RecordType, parse_record_header

HEADERS = [
    ("16 03 01 02 00", RecordHeader(RecordType.HANDSHAKE, (3, 1), 512)),
    ("14 03 03 00 01", RecordHeader(RecordType.CHANGE_CIPHER_SPEC, (3, 3), 1)),
    ("17 03 03 41 00", RecordHeader(RecordType.APPLICATION_DATA, (3, 3), 16_640)),
    ("15 03 03 00 00", RecordHeader(RecordType.ALERT, (3, 3), 0)),
]


@pytest.mark.parametrize(("data", "header"), HEADERS)
def test_reads_and_writes(data, header):
    data = bytes.fromhex(data)
    assert parse_record_header(data) == parse_record_header(data + b"more") == header
    assert header.serialize() == data
    assert [parse_record_header(data[:size]) for size in range(5)] == [None] * 5


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("13 03 03 00 00", "19 is no type of a TLS record"),
        ("16 02 00 00 00", "a record of version 2.0, not 3.x"),
        ("17 03 03 48 01", "a record of 18433 bytes, at most 18432 are allowed"),
    ],
)
def test_refuses(data, reason):
    with pytest.raises(RemoteProtocolError, match=reason):
        parse_record_header(bytes.fromhex(data))
