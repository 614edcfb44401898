"""Back-pressure both ways, and what becomes of who reads slowly: others never wait for it."""

import asyncio

from helpers.net.raw_websocket import masked
from helpers.net.websocket import Limits, Slow, connect_websocket, serve_websocket
from helpers.protocols.websocket.frames import Opcode
from tests.net.net_samples import PATIENCE, in_loop, settled, turns
from tests.net.websocket.websocket_samples import Room, echo, opened

BIG = "x" * 2**17


async def flood(room: Room, count: int) -> None:
    for number in range(count):
        room.say(f"{number:06}{BIG}")
        await asyncio.sleep(0)


@in_loop
async def test_a_slow_reader_is_sent_away_and_the_others_have_every_message():
    room = Room()
    server = await serve_websocket("room", room, limits=Limits(outbox=2**20, closing=PATIENCE))
    async with opened(server, limit=2**14) as slow, connect_websocket(server.url("/", "ws")) as quick:
        await room.until(2)
        theirs = room.sockets[0]
        for number in range(200):
            room.say(f"{number:06}{BIG}")
            assert await _numbers(quick, 1) == [number]
        frames = [await slow.frame()]
        while frames[-1].opcode != Opcode.CLOSE:
            frames.append(await slow.frame())
        assert frames[-1].payload == b"\x03\xf0you read too slowly"
        assert 0 < len(frames) - 1 < 200
        assert theirs.dropped > 0


@in_loop
async def test_a_slow_reader_may_lose_the_oldest_and_keep_its_place():
    room = Room()
    server = await serve_websocket("room", room, limits=Limits(outbox=2**20, slow=Slow.DROP))
    async with opened(server, limit=2**14) as slow:
        await room.until(1)
        await flood(room, 200)
        dropped = room.sockets[0].dropped
        assert 0 < dropped < 200
        heard = [int((await slow.frame()).payload[:6]) for _ in range(200 - dropped)]
        assert heard == sorted(heard)
        assert heard[-1] == 199
        assert room.sockets[0].over is None


@in_loop
async def test_send_waits_for_a_slow_reader_and_goes_on():
    sent = []

    async def pour(socket):
        for number in range(100):
            await socket.send(f"{number:06}{BIG}")
            sent.append(number)

    async with opened(await serve_websocket("pour", pour), limit=2**14) as slow:
        await settled(lambda: sent)
        await turns(200)
        stopped = len(sent)
        assert stopped < 100
        heard = [int((await slow.frame()).payload[:6]) for _ in range(100)]
        assert heard == list(range(100))


@in_loop
async def test_who_sends_faster_than_we_read_has_to_wait():
    go = asyncio.Event()

    async def lazy(socket):
        await go.wait()
        await echo(socket)

    server = await serve_websocket("lazy", lazy)
    async with connect_websocket(server.url("/", "ws"), limits=Limits(outbox=2**18)) as socket:
        sending = asyncio.create_task(_send_all(socket, 200))
        await turns(500)
        assert not sending.done()
        go.set()
        assert await _numbers(socket, 200) == list(range(200))
        await sending


@in_loop
async def test_pings_of_who_reads_nothing_are_no_longer_read():
    room = Room()
    server = await serve_websocket("room", room, limits=Limits(slow=Slow.DROP, outbox=2**18))
    async with opened(server, limit=2**14) as slow:
        await room.until(1)
        await flood(room, 100)
        socket = room.sockets[0]
        assert not socket._out.writable
        slow.send(masked(b"x" * 125, Opcode.PING) * 5000)
        await turns(2000)
        assert not socket._transport.is_reading()
        assert sum(map(len, socket._out.connection._sending._output or ())) < 2 * 2**18


async def _numbers(socket, count: int) -> list[int]:
    return [int((await socket.receive())[:6]) for _ in range(count)]


async def _send_all(socket, count: int) -> None:
    for number in range(count):
        await socket.send(f"{number:06}{BIG}")
