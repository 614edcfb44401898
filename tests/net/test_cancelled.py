"""Whoever starts or stops something may be interrupted at any of its suspensions: nothing is left of it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from helpers.net import Server, Tap, serve, stop_all, tap
from helpers.net.http2 import Reply, serve_http2
from helpers.net.peers import serve_websockets
from helpers.net.registry import registry
from helpers.net.socketio.server import serve_engineio
from helpers.net.tls import Authority
from helpers.net.websocket import serve_websocket
from tests.cancelled import at_each_suspension
from tests.net.net_samples import connect, in_loop, open_sockets, turns

AUTHORITY = Authority()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def talk(socket: object) -> None:
    await asyncio.Event().wait()


async def answer(request: object) -> Reply:
    return Reply(200)


async def application() -> Server:
    from aiohttp import web

    return await serve("server", app=web.Application())


async def tapped() -> Tap:
    return await tap("wire", await serve("server", handler=silent), hold=True)


async def replaced() -> Server:
    peer = await connect(await serve("server", handler=silent))
    try:
        return await serve("server", handler=silent)
    finally:
        peer.close()


STARTS: dict[str, Callable[[], Awaitable[Server | Tap]]] = {
    "streams": lambda: serve("server", handler=silent),
    "tls": lambda: serve("server", handler=silent, tls=AUTHORITY),
    "protocol": lambda: serve("server", protocol=asyncio.Protocol),
    "aiohttp": application,
    "websocket": lambda: serve_websocket("server", talk),
    "websockets": lambda: serve_websockets("server", talk),
    "http2": lambda: serve_http2("server", answer, http1=True),
    "engineio": lambda: serve_engineio("server", lambda session: None),
    "tap": tapped,
    "replaced": replaced,
}
EACH = pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)


def looking() -> Callable[[int], Awaitable[None]]:
    """What asserts that nothing is left but what is there now."""
    loop = asyncio.get_running_loop()
    unseen: list[object] = []
    loop.set_exception_handler(lambda loop, context: unseen.append(context))
    before = open_sockets(), asyncio.all_tasks()

    async def look(number: int) -> None:
        await stop_all()
        await turns(3)
        sockets, tasks = open_sockets(), asyncio.all_tasks()
        assert (number, sockets - before[0], tasks - before[1], unseen) == (number, set(), set(), [])
        assert not registry()._things
        assert not getattr(getattr(loop, "ports", None), "_bound", {})  # of a network in memory

    return look


@EACH
@in_loop
async def test_a_start_that_is_cancelled_leaves_nothing(start) -> None:
    assert await at_each_suspension(start, looking()) >= 1


@pytest.mark.slow
@EACH
@in_loop
async def test_so_does_one_that_is_cancelled_once_more_while_it_clears_up(start) -> None:
    for again in (1, 2, 3):
        await at_each_suspension(start, looking(), again=again)


@EACH
@in_loop
async def test_a_stop_that_is_cancelled_can_be_made_again(start) -> None:
    async def stop() -> None:
        await thing.aclose()

    look = looking()

    async def fresh(number: int) -> None:
        nonlocal thing
        for peer in peers:
            peer.close()
        await look(number)
        thing = await begun()

    async def begun() -> Server | Tap:
        thing = await start()
        peers[:] = [await connect(thing) for _ in range(2)]
        peers[0].send(b"GET / HTTP/1.1\r\n")
        await turns(5)
        return thing

    peers = []
    thing = await begun()
    await at_each_suspension(stop, fresh)
    await stop_all()
