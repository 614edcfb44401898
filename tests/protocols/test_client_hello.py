import contextlib
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.client_hello import HELLO_LIMIT, offered_protocols
from helpers.protocols.errors import RemoteProtocolError


def hello_of_openssl(*protocols: str) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    outgoing = ssl.MemoryBIO()
    client = context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


def record(message: bytes) -> bytes:
    return b"\x16\x03\x01" + len(message).to_bytes(2) + message


def hello(extensions: bytes | None) -> bytes:
    """A ClientHello by hand: one cipher suite, no session, no compression."""
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\x00\x02\x13\x01" + b"\x01\x00"
    if extensions is not None:
        body += len(extensions).to_bytes(2) + extensions
    return b"\x01" + len(body).to_bytes(3) + body


@pytest.mark.parametrize("offered", [(), ("http/1.1",), ("h2", "http/1.1")])
def test_reads_what_openssl_offers_whole_and_byte_by_byte_and_with_more_behind(
    offered: tuple[str, ...],
) -> None:
    data, expected = hello_of_openssl(*offered), [name.encode() for name in offered]
    assert offered_protocols(data) == expected
    assert offered_protocols(data + b"more") == expected
    assert {offered_protocols(data[:size]) is None for size in range(len(data))} == {True}


def test_a_message_may_be_cut_into_records() -> None:
    message = hello_of_openssl("h2")[5:]
    cut = record(message[:3]) + record(message[3:50]) + record(message[50:])
    assert offered_protocols(cut) == [b"h2"]


@pytest.mark.parametrize(
    ("extensions", "offered"),
    [
        (None, []),
        (b"", []),
        (b"\x00\x2b\x00\x00", []),
        (b"\x00\x10\x00\x05\x00\x03\x02h2", [b"h2"]),
        (b"\x00\x2b\x00\x01\x00\x00\x10\x00\x08\x00\x06\x02h2\x02\xff\x00", [b"h2", b"\xff\x00"]),
    ],
)
def test_extensions(extensions: bytes | None, offered: list[bytes]) -> None:
    assert offered_protocols(record(hello(extensions))) == offered


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GET / HTTP/1.1\r\n", "record type 71 of 8239 bytes, expected a handshake"),
        (b"\x17\x03\x03\x00\x01", "record type 23 of 1 bytes, expected a handshake"),
        (b"\x16\x03\x01\xff\xff", "record type 22 of 65535 bytes, expected a handshake"),
        (record(b"\x02\x00\x00\x00"), "handshake message 2 of 0 bytes, expected a ClientHello"),
        (
            record(b"\x01" + (HELLO_LIMIT + 1).to_bytes(3)),
            "handshake message 1 of 65537 bytes, expected a ClientHello",
        ),
        (record(b"\x01\x00\x00\x01\x03"), "a ClientHello ends early: read 1 bytes, expected 34"),
        (record(hello(b"\x00\x10\x00\x09")), "a ClientHello ends early: read 0 bytes, expected 9"),
    ],
)
def test_what_is_no_hello(data: bytes, reason: str) -> None:
    with pytest.raises(RemoteProtocolError, match=reason):
        offered_protocols(data)


@given(st.one_of(st.binary(), st.binary().map(record), st.binary().map(hello).map(record)))
def test_any_bytes(data: bytes) -> None:
    try:
        offered = offered_protocols(data)
    except RemoteProtocolError:
        return
    assert offered is None or all(name in data for name in offered)


@given(st.data())
def test_a_damaged_hello(data: st.DataObject) -> None:
    damaged = bytearray(record(hello(b"\x00\x10\x00\x05\x00\x03\x02h2")))
    damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(RemoteProtocolError):
        offered_protocols(bytes(damaged))
