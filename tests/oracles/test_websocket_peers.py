"""Our codec beside `wsproto` and `websockets`, on generated streams, in both directions."""

from random import Random

import pytest
from websockets.client import ClientProtocol
from websockets.exceptions import ProtocolError as TheirProtocolError
from websockets.extensions.permessage_deflate import PerMessageDeflate as TheirDeflate
from websockets.frames import Frame as TheirFrame
from websockets.frames import Opcode as TheirOpcode
from websockets.protocol import OPEN, Protocol
from websockets.protocol import Side as TheirSide
from websockets.server import ServerProtocol
from websockets.uri import parse_uri
from wsproto.connection import Connection as Wsproto
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage, CloseConnection, TextMessage
from wsproto.events import Ping as TheirPing
from wsproto.events import Pong as TheirPong
from wsproto.extensions import PerMessageDeflate

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.heads import parse_request_head, parse_response_head, serialize
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.protocols.websocket.events import Binary, Closed, Failed, Ping, Pong, Text
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.handshake import (
    accept,
    check_request,
    check_response,
    client_request,
    refuse,
)
from helpers.vocabulary import Side

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
SEEDS = range(40)
THEIR_ROLE = {Side.CLIENT: ConnectionType.CLIENT, Side.SERVER: ConnectionType.SERVER}
THEIR_SIDE = {Side.CLIENT: TheirSide.CLIENT, Side.SERVER: TheirSide.SERVER}


def ours(role, *, compressed=False, seed=0):
    random = Random(seed)
    codec = Deflate(role, Parameters()) if compressed else None
    return Connection(role, mask_source=lambda: random.randbytes(4), codec=codec)


def pieces(data, random):
    while data:
        size = random.choice((1, 2, 7, 100, 10_000))
        yield data[:size]
        data = data[size:]


def talk(random):
    """What a side says: (what, argument)."""
    letters = "aé€😀"
    for _ in range(random.randint(1, 8)):
        what = random.choice(("text", "text", "binary", "ping", "pong"))
        size = (
            random.choice((0, 1, 5, 125)) if what in ("ping", "pong") else random.choice((0, 5, 126, 70_000))
        )
        if what == "text":
            yield what, "".join(random.choices(letters, k=size))
        else:
            yield what, random.randbytes(size)


def say_it_ourselves(connection, said):
    for what, argument in said:
        if what in ("ping", "pong"):
            getattr(connection, what)(argument)
        else:
            send = connection.send_text if what == "text" else connection.send_binary
            if len(argument) > 10 and not connection._codec:
                send(argument[:3], end=False)
                argument = argument[3:]
            send(argument)
    connection.close(4000, reason="bye")
    return connection.bytes_to_send()


def heard_by_us(connection, data, random):
    events = []
    for piece in pieces(data, random):
        connection.receive_data(piece)
        events += connection.events()
    words = {Text: "text", Binary: "binary", Ping: "ping", Pong: "pong", Closed: "close", Failed: "failed"}
    return [
        (words[type(event)], event.code if isinstance(event, Closed | Failed) else getattr(event, "data", None)
         if isinstance(event, Text | Binary) else event.payload)
        for event in events
    ]  # fmt: skip


# ---- wsproto ----


def wsproto(role, *, compressed=False):
    extensions = []
    if compressed:
        extension = PerMessageDeflate()
        offer = f"{extension.name}; client_max_window_bits=15; server_max_window_bits=15"
        if role is Side.CLIENT:
            extension.finalize(offer)
        else:
            extension.accept(offer)
        extension._enabled = True
        extensions = [extension]
    return Wsproto(THEIR_ROLE[role], extensions)


def heard_by_wsproto(connection, data, random):
    heard, joined = [], None
    for piece in pieces(data, random):
        connection.receive_data(piece)
        for event in connection.events():
            if isinstance(event, TextMessage | BytesMessage):
                joined = event.data if joined is None else joined + event.data
                if event.message_finished:
                    word = "text" if isinstance(event, TextMessage) else "binary"
                    heard.append((word, joined if word == "text" else bytes(joined)))
                    joined = None
            elif isinstance(event, CloseConnection):
                # a rule broken by the peer is a close event too, which only the code tells apart
                failed = event.code in (1002, 1007)
                heard.append(("failed", int(event.code)) if failed else ("close", event.code))
            else:
                heard.append(("ping" if isinstance(event, TheirPing) else "pong", bytes(event.payload)))
    return heard


