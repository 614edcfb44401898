"""What a hostile or a dying peer sends our server: it costs little, gets the right code, and disturbs nobody else.

Each attack comes twice: straight, where its memory is measured, and through a tap, whose rows show what it was.
"""

import asyncio
import itertools
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass

import pytest

from helpers.dissectors.rows import Rows
from helpers.loops.clock import StepClock
from helpers.net import Server, Tap, tap
from helpers.net.raw_websocket import KEY, MASK, masked
from helpers.net.websocket import Limits, WebSocket, connect_websocket, serve_websocket
from helpers.protocols.websocket.deflate import NAME
from helpers.protocols.websocket.extensions import Extension
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.handshake import client_request
from tests.net.net_samples import connect, run_async, settled, turns
from tests.net.websocket.websocket_samples import Raw, Room, opened

KIB, MIB = 2**10, 2**20
BIG = "x" * 2**17
LIMITS = Limits(message=MIB, outbox=MIB, closing=2)
OFFER = [Extension(NAME)]


def bomb(mebibytes: int) -> bytes:
    """Zeros, deflated: a block that refers to nothing before it, again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return Frame(True, Opcode.BINARY, block * mebibytes + b"\x00", 0b100, MASK).serialize()


class Echo:
    """The handler, and all sockets that it had."""

    def __init__(self) -> None:
        self.sockets: list[WebSocket] = []

    async def __call__(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        async for message in socket:
            await socket.send(message)


@asynccontextmanager
async def deflating(place: Server | Tap, **options) -> AsyncIterator[Raw]:
    peer = await connect(place, **options)
    peer.send(client_request("127.0.0.1", "/", key=KEY, extensions=OFFER))
    assert b"permessage-deflate" in await peer.reader.readuntil(b"\r\n\r\n")
    yield Raw(peer)


@dataclass(frozen=True)
class Attack:
    """``code`` ends it, or nothing does; ``memory`` beside the read's; ``row``: title and summary in the view."""

    do: Callable[[Raw], Awaitable[None]]
    code: int | None
    row: tuple[str, str]
    memory: int = 64 * KIB


def at_once(data: bytes) -> Callable[[Raw], Awaitable[None]]:
    async def do(raw: Raw) -> None:
        raw.send(data)

    return do


def byte_by_byte(data: bytes) -> Callable[[Raw], Awaitable[None]]:
    async def do(raw: Raw) -> None:
        for byte in data:
            raw.send(bytes([byte]))
            await turns(2)

    return do


def then_reset(data: bytes) -> Callable[[Raw], Awaitable[None]]:
    async def do(raw: Raw) -> None:
        raw.send(data)
        await turns(5)
        raw.peer.reset()

    return do


