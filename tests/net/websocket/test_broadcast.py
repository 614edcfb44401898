"""One message to many: one frame for all who can take it, and each other one is treated as ``offer`` does."""

from helpers.net import tap
from helpers.net.raw_websocket import masked, plain
from helpers.net.websocket import Limits, broadcast, connect_websocket, serve_websocket
from helpers.protocols.websocket.frames import Opcode
from helpers.vocabulary import Side
from tests.net.net_samples import arrivals, in_loop, settled
from tests.net.websocket.websocket_samples import Room, opened


@in_loop
async def test_it_goes_at_once_and_what_follows_in_the_same_turn_goes_in_one_write():
    room = Room()
    wire = await tap("wire", await serve_websocket("room", room))
    async with opened(wire) as raw, opened(wire) as other:
        await room.until(2)
        for text in ("a", "b", "c"):
            broadcast(room.sockets, text)
        for one in (raw, other):
            assert await one.peer.read(9) == plain(b"a") + plain(b"b") + plain(b"c")
        broadcast(room.sockets, b"d")
        assert (await raw.frame()).payload == b"d"
    said = b"".join(one.data for one in arrivals(wire, Side.SERVER) if one.connection == 1)
    assert said.endswith(b"\x81\x01a\x81\x01b\x81\x01c\x82\x01d")


@in_loop
async def test_it_keeps_its_place_behind_what_waits():
    room = Room()
    async with opened(await serve_websocket("room", room)) as raw:
        await room.until(1)
        room.say("first")
        broadcast(room.sockets, "second")
        raw.send(masked(b"x")[:3])  # half a frame is under way: it is not in the way
        assert [(await raw.frame()).payload for _ in range(2)] == [b"first", b"second"]
        await settled(lambda: room.sockets[0]._out.connection.quiet is False)
        broadcast(room.sockets, "third")
        assert (await raw.frame()).payload == b"third"


@in_loop
async def test_who_compresses_and_who_masks_has_frames_of_its_own():
    room = Room()
    server = await serve_websocket("room", room, deflate=True)
    async with connect_websocket(server.url("/", "ws"), deflate=True) as deflated:
        await room.until(1)
        broadcast(room.sockets, "x" * 5000)
        assert await deflated.receive() == "x" * 5000
        broadcast([deflated], "y" * 200)
        assert await deflated.receive() == "y" * 200


@in_loop
async def test_who_reads_nothing_meets_the_limit_and_who_has_left_is_passed_over():
    room = Room()
    server = await serve_websocket("room", room, limits=Limits(outbox=2**18, closing=0.5))
    async with opened(server, limit=2**14), opened(server) as leaving:
        await room.until(2)
        sockets = tuple(room.sockets)
        leaving.send(masked(b"\x03\xe8", Opcode.CLOSE))
        await room.until(1)
        for _ in range(300):
            broadcast(sockets, "x" * 2**16)
        await settled(lambda: all(socket.over for socket in sockets))
        assert sockets[0].dropped > 0
        broadcast(sockets, "nobody hears it")