def say_it_with_wsproto(connection, said):
    data = b""
    for what, argument in said:
        match what:
            case "text":
                data += connection.send(TextMessage(argument))
            case "binary":
                data += connection.send(BytesMessage(argument))
            case "ping":
                data += connection.send(TheirPing(argument))
            case "pong":
                data += connection.send(TheirPong(argument))
    return data + connection.send(CloseConnection(4000, "bye"))


# ---- websockets ----


def websockets(role, *, compressed=False):
    protocol = Protocol(THEIR_SIDE[role], state=OPEN, max_size=None)
    if compressed:
        protocol.extensions = [TheirDeflate(False, False, 15, 15)]
    return protocol


def heard_by_websockets(protocol, data, random):
    heard, joined, opcode = [], b"", None
    for piece in pieces(data, random):
        protocol.receive_data(piece)
    for frame in protocol.events_received():
        if frame.opcode in (TheirOpcode.TEXT, TheirOpcode.BINARY, TheirOpcode.CONT):
            opcode = opcode if frame.opcode is TheirOpcode.CONT else frame.opcode
            joined += frame.data
            if frame.fin:
                text = opcode is TheirOpcode.TEXT
                heard.append(("text", joined.decode()) if text else ("binary", joined))
                joined = b""
        elif frame.opcode is TheirOpcode.CLOSE:
            heard.append(("close", int.from_bytes(frame.data[:2], "big")))
        else:
            heard.append((frame.opcode.name.lower(), bytes(frame.data)))
    return heard


def say_it_with_websockets(protocol, said):
    for what, argument in said:
        match what:
            case "text":
                protocol.send_text(argument.encode())
            case "binary":
                protocol.send_binary(argument)
            case "ping":
                protocol.send_ping(argument)
            case "pong":
                protocol.send_pong(argument)
    protocol.send_close(4000, "bye")
    return b"".join(protocol.data_to_send())


