import pytest

from tests.dissectors.tiling import CLIENT, check_connection, check_tiles, dissect, leaves

ALERT = bytes.fromhex("15 03 03 00 02 01 00")


@pytest.mark.parametrize(
    ("data", "title", "summary"),
    [
        ("16 03 01 00 03 01 02 03", "Handshake", "3 bytes"),
        ("14 03 03 00 01 01", "Change cipher spec", "1 byte"),
        ("17 03 03 00 00", "Application data", "0 bytes"),
        ("18 03 04 00 01 00", "Heartbeat", "1 byte"),
    ],
)
def test_records(data, title, summary):
    script = [(CLIENT, b"\x16\x03\x01\x00\x00"), (CLIENT, bytes.fromhex(data))]
    section = check_connection(script, []).sections(CLIENT)[1]
    assert (section.title, section.summary) == (title, summary)
    assert all(leaf.note.endswith(".") and leaf.rfc == "RFC 8446 §5.1" for leaf in leaves([section.field]))


def test_the_parts_of_a_record():
    (section,) = check_connection([(CLIENT, ALERT)], [], protocol="tls").sections(CLIENT)
    assert [(child.name, child.value) for child in section.field.children] == [
        ("content type", "21"),
        ("version", "3.3"),
        ("length", "2"),
        ("fragment", "01 00"),
    ]
    assert section.field.children[1].note.startswith("TLS 1.2, for the sake of old boxes")


def test_unfinished_records():
    for size in range(1, len(ALERT)):
        dissector, _ = dissect([(CLIENT, ALERT[:size])], protocol="tls")
        tail = dissector.tail(CLIENT)
        check_tiles([tail.field], 0, size)
        assert (tail.title, tail.summary) == ("TLS record" if size < 5 else "Alert", "incomplete")
