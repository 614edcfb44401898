"""A server of WebSocket and our client, over real connections: handshakes, messages, ends."""

import asyncio

import pytest

from helpers.net import serve, tap
from helpers.net.raw_websocket import HALVES, KEY, masked, plain
from helpers.net.settle import settle
from helpers.net.tls import Authority
from helpers.net.websocket import Ended, Limits, connect_websocket, serve_websocket
from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.frames import Opcode
from helpers.protocols.websocket.handshake import client_request
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side
from tests.net.net_samples import arrivals, connect, in_loop, settled
from tests.net.websocket.websocket_samples import Room, echo, opened

AUTHORITY = Authority()
BOTH = pytest.mark.parametrize("tls", [None, AUTHORITY], ids=["in plain", "over TLS"])


@BOTH
@in_loop
async def test_messages_there_and_back(tls):
    server = await serve_websocket("echo", echo, subprotocols=("json", "text"), tls=tls)
    async with connect_websocket(
        server.url("/x?y=1", "ws"), subprotocols=["text", "json"], authority=tls
    ) as socket:
        assert (socket.subprotocol, socket.request.target) == ("json", "/x?y=1")
        for message in ("Olé", b"\x00\xff", "", "x" * 900_000):
            await socket.send(message)
            assert await socket.receive() == message
    assert (socket.over.code, server.log) == (1000, [])


@in_loop
async def test_literal_bytes():
    server = await serve_websocket("echo", echo)
    async with opened(server, behind=masked(b"Hello")) as raw:
        assert await raw.peer.read(7) == b"\x81\x05Hello"
        for byte in masked(b"Hi"):
            raw.send(bytes([byte]))
        assert await raw.peer.read(4) == b"\x81\x02Hi"
        raw.send(HALVES[0] + masked(b"?", Opcode.PING) + HALVES[1])
        assert await raw.peer.read(10) == b"\x8a\x01?\x81\x05Hello"
        raw.send(masked((1000).to_bytes(2, "big"), Opcode.CLOSE))
        assert await raw.peer.read_all() == b"\x88\x02\x03\xe8"


@in_loop
async def test_what_is_said_in_one_turn_goes_in_one_write():
    room = Room()
    wire = await tap("wire", await serve_websocket("room", room))
    async with opened(wire) as raw:
        await room.until(1)
        assert [room.say(text) for text in ("a", "b", "c")] == [[True]] * 3
        assert await raw.peer.read(9) == plain(b"a") + plain(b"b") + plain(b"c")
    assert [one.data for one in arrivals(wire, Side.SERVER)][1:] == [b"\x81\x01a\x81\x01b\x81\x01c"]


@pytest.mark.parametrize(
    ("sent", "code", "reason"),
    [
        (masked(b"caf\xe9"), 1007, b""),
        (masked(b"Hello", key=None), 1002, b""),
        (masked(b"x" * 2000), 1009, b""),
        (b"\x81\xff" + b"\x7f" * 8 + b"abcd", 1009, b""),
        (masked(b"x", Opcode.TEXT, fin=False) + masked(b"", Opcode.CONTINUATION, fin=False) * 500
         + masked(b"y", 3), 1002, b""),
    ],
    ids=["not UTF-8", "no mask", "too long", "a length of 2**63", "empty fragments without end"],
)  # fmt: skip
@in_loop
async def test_a_broken_rule_ends_its_own_connection_and_no_other(sent, code, reason):
    server = await serve_websocket("echo", echo, limits=Limits(message=1000))
    async with opened(server) as bad, opened(server) as good:
        bad.send(sent)
        frame = await bad.frame()
        assert (frame.opcode, int.from_bytes(frame.payload[:2], "big")) == (Opcode.CLOSE, code)
        assert await bad.peer.read_all() == b""
        bad.peer.close()
        good.send(masked(b"Hello"))
        assert (await good.frame()).payload == b"Hello"


