import ssl

import pytest

from tests.dissectors.tiling import CLIENT, SERVER, check_connection, leaves

RANDOM = bytes(range(32))
SERVER_NAME = bytes.fromhex("0000 000e 000c 00 0009") + b"localhost"
ALPN = bytes.fromhex("0010 000e 000c 02") + b"h2" + bytes.fromhex("08") + b"http/1.1"


def hello(kind: int, rest: bytes, *extensions: bytes) -> bytes:
    joined = b"".join(extensions)
    body = b"\x03\x03" + RANDOM + b"\x00" + rest + (len(joined).to_bytes(2) + joined if extensions else b"")
    message = bytes([kind]) + len(body).to_bytes(3) + body
    return b"\x16\x03\x01" + len(message).to_bytes(2) + message


def client_hello(*extensions: bytes) -> bytes:
    return hello(1, bytes.fromhex("0002 1301 01 00"), *extensions)


def section_of(data: bytes, side=CLIENT):
    script = [(CLIENT, b"\x16\x03\x01\x00\x00"), (side, data)]
    return check_connection(script, []).sections(side)[-1]


def test_a_client_hello_says_whom_it_means_and_what_it_would_speak():
    section = section_of(
        client_hello(SERVER_NAME, ALPN, bytes.fromhex("000a 0002 0000"), bytes.fromhex("fafa 0000"))
    )
    assert (section.title, section.summary) == ("Handshake", "ClientHello · localhost · h2 · http/1.1")
    fragment = section.field.children[3]
    assert [(child.name, child.value) for child in fragment.children] == [
        ("message", "ClientHello"),
        ("length", "89"),
        ("legacy version", "03 03"),
        ("random", RANDOM.hex(" ")),
        ("legacy session id", "00"),
        ("cipher suites", "00 02 13 01"),
        ("legacy compression methods", "01 00"),
        ("extensions", "00 2e"),
        ("server_name", "localhost"),
        ("ALPN", "h2, http/1.1"),
        ("supported_groups", "00 00"),
        ("extension", ""),
    ]
    assert all(leaf.note.endswith(".") and leaf.rfc for leaf in leaves([fragment]))
    assert [leaf.name for leaf in leaves([fragment]) if leaf.volatile] == [
        "random",
        "legacy session id",
        "data",
    ]


def test_a_server_hello():
    section = section_of(hello(2, bytes.fromhex("1301 00")), SERVER)
    assert section.summary == "ServerHello"
    assert [child.name for child in section.field.children[3].children][-2:] == [
        "cipher suite",
        "legacy compression method",
    ]


@pytest.mark.parametrize("cut", range(1, len(client_hello(SERVER_NAME)) - 9))
def test_lengths_that_lie_leave_it_raw(cut):
    """As many bytes as the record and the message say, but fewer than what is in it says."""
    message = client_hello(SERVER_NAME)[9:-cut]
    message = b"\x01" + len(message).to_bytes(3) + message
    section = section_of(b"\x16\x03\x01" + len(message).to_bytes(2) + message)
    without_extensions = len(message) - 4 == 41
    assert bool(section.field.children[3].children) is without_extensions


def test_what_is_no_hello_stays_raw():
    for fragment in (b"\x01\x00\x00\x09", b"\x0b\x00\x00\x01\x00", b"\x01", b""):
        section = section_of(b"\x16\x03\x03" + len(fragment).to_bytes(2) + fragment)
        assert section.summary in ("4 bytes", "5 bytes", "1 byte", "0 bytes")


def test_names_that_are_none_are_not_said():
    lying = bytes.fromhex("0000 0007 0005 00 00ff") + b"ab"
    wild = bytes.fromhex("0010 0005 0003 02 ffff")
    assert section_of(client_hello(lying, wild)).summary == "ClientHello · ab"


def test_a_hello_of_the_library():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2"])
    with pytest.raises(ssl.SSLWantReadError):
        context.wrap_bio(incoming, outgoing, server_hostname="localhost").do_handshake()
    section = check_connection([(CLIENT, outgoing.read())], []).sections(CLIENT)[0]
    assert section.summary == "ClientHello · localhost · h2"
