"""Two connections in memory, and literal bytes to one."""

import pytest

from helpers.protocols.errors import LocalProtocolError
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.protocols.websocket.events import Binary, Closed, Failed, Piece, Ping, Pong, Text
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.states import TRANSITIONS, State, Step
from helpers.vocabulary import Side

KEY = b"\x01\x02\x03\x04"


def pair(**options):
    codecs = {}
    if options.pop("compressed", False):
        codecs = {role: {"codec": Deflate(role, Parameters())} for role in Side}
    client = Connection(Side.CLIENT, mask_source=lambda: KEY, **codecs.get(Side.CLIENT, {}))
    return client, Connection(Side.SERVER, **options, **codecs.get(Side.SERVER, {}))


def masked(opcode, payload, fin=True, rsv=0):
    return Frame(fin, opcode, payload, rsv, KEY).serialize()


def deliver(sender, receiver, step=None):
    data = sender.bytes_to_send()
    events = []
    for at in range(0, len(data), step or len(data) or 1):
        receiver.receive_data(data[at : at + (step or len(data))])
        events += receiver.events()
    return events


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("step", [None, 1, 7])
def test_a_conversation(compressed, step):
    client, server = pair(compressed=compressed)
    client.send_text("café")
    client.send_text("ca", end=False)
    client.ping(b"?")
    client.send_text("fé")
    client.send_binary(bytes(300))
    client.pong()
    said = [Text("café"), Ping(b"?"), Text("café"), Binary(bytes(300)), Pong(b"")]
    assert deliver(client, server, step) == said
    server.send_text("x" * 70000)
    assert deliver(server, client, 5000 if step else None) == [Pong(b"?"), Text("x" * 70000)]
    server.close(1001, reason="bye")
    assert deliver(server, client, step) == [Closed(1001, "bye")]
    assert not client.hang_up
    assert deliver(client, server, step) == [Closed(1001)]
    assert server.state is client.state is State.CLOSED
    assert server.hang_up
    client.receive_eof()
    assert list(client.events()) == []
    assert client.hang_up


def test_a_client_needs_masks():
    with pytest.raises(LocalProtocolError, match="masking keys"):
        Connection(Side.CLIENT)


def test_another_unmasking_function():
    calls = []

    def unmask(data, key):
        calls.append(len(data))
        return bytes(byte ^ key[index % 4] for index, byte in enumerate(data))

    server = Connection(Side.SERVER, unmask=unmask)
    server.receive_data(masked(1, b"Hello"))
    assert list(server.events()) == [Text("Hello")]
    assert calls == [5]


@pytest.mark.parametrize("code", [1000, 1005, 3999])
def test_a_close_is_echoed(code):
    client, server = pair()
    client.close(code)
    client.close(4000)  # closing twice is closing once
    assert deliver(client, server) == [Closed(code)]
    assert deliver(server, client) == [Closed(code)]


def test_both_close_at_once():
    client, server = pair()
    client.close(1000)
    server.close(1001)
    first, second = client.bytes_to_send(), server.bytes_to_send()
    client.receive_data(second)
    server.receive_data(first)
    assert list(client.events()) == [Closed(1001)]
    assert list(server.events()) == [Closed(1000)]
    assert client.bytes_to_send() == server.bytes_to_send() == b""
    assert client.state is server.state is State.CLOSED


def test_messages_still_come_after_our_close_and_a_ping_gets_its_pong():
    client, server = pair()
    client.close()
    client.bytes_to_send()
    server.send_text("late")
    server.ping()
    assert deliver(server, client) == [Text("late"), Ping(b"")]
    assert client.bytes_to_send() == bytes.fromhex("8a80 01020304")
    server = Connection(Side.SERVER)
    server.close(1001)
    assert server.bytes_to_send() == bytes.fromhex("8802 03e9")
    server.receive_data(bytes.fromhex("8981 61626364 11"))
    assert list(server.events()) == [Ping(b"p")]
    assert server.bytes_to_send() == bytes.fromhex("8a01 70")


def test_what_is_no_text_is_not_sent():
    server = Connection(Side.SERVER)
    with pytest.raises(LocalProtocolError, match=r"no text: U\+DFFF at character 2 is half of a pair"):
        server.send_text("ab\udfff")
    assert server.bytes_to_send() == b""


@pytest.mark.parametrize("key", [b"", b"abc", b"abcde"])
def test_a_key_that_fits_no_header(key):
    client = Connection(Side.CLIENT, mask_source=lambda: key)
    with pytest.raises(LocalProtocolError, match=f"a masking key of {len(key)} bytes, it has 4"):
        client.send_text("Hello")
    assert client.bytes_to_send() == b""


