"""Which records a TLS connection is cut into, and when it is taken for one."""

from helpers.protocols.splitter import Splitter
from helpers.protocols.tls.reading import TlsUnit
from helpers.protocols.tls.records import RecordHeader, RecordType
from helpers.protocols.unit import Status
from tests.dissectors.tiling import CLIENT, SERVER, cut, split

HELLO = bytes.fromhex("16 03 01 00 03 01 02 03")
SECRET = bytes.fromhex("17 03 03 00 02 aa bb")


def test_records_of_both_sides():
    script = [(CLIENT, HELLO), (SERVER, HELLO + SECRET), (CLIENT, SECRET + b"\x17\x03")]
    splitter, units = cut(script)
    assert cut(list(split(script, None)))[1] == units
    assert [(unit.side, unit.start, unit.end) for unit in units] == [
        (CLIENT, 0, 8),
        (SERVER, 0, 8),
        (SERVER, 8, 15),
        (CLIENT, 8, 15),
    ]
    assert {(unit.protocol, unit.kind) for unit in units} == {("tls", TlsUnit.RECORD)}
    assert units[1].head == RecordHeader(RecordType.HANDSHAKE, (3, 1), 3)
    assert splitter.rest(CLIENT).reason == "a record is not complete"


def test_a_record_is_announced_by_its_header():
    splitter, _ = cut([(CLIENT, HELLO[:6])])
    rest = splitter.rest(CLIENT)
    assert (rest.reason, rest.head.length) == ("a record of 3 bytes is announced", 3)


def test_what_is_no_record_is_malformed():
    splitter, _ = cut([(CLIENT, HELLO + b"GET / HTTP/1.1\r\n")])
    rest = splitter.rest(CLIENT)
    assert (rest.start, rest.status, rest.reason) == (8, Status.MALFORMED, "71 is no type of a TLS record")


def test_one_byte_is_too_early_to_say():
    splitter = Splitter()
    assert splitter.receive_data(CLIENT, HELLO[:1]) == []
    assert splitter.protocol(CLIENT) == "http1"  # what everything is until it says otherwise
    assert len(splitter.receive_data(CLIENT, HELLO[1:])) == 1
    assert splitter.protocol(SERVER) == "tls"