@in_loop
async def test_no_handshake_no_socket():
    server = await serve_websocket("echo", echo)
    for head, status in [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (client_request("x", "/", key=KEY).replace(b": 13", b": 8"), b"426"),
        (b"\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000, b"431"),
    ]:
        peer = await connect(server)
        peer.send(head)
        assert (await peer.read_all()).split()[1] == status
    assert len(server.log) == 3


@in_loop
async def test_a_client_hears_why_it_was_refused():
    async def refuse(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    async def hang_up(reader, writer):
        await reader.readuntil(b"\r\n\r\n")

    with pytest.raises(RemoteProtocolError, match="403 Forbidden"):
        async with connect_websocket((await serve("no", handler=refuse)).url("/", "ws")):
            pass
    with pytest.raises(Ended, match="hung up in the handshake"):
        async with connect_websocket((await serve("no", handler=hang_up)).url("/", "ws")):
            pass


@in_loop
async def test_a_server_that_stops_says_1001_and_its_handlers_end():
    room = Room()
    server = await serve_websocket("room", room)
    async with connect_websocket(server.url("/", "ws")) as socket, opened(server) as raw:
        await room.until(2)
        await server.aclose()
        assert (await raw.frame()).payload == b"\x03\xe9the server stops"
        with pytest.raises(Ended, match="1001: the server stops"):
            await socket.receive()
    assert room.sockets == []


@in_loop
async def test_a_handler_that_breaks_says_1011():
    async def broken(socket):
        raise ValueError("no")

    server = await serve_websocket("broken", broken)
    async with opened(server) as raw:
        assert (await raw.frame()).payload[:2] == (1011).to_bytes(2, "big")
        raw.send(masked(b"\x03\xf3", Opcode.CLOSE))
        assert await raw.peer.read_all() == b""
    assert server.log == ["connection ended with ValueError: no"]


@in_loop
async def test_a_reset_in_mid_frame_and_a_cut_are_1006():
    room = Room()
    wire = await tap("wire", await serve_websocket("room", room))
    async with opened(wire) as raw, opened(wire) as other:
        await room.until(2)
        first, second = room.sockets
        raw.send(masked(b"Hello")[:8])
        raw.peer.reset()
        await settled(lambda: first.over)
        assert first.over.code == 1006
        await room.until(1)
        assert room.say("still here") == [True]
        assert (await other.frame()).payload == b"still here"
        wire.cut()
        await settled(lambda: second.over)
        assert second.over.code == 1006
    await room.until(0)


@in_loop
async def test_messages_before_the_end_are_read_and_then_it_ends():
    heard = []
    done = asyncio.Event()

    async def listen(socket):
        await settled(lambda: socket.over)
        heard.extend([message async for message in socket])
        heard.append(socket.over.code)
        done.set()

    async with opened(await serve_websocket("listen", listen)) as raw:
        raw.send(masked(b"a") + masked(b"b") + masked(b"\x03\xe8", Opcode.CLOSE))
        await done.wait()
    assert heard == ["a", "b", 1000]


@in_loop
async def test_what_came_before_a_broken_rule_is_answered_first_however_it_was_read():
    broken = masked(b"x", 3)
    server = await serve_websocket("echo", echo)
    for together in (True, False):
        async with opened(server) as raw:
            for piece in [masked(b"Hello") + broken] if together else [masked(b"Hello"), broken]:
                raw.send(piece)
            assert (await raw.frame()).payload == b"Hello"
            assert (await raw.frame()).payload[:2] == (1002).to_bytes(2, "big")


@in_loop
async def test_a_handler_that_answers_nothing_does_not_keep_a_broken_connection():
    async def deaf(socket):
        await socket.receive()
        await socket.gone.wait()

    server = await serve_websocket("deaf", deaf)
    async with asyncio.timeout(5), opened(server) as raw:
        raw.send(masked(b"Hello") + masked(b"x", 3) + masked(b"More"))
        assert (await raw.frame()).payload[:2] == (1002).to_bytes(2, "big")
    async with opened(server) as raw:
        raw.send(masked(b"Hello") + masked(b"x", 3))
        raw.peer.writer.write_eof()
        assert (await raw.frame()).payload[:2] == (1002).to_bytes(2, "big")


@in_loop
async def test_a_handler_that_closes_a_broken_connection_closes_it_with_the_reason():
    async def once(socket):
        message = await socket.receive()
        await settle()  # what breaks the rule has come
        await socket.send(message)

    server = await serve_websocket("once", once)
    async with opened(server) as raw:
        raw.send(masked(b"Hello") + masked(b"x", 3))
        assert (await raw.frame()).payload == b"Hello"
        assert (await raw.frame()).payload[:2] == (1002).to_bytes(2, "big")


@in_loop
async def test_both_agree_to_compress():
    server = await serve_websocket("echo", echo, deflate=True)
    for deflate in (True, False):
        wire = await tap("wire", server)
        async with connect_websocket(wire.url("/", "ws"), deflate=deflate) as socket:
            for message in ("x" * 5000, b"y" * 3000):
                await socket.send(message)
                assert await socket.receive() == message
        assert (sum(len(one.data) for one in arrivals(wire, Side.SERVER)) < 500) is deflate


@in_loop
async def test_what_is_no_text_is_refused_where_it_is_sent_and_one_at_a_time_may_wait():
    async def careless(socket):
        with pytest.raises(LocalProtocolError, match="half of a pair"):
            await socket.send("ab\udfff")
        first = asyncio.ensure_future(socket.receive())
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="somebody waits for the next message already"):
            await socket.receive()
        await socket.send(await first)

    async with opened(await serve_websocket("careless", careless)) as raw:
        raw.send(masked(b"Hello"))
        assert (await raw.frame()).payload == b"Hello"
        assert int.from_bytes((await raw.frame()).payload[:2], "big") == 1000


@in_loop
async def test_a_faster_mask_is_an_argument_of_both_sides():
    asked = []

    def counted(payload, key):
        asked.append(len(payload))
        return unmask(payload, key)

    server = await serve_websocket("echo", echo, unmask=counted)
    async with connect_websocket(server.url("/", "ws"), unmask=counted) as socket:
        await socket.send("Hello")
        assert await socket.receive() == "Hello"
    assert asked[:2] == [5, 5]