def test_nothing_is_read_after_the_peers_close():
    server = Connection(Side.SERVER)
    server.receive_data(masked(8, b"") + masked(1, b"late") + b"\xff\xff")
    assert list(server.events()) == [Closed(1005)]
    server.receive_data(masked(9, b""))
    assert list(server.events()) == []
    assert server.bytes_to_send() == b"\x88\x00"


def test_a_lost_connection():
    server = Connection(Side.SERVER)
    server.receive_data(masked(1, b"Hello") + b"\x81")
    server.receive_eof()
    assert list(server.events()) == [Text("Hello"), Closed(1006)]
    assert list(server.events()) == []
    assert (server.state, server.hang_up) == (State.LOST, True)


RULES = [
    ("not masked", b"\x81\x00", 1002),
    ("reserved bits", b"\xc1\x80", 1002),
    ("reserved opcode", b"\x83\x80", 1002),
    ("fragmented control frame", b"\x09\x80", 1002),
    ("more than 125 bytes", b"\x89\xfe", 1002),
    ("length 5 takes 2 bytes", b"\x81\xfe\x00\x05" + KEY, 1002),
    ("length 5 takes 8 bytes", b"\x81\xff" + bytes(7) + b"\x05" + KEY, 1002),
    ("most significant bit", b"\x81\xff\x80" + bytes(7) + KEY, 1002),
    ("no message was begun", masked(0, b""), 1002),
    ("inside a fragmented one", masked(1, b"a", fin=False) + masked(1, b"b"), 1002),
    ("half a code", masked(8, b"\x03"), 1002),
    ("close code 1005", masked(8, b"\x03\xed"), 1002),
    ("reason is not UTF-8", masked(8, b"\x03\xe8\xff"), 1007),
    ("is not UTF-8", masked(1, b"\xff"), 1007),
    ("is not UTF-8", masked(1, b"a\xed\xa0\x80" + bytes(200))[:12], 1007),  # long before the frame is whole
    ("ends inside a character", masked(1, b"\xe2\x82"), 1007),
    ("a message of 1048577 bytes", b"\x82\xff\x00\x00\x00\x00\x00\x10\x00\x01" + KEY, 1009),
]


@pytest.mark.parametrize(
    ("reason", "data", "code"), RULES, ids=[f"{rule[0]} {i}" for i, rule in enumerate(RULES)]
)
def test_fails_when_a_rule_is_broken(reason, data, code):
    for step in (len(data), 1):
        server = Connection(Side.SERVER)
        events = []
        for at in range(0, len(data), step):
            server.receive_data(data[at : at + step])
            events += server.events()
        assert [(type(event), event.code) for event in events] == [(Failed, code)]
        assert reason in events[0].reason
        sent, _ = Frame.parse(server.bytes_to_send())
        assert (sent.opcode, int.from_bytes(sent.payload[:2], "big")) == (Opcode.CLOSE, code)
        assert server.hang_up
        server.receive_eof()
        assert list(server.events()) == []


def test_a_client_refuses_masked_frames():
    client, _ = pair()
    client.receive_data(masked(1, b"Hello"))
    assert [event.reason for event in client.events()] == ["a server's frame that is masked"]
    assert client.bytes_to_send()[:2] == b"\x88\xa1"


def test_failing_after_our_close_sends_nothing_more():
    client, _ = pair()
    client.close()
    client.bytes_to_send()
    client.receive_data(b"\xff\xff")
    assert [type(event) for event in client.events()] == [Failed]
    assert client.bytes_to_send() == b""


def test_what_came_before_the_broken_rule_is_answered_first():
    server = Connection(Side.SERVER)
    server.receive_data(masked(1, b"Hello") + b"\xff\xff")
    for event in server.events():
        if isinstance(event, Text):
            server.send_text(event.data)
    assert server.bytes_to_send().startswith(b"\x81\x05Hello\x88")


@pytest.mark.parametrize("end", [b"\xff\xff", masked(8, b"\x03\xe8"), masked(1, b"\xff")])
def test_answers_go_before_the_end_however_events_are_taken(end):
    sent = []
    for taken in (iter, list):
        server = Connection(Side.SERVER)
        server.receive_data(masked(1, b"one") + masked(2, b"two") + end)
        for event in taken(server.events()):
            if isinstance(event, Text | Binary) and server.state is State.OPEN:
                (server.send_text if isinstance(event, Text) else server.send_binary)(event.data)
        assert list(server.events()) == []
        assert not server.hang_up
        sent.append(server.bytes_to_send())
        assert server.hang_up
        with pytest.raises(LocalProtocolError, match="nothing can be sent"):
            server.send_text("late")
    assert sent[0] == sent[1]
    assert sent[0].startswith(b"\x81\x03one\x82\x03two\x88")


