import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.dissectors.contents.registry import Said, explain
from tests.dissectors.tiling import check_tiles, leaves, named
from tests.vectors import engineio_vectors, socketio_vectors

POLLING = Said(True, "text/plain", target="/socket.io/?EIO=4&transport=polling&sid=a")
ENGINE = Said(True, "text/plain", target="/engine.io/?EIO=4&transport=polling")
FRAME = Said(True, target="/socket.io/?EIO=4&transport=websocket&sid=a")
BYTES = FRAME._replace(text=False)


def explained(data, said=POLLING):
    data = data.encode() if isinstance(data, str) else data
    (field,) = explain(data, 3, said)
    check_tiles([field], 3, 3 + len(data))
    return field


def told(field):
    """The leaves, without those of JSON."""
    return [(leaf.name, leaf.value) for leaf in leaves([field])]


def test_a_body_of_several_packets():
    field = explained('40/admin,\x1e42/admin,7["hi",{"a":1}]\x1e2')
    assert (field.name, [child.name for child in field.children]) == (
        "payload of polling",
        ["packet", "separator", "packet", "separator", "packet"],
    )
    assert told(field)[:3] == [
        ("packet type", "4: message"),
        ("packet type", "0: CONNECT"),
        ("namespace", "/admin"),
    ]
    assert named([field], "acknowledgement id").value == "7"
    assert named([field], "a").value == "1"
    assert told(field)[-1] == ("packet type", "2: ping")


def test_bytes_are_decoded():
    field = explained(b'451-["a",{"_placeholder":true,"num":0}]\x1ebAQIDBA==')
    assert named([field], "attachments").value == "1"
    assert "1 pieces follow" in named([field], "Socket.IO packet").note
    assert "placeholder stands" in named([field], "payload").note
    letters = named([field], "base64")
    assert letters.decoded.data == b"\x01\x02\x03\x04"
    assert told(explained("b")) == [("binary mark", "b")]
    assert "no base64" in named([explained("bAQ")], "malformed").note


def test_the_handshake_is_said_in_words():
    text = engineio_vectors.HANDSHAKES[0][1]
    field = named([explained("0" + text)], "handshake")
    assert "upgraded to websocket" in field.note
    assert "every 25 s, and waits 20 s" in field.note
    assert named([field], "pingInterval").value == "25000"
    assert (
        "upgraded to nothing" in named([explained("0" + engineio_vectors.HANDSHAKES[1][1])], "handshake").note
    )
    assert named([explained("0{}")], "handshake").note.startswith("Illegal: no handshake")


def test_a_message_of_a_websocket_is_one_packet():
    assert told(explained("2probe", FRAME)) == [("packet type", "2: ping"), ("probe", "probe")]
    assert explained('42["a"]', FRAME).value == 'message 2["a"]'
    assert told(explained("3x", FRAME)) == [("packet type", "3: pong"), ("data", "x")]
    assert "attachment" in explained(b"\x01", BYTES).note
    assert (
        "attachment"
        not in explained(b"\x01", BYTES._replace(target=BYTES.target.replace("/socket", "/engine"))).note
    )


def test_what_the_application_says_at_another_address_is_its_own():
    assert named([explained('4{"a":1}', ENGINE)], "a").value == "1"
    assert told(explained("4hello", ENGINE)) == [("packet type", "4: message"), ("text", "hello")]


def test_the_answer_to_a_post():
    assert told(explained("ok")) == [("answer", "ok")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"code":1}', POLLING),
        ('"Invalid session"', POLLING),
        ("4a", POLLING._replace(target="/socket.io/?EIO=3&transport=polling")),
        ("4a", POLLING._replace(target="/socket.io/socket.io.js")),
        ("4a", POLLING._replace(target="/?EIO=4&transport=polling")),
    ],
)
def test_what_is_something_else(data, said):
    assert explained(data, said).name in ("JSON", "text")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("4", ""),
        ("49", "Illegal: no packet begins with '9'"),
        ("42{}", "Illegal: EVENT is a list"),
        ("42abc[]", "Illegal: a payload that is not JSON"),
        ('4511-["a"]', "Illegal: attachments: 11"),
        (b"42\xff", "malformed"),
        ("41{}", "Illegal: DISCONNECT is alone"),
    ],
)
def test_packets_that_break_a_rule(data, words):
    field = explained(data)
    notes = [one.note + one.name for one in walk([field])]
    assert any(words in note for note in notes)


def walk(fields):
    for field in fields:
        yield field
        yield from walk(field.children)


def test_bad_packets_beside_good_ones():
    field = explained("4\x1e\x1eabc\x1e6")
    assert "Illegal: an empty packet" in field.children[2].note
    assert told(field)[-3:] == [("malformed", "abc"), ("separator", "0x1E"), ("packet type", "6: noop")]
    assert named([explained("xyz", FRAME)], "malformed").note.startswith("Illegal: no packet type")


def test_later_packets_stay_in_one_piece():
    assert told(explained("6" + "\x1e6" * 399))[-1] == ("packet type", "6: noop")
    assert told(explained("6" + "\x1e6" * 402))[-1] == ("more packets", "36 1e 36 1e 36")


MESSAGES = [f"4{one}" for _, [one, *_], _ in socketio_vectors.PACKETS]
MESSAGES += [one for _, one, _ in engineio_vectors.PACKETS if str(one)[:1] in "12356"]


@pytest.mark.parametrize("message", MESSAGES)
def test_every_vector_is_legal(message):
    assert not any(
        "Illegal" in one.note or one.name == "malformed" for one in walk([explained(message, FRAME)])
    )


@given(
    st.text('0123456b\x1e,-/["a{}]', min_size=1).map(str.encode) | st.binary(min_size=1),
    st.sampled_from([POLLING, ENGINE, FRAME, BYTES]),
)
def test_any_bytes_are_tiled(data, said):
    explained(data, said)
