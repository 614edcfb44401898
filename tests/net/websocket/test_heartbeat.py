"""Signs of life on a lesson's clock: who is silent is asked, who does not answer is given up, unless a tap holds."""

import asyncio
from contextlib import closing

from helpers.loops.clock import StepClock
from helpers.net import tap
from helpers.net.raw_websocket import masked
from helpers.net.websocket import Limits, connect_websocket, serve_websocket
from helpers.net.websocket.heartbeat import Beat, Heartbeat
from helpers.protocols.websocket.frames import Opcode
from tests.net.net_samples import connect, in_loop
from tests.net.websocket.websocket_samples import Room, echo, opened


def test_the_machine():
    heart = Heartbeat(0.0, every=20, patience=10)
    assert [heart.look(now) for now in (0, 19.9, 20, 20, 29.9, 30)] == [
        Beat.WAIT, Beat.WAIT, Beat.PING, Beat.WAIT, Beat.WAIT, Beat.DEAD
    ]  # fmt: skip
    heart.heard(31)
    assert [heart.look(now) for now in (31, 50.9, 55, 64.9, 65)] == [
        Beat.WAIT, Beat.WAIT, Beat.PING, Beat.WAIT, Beat.DEAD
    ]  # fmt: skip
    assert Heartbeat(0.0, every=0, patience=1).look(10**6) is Beat.WAIT


@in_loop
async def test_a_dead_peer_is_noticed_and_one_that_answers_is_not():
    with closing(StepClock()) as clock:
        room = Room()
        server = await serve_websocket("room", room, clock=clock)
        async with opened(server) as dead, opened(server) as alive:
            await room.until(2)
            mute = room.sockets[0]
            await clock.advance(19)
            alive.send(masked(b"", Opcode.PONG))  # that nobody asked for, and a sign of life
            await clock.advance(1)
            assert (await dead.frame()).opcode == Opcode.PING
            await clock.advance(19)
            assert (await alive.frame()).opcode == Opcode.PING
            alive.send(masked(b"", Opcode.PONG))
            assert mute.over is None
            await clock.advance(2)
            assert str(mute.over) == "1006: no sign of life for 40 s"
            assert len(room.sockets) == 1
            assert (await connect(server)) is not None


@in_loop
async def test_two_of_ours_keep_a_line_alive_for_an_hour():
    with closing(StepClock()) as clock:
        server = await serve_websocket("echo", echo, clock=clock, limits=Limits(every=60))
        async with connect_websocket(server.url("/", "ws"), clock=clock, limits=Limits(every=60)) as socket:
            await clock.advance(3600)
            assert socket.over is None


@in_loop
async def test_a_wire_that_is_held_for_ten_minutes_breaks_nobody():
    with closing(StepClock()) as clock:
        wire = await tap("wire", await serve_websocket("echo", echo, clock=clock), hold=lambda held: True)

        async def talk():
            async with connect_websocket(wire.url("/", "ws"), clock=clock) as socket:
                await socket.send("Hello")
                return await socket.receive(), socket.over

        talking = asyncio.create_task(talk())
        for _ in range(4):  # two heads and two frames
            await clock.advance(600)
            await wire.step()
        wire.run()
        assert await talking == ("Hello", None)


@in_loop
async def test_who_says_no_head_or_answers_no_close_is_let_go():
    with closing(StepClock()) as clock:
        room = Room()
        server = await serve_websocket("room", room, clock=clock, limits=Limits(opening=5, closing=7))
        mute = await connect(server)
        async with opened(server) as raw:
            await room.until(1)
            await clock.advance(6)
            assert await mute.read_all() == b""
            socket = room.sockets[0]
            socket.close(1001)
            await clock.advance(8)
            assert socket.gone.is_set()
            assert (await raw.frame()).payload == b"\x03\xe9"