READ = 256 * KIB  # asyncio's loop makes room for so much at each read
GOODBYE = masked((1000).to_bytes(2, "big"), Opcode.CLOSE)
EMPTY = masked(b"", Opcode.CONTINUATION, fin=False)
TOP_BIT = "malformed: a payload length with its most significant bit set"
ATTACKS = {
    "a length of 2**63": Attack(at_once(b"\x82\xff\x80" + bytes(7) + MASK), 1002, ("14 bytes", TOP_BIT)),
    "a length of 2**63 - 1": Attack(
        at_once(b"\x82\xff\x7f" + b"\xff" * 7 + MASK), 1009, ("BINARY", "incomplete")
    ),
    "a flood of empty fragments": Attack(
        at_once(masked(b"x", fin=False) + EMPTY * 10_500), 1009, ("CONTINUATION", "“” …")
    ),
    "a bomb of 1 GiB": Attack(at_once(bomb(1024)), 1009, ("BINARY", "1048576 bytes"), 4 * MIB),
    "one byte at a time": Attack(byte_by_byte(masked(b"x" * 1000) + GOODBYE), 1000, ("TEXT", "“xxx")),
    "a slow sender": Attack(byte_by_byte(masked(b"x" * MIB)[:500]), None, ("TEXT", "incomplete")),
    "a reset in mid-frame": Attack(then_reset(masked(b"x" * 1000)[:500]), 1006, ("TEXT", "incomplete")),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_costs_little_and_disturbs_nobody(attack):
    run_async(measured(attack), debug=False)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_is_seen_in_the_view(attack):
    run_async(seen(attack), debug=False)


async def measured(attack: Attack) -> None:
    handler = Echo()
    server = await serve_websocket("echo", handler, deflate=True, limits=LIMITS)
    async with connect_websocket(server.url("/", "ws")) as good, deflating(server) as bad:
        await settled(lambda: len(handler.sockets) == 2)
        over = asyncio.Event()
        talking = asyncio.create_task(talk(good, over))
        tracemalloc.start()
        try:
            await attack.do(bad)
            await end_of(attack, bad, handler.sockets[-1])
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            over.set()
        assert await talking < 1
        print(f"{most / KIB:.0f} KiB", end=" ")
        assert most < READ + attack.memory
    assert server.log == []


async def seen(attack: Attack) -> None:
    handler = Echo()
    wire = await tap("wire", await serve_websocket("echo", handler, deflate=True, limits=LIMITS))
    async with deflating(wire) as bad:
        await settled(lambda: handler.sockets)
        await attack.do(bad)
        await end_of(attack, bad, handler.sockets[-1])
        rows = Rows(wire.trace)
        await settled(lambda: attack.row in shown(rows))
    if attack.code == 1006:
        assert ("RST", "connection reset") in shown(Rows(wire.trace))
    elif attack.code:
        assert ("CLOSE", str(attack.code)) in shown(Rows(wire.trace))


def shown(rows: Rows) -> set[tuple[str, str]]:
    """Title and summary of each row, as far as the tests know them."""
    rows.update()
    known = {row for attack in ATTACKS.values() for row in (attack.row, ("CLOSE", str(attack.code)))}
    known |= {("RST", "connection reset"), ("CLOSE", "1008"), ("PING", ""), ("PONG", "")}
    return {
        (title, summary)
        for row in rows.rows
        for title, summary in known
        if row.title == title and row.summary.startswith(summary)
    }


async def talk(good: WebSocket, over: asyncio.Event) -> float:
    """How long (s) the slowest answer took until it was ``over``, to somebody who has nothing to do with it."""
    clock, slowest = asyncio.get_running_loop().time, 0.0
    for number in itertools.count():
        asked = clock()
        await good.send(f"{number}")
        assert await good.receive() == f"{number}"
        slowest = max(slowest, clock() - asked)
        if over.is_set():
            return slowest
    raise AssertionError("numbers do not end")


async def end_of(attack: Attack, bad: Raw, socket: WebSocket) -> None:
    """Wait for the close frame, if one is to come, and for what the server knows of the end."""
    if attack.code is None:
        await turns(20)
        assert socket.over is None
        return
    if attack.code != 1006:
        frames = [frame async for frame in bad.frames]
        assert int.from_bytes(frames[-1].payload[:2], "big") == attack.code
    await settled(lambda: socket.over)
    assert socket.over.code == attack.code


def test_a_reader_that_reads_nothing_costs_its_queue_and_is_sent_away():
    async def main() -> None:
        room = Room()
        server = await serve_websocket("room", room, limits=LIMITS)
        async with opened(server, limit=2**14) as slow, connect_websocket(server.url("/", "ws")) as quick:
            await room.until(2)
            tracemalloc.start()
            try:
                for number in range(200):  # 25 MiB
                    room.say(f"{number:06}{BIG}")
                    assert (await quick.receive())[:6] == f"{number:06}"
                _, most = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
            print(f"{most / KIB:.0f} KiB", end=" ")
            assert [frame async for frame in slow.frames][-1].payload == b"\x03\xf0you read too slowly"
        assert most < LIMITS.outbox + READ + 12 * len(BIG)  # the queue, and what is on its way to two

    run_async(main(), debug=False)


def test_that_a_reader_is_sent_away_is_seen_in_the_view():
    async def main() -> None:
        room = Room()
        wire = await tap("wire", await serve_websocket("room", room, limits=LIMITS))
        async with opened(wire, limit=2**14) as slow:
            await room.until(1)
            socket = room.sockets[0]
            while socket.offer(BIG):
                await turns(1)
            async for _ in slow.frames:
                pass
        assert ("CLOSE", "1008") in shown(Rows(wire.trace))

    run_async(main(), debug=False)


def test_a_half_open_connection_is_asked_and_then_given_up():
    async def main() -> None:
        with closing(StepClock()) as clock:
            room = Room()
            server = await serve_websocket("room", room, clock=clock, limits=Limits(every=20, patience=20))
            wire = await tap("wire", server, clock=clock)
            async with opened(wire), connect_websocket(server.url("/", "ws"), clock=clock) as good:
                await room.until(2)
                gone = room.sockets[0]
                tracemalloc.start()
                await clock.advance(41)
                _, most = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                assert (gone.over.code, good.over) == (1006, None)
                assert most < READ + 64 * KIB
                await good.send("still here")
                assert await good.receive() == "still here"
            assert ("PING", "") in shown(Rows(wire.trace))
            assert ("PONG", "") not in shown(Rows(wire.trace))

    run_async(main(), debug=False)
