"""What an idle connection has, and what it gives back: whoever speaks next uses it."""

import asyncio

import pytest

from helpers.net.raw_websocket import masked
from helpers.net.websocket import connect_websocket, serve_websocket
from tests.net.net_samples import in_loop, settled
from tests.net.websocket.websocket_samples import Room, echo, opened


@in_loop
async def test_connections_use_one_codec_in_turn_and_keep_it_while_a_frame_is_half_there():
    sockets = []

    async def talk(socket):
        sockets.append(socket)
        await echo(socket)

    server = await serve_websocket("echo", talk)
    async with opened(server) as one, opened(server) as two:
        await settled(lambda: len(sockets) == 2)
        first, second = sockets
        for raw in (one, two, one):
            raw.send(masked(b"Hello"))
            assert (await raw.frame()).payload == b"Hello"
            assert (first._busy, second._busy, len(first._shelf._spare)) == (None, None, 1)
        one.send(masked(b"in two halves")[:7])
        await settled(lambda: first._busy is not None)
        two.send(masked(b"meanwhile"))
        assert (await two.frame()).payload == b"meanwhile"
        assert first._busy is not second._shelf._spare[0]
        one.send(masked(b"in two halves")[7:])
        assert (await one.frame()).payload == b"in two halves"
        assert len(first._shelf._spare) == 2


@in_loop
async def test_the_shelf_keeps_a_few():
    room = Room()
    async with opened(await serve_websocket("room", room)):
        await room.until(1)
        shelf = room.sockets[0]._shelf
        taken = [shelf.take(room.sockets[0]._transport, lambda out: None) for _ in range(20)]
        for out in taken:
            shelf.put(out)
        assert len(shelf._spare) == 16


@in_loop
async def test_a_head_is_kept_until_the_first_message_is_waited_for():
    seen = []

    async def talk(socket):
        seen.append(socket.request.target)
        await socket.receive()
        with pytest.raises(LookupError, match="before you wait for the first message"):
            socket.request  # noqa: B018
        await socket.send(socket.query["y"])

    server = await serve_websocket("talk", talk)
    async with connect_websocket(server.url("/x?y=1", "ws")) as socket:
        await socket.send("?")
        assert await socket.receive() == "1"
    assert seen == ["/x?y=1"]


@in_loop
async def test_a_handler_that_is_cancelled_by_itself_says_1001():
    async def tired(socket):
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().call_soon(task.cancel)
        await socket.receive()

    async with opened(await serve_websocket("tired", tired)) as raw:
        assert (await raw.frame()).payload[:2] == (1001).to_bytes(2, "big")


@in_loop
async def test_waiting_may_be_given_up_and_taken_up_again():
    gave_up = asyncio.Event()

    async def patient(socket):
        for waiting in (socket.receive, lambda: anext(socket), lambda: anext(socket, None)):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await waiting()
        gave_up.set()
        await echo(socket)

    async with opened(await serve_websocket("patient", patient)) as raw:
        await gave_up.wait()
        raw.send(masked(b"Hello"))
        assert (await raw.frame()).payload == b"Hello"