@pytest.mark.parametrize("late", [masked(1, b"late"), masked(9, b""), b"\xff\xff"])
def test_nothing_is_read_after_an_end_that_was_answered_at_once(late):
    for end in (masked(8, b""), b"\xff\xff"):
        server = Connection(Side.SERVER)
        server.receive_data(end + late)
        sent = [(type(event), server.bytes_to_send()[:1]) for event in server.events()]
        server.receive_data(late)
        assert sent == [(Closed if end[0] == 0x88 else Failed, b"\x88")]
        assert list(server.events()) == []


def test_our_own_close_goes_before_the_answer_to_theirs():
    server = Connection(Side.SERVER)
    server.receive_data(masked(8, b"\x03\xe8"))
    assert list(server.events()) == [Closed(1000)]
    server.close(4000)
    assert server.bytes_to_send() == b"\x88\x02\x0f\xa0"
    assert server.state is State.CLOSED


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("step", [1, 3, 1000])
def test_a_message_in_pieces_is_never_kept(compressed, step):
    client, server = pair(compressed=compressed, pieces=True, max_message=None)
    client.send_text("caf", end=False)
    client.ping()
    client.send_text("é")
    client.send_binary(bytes(5000))
    client.send_text("")
    events = deliver(client, server, step)
    assert events.count(Ping(b"")) == 1
    pieces = [event for event in events if isinstance(event, Piece)]
    assert all(piece.data or piece.end for piece in pieces)
    messages, parts = [], []
    for piece in pieces:
        parts.append(piece.data)
        if piece.end:
            messages.append(type(piece.data)().join(parts))
            parts = []
    assert messages == ["café", bytes(5000), ""]
    assert parts == []
    if not compressed:
        assert max(len(piece.data) for piece in pieces) <= step


def test_a_whole_message_of_any_length_up_to_the_limit():
    for size in (0, 1, 125, 126, 200, 201):
        server = Connection(Side.SERVER, max_message=200)
        server.receive_data(masked(2, bytes(size)))
        (event,) = server.events()
        assert event == Binary(bytes(size)) if size <= 200 else event.code == 1009
    client, server = pair(max_message=None)
    for size in (0, 2, 126, 65535, 65536):
        server.send_text("x" * size)
        assert deliver(server, client) == [Text("x" * size)]


def test_a_frame_with_a_wrong_mask_bit_is_no_whole_message_of_any_length():
    for size in (1, 125, 126, 65536):
        for role, key in ((Side.SERVER, None), (Side.CLIENT, b"\0\0\0\0")):
            peer = Connection(role, mask_source=lambda: b"abcd")
            peer.receive_data(
                Frame(True, Opcode.BINARY, bytes(size), mask_key=key).serialize() + bytes(2**17)
            )
            (event,) = peer.events()
            assert (type(event), event.code) == (Failed, 1002)


def test_between_two_messages_a_connection_is_quiet():
    client, server = pair()
    assert client.quiet
    client.send_text("Hello")
    assert not client.quiet
    data = client.bytes_to_send()
    assert client.quiet
    for byte in data[:-1]:
        server.receive_data(bytes([byte]))
        assert list(server.events()) == []
        assert not server.quiet
    server.receive_data(data[-1:])
    assert not server.quiet  # it was not looked at
    assert list(server.events()) == [Text("Hello")]
    assert server.quiet
    server.send_text("a", end=False)
    server.bytes_to_send()
    assert not server.quiet
    client.receive_eof()
    assert not client.quiet
    assert not pair(compressed=True)[0].quiet


def test_a_compressed_continuation_is_refused():
    _, server = pair(compressed=True)
    server.receive_data(masked(1, b"\x00", fin=False, rsv=4) + masked(0, b"\x00", rsv=4))
    assert [event.reason for event in server.events()] == ["reserved bits on a continuation"]


def test_what_must_not_be_sent():
    client, _ = pair()
    with pytest.raises(LocalProtocolError, match="125 bytes at most, not 126"):
        client.ping(bytes(126))
    client.send_text("a", end=False)
    with pytest.raises(LocalProtocolError, match="a BINARY message inside a fragmented one"):
        client.send_binary(b"b")
    client.close()
    with pytest.raises(LocalProtocolError, match="nothing can be sent: close sent"):
        client.send_text("c")


def test_every_state_but_the_last_ones_leads_somewhere():
    assert {state for state, _ in TRANSITIONS} | {State.CLOSED, State.FAILED, State.LOST} == set(State)
    assert {step for _, step in TRANSITIONS} == set(Step)
