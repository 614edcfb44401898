import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.socketio.attachments import DEEPEST
from helpers.protocols.socketio.decoder import Decoder
from helpers.protocols.socketio.packets import Packet, PacketType, parse, parse_head

EVENT, ACK = PacketType.EVENT, PacketType.ACK
PLACEHOLDER = '{"_placeholder":true,"num":0}'
PAYLOADS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
NAMESPACES = st.just("/") | st.text("abc/-_12é", max_size=5).map("/{}".format)
EVENTS = st.lists(PAYLOADS, max_size=3).map(lambda rest: ["event", *rest])
IDS = st.none() | st.integers(0, 2**53 - 1)


def deep(levels):
    return "[" * levels + "]" * levels


@given(NAMESPACES, EVENTS, IDS)
def test_events_come_back(namespace, payload, number):
    packet = Packet(EVENT, namespace, payload, number)
    decoder = Decoder(most=100)
    *_, last = [decoder.receive(message) for message in packet.serialize()]
    assert last == packet
    assert decoder.missing == 0


@given(st.text('0123456-/,ab[]{}" ', max_size=12) | st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        packet, attachments = parse(text)
    except RemoteProtocolError:
        return
    if not attachments:
        assert parse(packet.serialize()[0]) == (packet, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "begins with ''"),
        ("abc", "begins with 'a'"),
        ("7", "begins with '7'"),
        # payloads
        ("2", "EVENT is a list that begins"),
        ("2[]", "EVENT is a list that begins"),
        ("2{}", "EVENT is a list that begins"),
        ('2"a"', "EVENT is a list that begins"),
        ("2[true]", "EVENT is a list that begins"),
        ("2[null]", "EVENT is a list that begins"),
        ('2["connect"]', "'connect', which is reserved"),
        ('2["newListener"]', "reserved"),
        ("2[", "not JSON"),
        ("2[NaN]", "NaN is no number"),
        ("2null", "null"),
        ('2abc["a"]', "not JSON"),
        ('2 ["a",]', "not JSON"),
        ("2" + deep(200_000), "not JSON"),
        ("2[" + "9" * 5000 + "]", "not JSON"),
        ("3", "ACK is a list"),
        ("31{}", "ACK is a list"),
        ("3[]", "ACK says by its id"),
        ("0[]", "CONNECT is alone, or with an object"),
        ("01{}", "CONNECT has no id"),
        ("1{}", "DISCONNECT is alone"),
        ("14", "DISCONNECT has no id"),
        ("4", "CONNECT_ERROR is an object"),
        ("4[]", "CONNECT_ERROR is an object"),
        # heads
        ("2" + "1" * 30 + '["a"]', "the id: 11111111111111111111, at most"),
        (f'2{2**53}["a"]', "the id: 9007199254740992, at most"),
        ('5["a"]', "BINARY_EVENT has how many attachments"),
        ('5-["a"]', "BINARY_EVENT has how many attachments"),
        ("6[]", "BINARY_ACK has how many attachments"),
        ('50-["a"]', "BINARY_EVENT with no attachment"),
        ('511-["a"]', "attachments: 11, at most 10"),
        ('21-["a"]', "EVENT has no count of attachments"),
        ('51e1-["a"]', "BINARY_EVENT has how many attachments"),
    ],
)
def test_texts_that_are_refused(text, words):
    with pytest.raises(RemoteProtocolError, match=words):
        parse(text)


def test_a_namespace_may_end_the_text():
    assert parse("0/admin")[0] == parse("0/admin,")[0] == Packet(PacketType.CONNECT, "/admin")
    assert parse_head('52-/a?b=1,17["x"]').size == 12


@pytest.mark.parametrize(
    ("packet", "words"),
    [
        (Packet(EVENT), "a list that begins"),
        (Packet(EVENT, payload=["connect"]), "reserved"),
        (Packet(EVENT, "admin", ["a"]), "no namespace"),
        (Packet(EVENT, "/a,b", ["a"]), "no namespace"),
        (Packet(EVENT, payload=["a", float("nan")]), "cannot be sent"),
        (Packet(EVENT, payload=["a", {1}]), "cannot be sent"),
        (Packet(PacketType.CONNECT, payload={"a": b""}), "CONNECT cannot carry bytes"),
        (Packet(PacketType.BINARY_EVENT, payload=["a", b""]), "made of an EVENT with bytes"),
        (Packet(EVENT, payload=["a", b"", {"_placeholder": True, "num": 0}]), "reads as a placeholder"),
        (Packet(EVENT, payload=["a", b"", {"_placeholder": True, "num": 9}]), "attachment 9 of 1"),
    ],
)
def test_what_cannot_be_sent(packet, words):
    with pytest.raises(LocalProtocolError, match=words):
        packet.serialize()


def test_a_payload_has_a_deepest_level():
    payload = ["a"]
    for _ in range(DEEPEST + 1):
        payload = ["a", payload]
    with pytest.raises(LocalProtocolError, match="more than 100 levels"):
        Packet(EVENT, payload=payload).serialize()
    decoder = Decoder()
    assert decoder.receive(f'51-["a",{deep(DEEPEST + 1)}]') is None
    with pytest.raises(RemoteProtocolError, match="more than 100 levels"):
        decoder.receive(b"")


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([b"\x01"], "bytes, but no packet announced"),
        (['2["a"]', b"\x01"], "bytes, but no packet announced"),
        ([f'51-["a",{PLACEHOLDER}]', '2["a"]'], "a text, but 1 attachments have not come"),
        (['51-["a"]', b"\x01"], "1 attachments, but placeholders for 0"),
        ([f'52-["a",{PLACEHOLDER}]', b"\x01", b"\x02"], "2 attachments, but placeholders for 1"),
        (['51-["a",{"_placeholder":true,"num":1}]', b"\x01"], "attachment 1 of 1, counted from 0"),
        (['51-["a",{"_placeholder":true,"num":-1}]', b"\x01"], "attachment -1 of 1"),
        (['51-["a",{"_placeholder":true,"num":true}]', b"\x01"], "attachment True of 1"),
        (['51-["a",{"_placeholder":true}]', b"\x01"], "attachment None of 1"),
        (['2["' + "a" * 100], "more than 100 bytes"),
        ([f'51-["a",{PLACEHOLDER}]', b"\x01" * 80], "more than 100 bytes"),
    ],
)
def test_messages_that_are_refused(messages, words):
    decoder = Decoder(limit=100)
    for message in messages[:-1]:
        decoder.receive(message)
    with pytest.raises(RemoteProtocolError, match=words):
        decoder.receive(messages[-1])


def test_an_attachment_may_stand_in_two_places():
    decoder = Decoder(limit=100)
    assert decoder.receive(f'51-["a",{PLACEHOLDER},{PLACEHOLDER}]') is None
    assert decoder.missing == 1
    assert decoder.receive(b"x" * 20) == Packet(EVENT, payload=["a", b"x" * 20, b"x" * 20])
    assert decoder.receive(f'2["{"a" * 90}"]') == Packet(EVENT, payload=["a" * 90])
