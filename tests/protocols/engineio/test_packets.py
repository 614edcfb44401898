import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.engineio.handshake import Asked, Handshake, is_engineio
from helpers.protocols.engineio.packets import Packet, PacketType, check_sender
from helpers.protocols.engineio.payloads import (
    how_many_fit,
    parse_packet,
    parse_payload,
    serialize_packet,
    serialize_payload,
)
from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.vocabulary import Side

MESSAGE, PING, PONG = PacketType.MESSAGE, PacketType.PING, PacketType.PONG
PACKETS = st.builds(
    Packet, st.just(MESSAGE), st.text(st.characters(codec="utf-8", exclude_characters="\x1e")) | st.binary()
)


@pytest.mark.parametrize(
    ("body", "words", "status"),
    [
        (b"", "an empty packet", 400),
        (b"abc", "no packet type begins with 'a'", 400),
        (b"7", "no packet type begins with '7'", 400),
        ("٤".encode(), "no packet type", 400),
        (b"4a\x1e", "an empty packet", 400),
        (b"4a\xff", "not UTF-8, at byte 2", 400),
        (b"bAQI", "not base64", 400),
        (b"bAQ=!", "not base64", 400),
        ("b€".encode(), "not base64", 400),
        (b"4" * 101, "a payload of 101 bytes, at most 100 allowed", 413),
        (b"6\x1e" * 9 + b"6", "a payload of 10 packets, at most 9 allowed", 400),
    ],
)
def test_bodies_that_are_refused(body, words, status):
    with pytest.raises(RemoteProtocolError, match=words) as caught:
        parse_payload(body, limit=100, most=9)
    assert caught.value.status == status
    assert len(parse_payload(b"6\x1e" * 8 + b"6", limit=100, most=9)) == 9


@pytest.mark.parametrize(
    ("packets", "words"),
    [
        ([], "at least one packet"),
        ([Packet(MESSAGE, "a\x1eb")], "inside a packet"),
        ([Packet(MESSAGE, "\ud800")], "no text"),
        ([Packet(PING, b"probe")], "a ping packet cannot carry bytes"),
    ],
)
def test_what_cannot_be_sent(packets, words):
    with pytest.raises(LocalProtocolError, match=words):
        serialize_payload(packets)


@given(st.lists(PACKETS, min_size=1))
def test_payloads_come_back(packets):
    assert parse_payload(serialize_payload(packets)) == packets
    assert [parse_packet(serialize_packet(packet)) for packet in packets] == packets


@given(st.binary() | st.text("0123456b\x1e=AQ").map(str.encode))
def test_any_body_is_read_or_refused(body):
    try:
        packets = parse_payload(body)
    except RemoteProtocolError:
        return
    assert parse_payload(serialize_payload(packets)) == packets


def test_as_many_go_as_fit():
    packets = [Packet(MESSAGE, "12"), Packet(MESSAGE, "€"), Packet(MESSAGE, b"1234")]
    assert [how_many_fit(packets, limit) for limit in (0, 3, 7, 8, 17, 18)] == [1, 1, 1, 2, 2, 3]
    assert len(serialize_payload(packets)) == 18
    assert how_many_fit([], 5) == 0


@pytest.mark.parametrize(
    ("packet", "senders"),
    [
        (Packet(PacketType.OPEN, "{}"), {Side.SERVER}),
        (Packet(PacketType.CLOSE), set(Side)),
        (Packet(PING), {Side.SERVER}),
        (Packet(PONG), {Side.CLIENT}),
        (Packet(PING, "probe"), {Side.CLIENT}),
        (Packet(PONG, "probe"), {Side.SERVER}),
        (Packet(MESSAGE, "probe"), set(Side)),
        (Packet(PacketType.UPGRADE), {Side.CLIENT}),
        (Packet(PacketType.NOOP), {Side.SERVER}),
    ],
)
def test_who_sends_what(packet, senders):
    for side in Side:
        if side in senders:
            check_sender(packet, side)
        else:
            with pytest.raises(RemoteProtocolError, match=f"never sent by the {side.value}"):
                check_sender(packet, side)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "{}",
        '{"sid":"","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1}',
        '{"sid":1,"upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1}',
        '{"sid":"a","upgrades":[1],"pingInterval":1,"pingTimeout":1,"maxPayload":1}',
        '{"sid":"a","upgrades":1,"pingInterval":1,"pingTimeout":1,"maxPayload":1}',
        '{"sid":"a","upgrades":[],"pingInterval":true,"pingTimeout":1,"maxPayload":1}',
        '{"sid":"a","upgrades":[],"pingInterval":1,"pingTimeout":-1,"maxPayload":1}',
        "[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_handshake(data):
    with pytest.raises(RemoteProtocolError, match="no handshake"):
        Handshake.parse(data)


def test_what_an_address_asks_for():
    assert Asked.parse("/engine.io/?EIO=4&transport=polling") == Asked("polling")
    assert Asked.parse("/socket.io/?transport=websocket&sid=a%20b&EIO=4&t=x") == Asked("websocket", "a b")
    assert is_engineio("/socket.io/?EIO=4")
    assert not is_engineio("/socket.io/?EIO=3")
    assert not is_engineio("/socket.io/")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/engine.io/", "EIO is ''"),
        ("/engine.io/?transport=polling", "EIO is ''"),
        ("/engine.io/?EIO=abc&transport=polling", "EIO is 'abc'"),
        ("/engine.io/?EIO=4", "unknown transport ''"),
        ("/engine.io/?EIO=4&transport=abc", "unknown transport 'abc'"),
        ("/engine.io/?" + "&".join(f"a{i}=1" for i in range(99)), "EIO is ''"),
        ("//[/?EIO=4&transport=polling", "EIO is ''"),
    ],
)
def test_addresses_that_are_refused(target, words):
    with pytest.raises(RemoteProtocolError, match=words) as caught:
        Asked.parse(target)
    assert caught.value.status == 400