@pytest.mark.parametrize(
    ("peer", "heard_by", "say_it_with"),
    [
        pytest.param(wsproto, heard_by_wsproto, say_it_with_wsproto, id="wsproto"),
        pytest.param(websockets, heard_by_websockets, say_it_with_websockets, id="websockets"),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("role", list(Side))
def test_each_hears_what_we_say_and_we_hear_it(role, compressed, peer, heard_by, say_it_with):
    for seed in SEEDS:
        random = Random(seed)
        said = list(talk(random))
        data = say_it_ourselves(ours(role, compressed=compressed, seed=seed), said)
        expected = [*said, ("close", 4000)]
        assert heard_by(peer(role.other, compressed=compressed), data, random) == expected
        data = say_it_with(peer(role, compressed=compressed), said)
        assert heard_by_us(ours(role.other, compressed=compressed), data, random) == expected


# ---- refusals, which the Autobahn suite does not look at ----


BROKEN = {
    "a client's frame that is not masked": (Side.CLIENT, b"\x81\x05Hello"),
    "a server's frame that is masked": (Side.SERVER, b"\x81\x85abcdHello"),
    "a reserved opcode": (Side.SERVER, b"\x83\x00"),
    "a reserved bit": (Side.SERVER, b"\xa1\x00"),
    "a fragmented ping": (Side.SERVER, b"\x09\x00"),
    "a long ping": (Side.SERVER, b"\x89\x7e\x00\x7e" + bytes(126)),
    "a close of one byte": (Side.SERVER, b"\x88\x01\x03"),
    "a continuation of nothing": (Side.SERVER, b"\x80\x00"),
    "a message in a message": (Side.SERVER, b"\x01\x00\x01\x00"),
    "a close code that never travels": (Side.SERVER, b"\x88\x02\x03\xed"),
}
# what only wsproto refuses at this level: websockets takes a length as it comes, and validates text higher up
ONLY_WSPROTO = {
    "a length of 64 bits with the first one set": (Side.SERVER, b"\x82\x7f\x80" + bytes(7)),
    "text that is no UTF-8": (Side.SERVER, b"\x81\x01\xff"),
    "5 in 16 bits": (Side.SERVER, b"\x81\x7e\x00\x05Hello"),
    "5 in 64 bits": (Side.SERVER, b"\x81\x7f" + bytes(7) + b"\x05Hello"),
}


@pytest.mark.parametrize("name", [*BROKEN, *ONLY_WSPROTO])
def test_all_refuse(name):
    sender, data = (BROKEN | ONLY_WSPROTO)[name]
    connection = ours(sender.other)
    connection.receive_data(data)
    assert [type(event) for event in connection.events()] == [Failed]
    assert [word for word, _ in heard_by_wsproto(wsproto(sender.other), data, Random(0))] == ["failed"]
    if name in BROKEN:
        protocol = websockets(sender.other)
        protocol.receive_data(data)
        list(protocol.events_received())
        assert protocol.parser_exc is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_same_verdict_on_random_frames(seed):
    """Legal or not, and how much was understood before: as wsproto says, for frames from a server."""
    random = Random(seed)
    for _ in range(30):
        data = b"".join(
            Frame(
                random.random() < 0.7,
                random.choice((0, 1, 2, 2, 8, 9, 10, random.randrange(16))),
                random.choice((b"", b"Hello", b"\x03\xe8", b"\x0f\xa0bye", b"\xe2\x82", b"\xff", bytes(126))),
                random.choice((0, 0, 0, 0, 0, 1)),
            ).serialize()
            for _ in range(4)
        )
        heard = heard_by_us(ours(Side.CLIENT), data, Random(seed))
        assert heard == heard_by_wsproto(wsproto(Side.CLIENT), data, Random(seed))


# ---- handshakes ----


def test_their_server_accepts_our_handshake():
    sent = client_request("a", "/chat", key=KEY, origin="http://a", subprotocols=["chat"])
    server = ServerProtocol(subprotocols=["chat"])
    server.receive_data(sent)
    (request,) = server.events_received()
    server.send_response(server.accept(request))
    response = parse_response_head(b"".join(server.data_to_send()))
    assert check_response(response, KEY, subprotocols=["chat"]).subprotocol == "chat"


def test_their_client_accepts_our_handshake():
    client = ClientProtocol(parse_uri("ws://a/chat"), subprotocols=["chat"])
    client.send_request(client.connect())
    request = parse_request_head(b"".join(client.data_to_send()))
    assert check_request(request).target == "/chat"
    client.receive_data(serialize(accept(request, subprotocol="chat")))
    list(client.events_received())
    assert client.handshake_exc is None
    assert client.subprotocol == "chat"


GOOD = client_request("a", "/", key=KEY)
BAD_REQUESTS = [
    GOOD.replace(b"GET", b"PUT"),
    GOOD.replace(b"HTTP/1.1", b"HTTP/1.0"),
    GOOD.replace(b"Upgrade: websocket\r\n", b""),
    GOOD.replace(b"Connection: Upgrade\r\n", b""),
    GOOD.replace(b"Version: 13", b"Version: 12"),
    GOOD.replace(b"Sec-WebSocket-Version: 13\r\n", b""),
    GOOD.replace(KEY.encode(), b"YWJj"),
    GOOD.replace(b"Sec-WebSocket-Key: " + KEY.encode() + b"\r\n", b""),
    GOOD.replace(b"Upgrade: websocket", b"Upgrade: h2c"),
]


@pytest.mark.parametrize("data", BAD_REQUESTS)
def test_both_refuse_bad_requests(data):
    with pytest.raises(RemoteProtocolError) as caught:
        check_request(parse_request_head(data))
    assert 400 <= refuse(caught.value).status < 500
    server = ServerProtocol()
    server.receive_data(data)
    events = list(server.events_received())
    assert not events or server.accept(events[0]).status_code >= 400


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"101 Switching Protocols", b"200 OK"),
        (b"Upgrade: websocket", b"Upgrade: h2c"),
        (b"Connection: Upgrade", b"Connection: close"),
        (b"Sec-WebSocket-Accept: ", b"Sec-WebSocket-Accept: x"),
        (b"Connection: Upgrade", b"Connection: Upgrade\r\nSec-WebSocket-Protocol: unasked"),
        (b"Connection: Upgrade", b"Connection: Upgrade\r\nSec-WebSocket-Extensions: unasked"),
    ],
)
def test_both_refuse_bad_responses(old, new):
    client = ClientProtocol(parse_uri("ws://a/"))
    client.send_request(client.connect())
    request = parse_request_head(b"".join(client.data_to_send()))
    key = dict(request.headers)["Sec-WebSocket-Key"]
    data = serialize(accept(request)).replace(old, new)
    with pytest.raises(RemoteProtocolError):
        check_response(parse_response_head(data), key)
    client.receive_data(data)
    client.receive_eof()
    list(client.events_received())
    assert client.handshake_exc is not None


def test_frames_are_the_same_bytes():
    random = Random(1)
    for opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.PING):
        for size in (0, 5, 125, 126, 65535, 65536):
            if opcode.is_control and size > 125:
                continue
            payload = random.randbytes(size)
            theirs = TheirFrame(TheirOpcode(opcode), payload).serialize(mask=False)
            assert Frame(True, opcode, payload).serialize() == theirs
    with pytest.raises(TheirProtocolError):
        TheirFrame(TheirOpcode.PING, bytes(126)).check()
