"""Echo servers of five makes, for processes of their own: ``python -m helpers.net.websocket.contest.servers ours``.

Such a process prints its port, answers each line of its input by a line (how many seconds of CPU it has used, and how
many bytes Python's objects take where it counts them), and ends with its input. Nobody compresses.
"""

import asyncio
import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from typing import Any

from helpers.net.websocket.contest.bare import Bare

__all__ = ["SERVERS"]

HOST = "127.0.0.1"


async def ours(room: bool, unmask: Callable[[bytes, bytes], bytes] | None = None) -> int:
    """The server of this course."""
    from helpers.net.websocket import WebSocket, broadcast, serve_websocket
    from helpers.protocols.websocket.mask import unmask as our_own

    sockets: set[WebSocket] = set()

    async def echo(socket: WebSocket) -> None:
        async for message in socket:
            await socket.send(message)

    async def to_all(socket: WebSocket) -> None:
        sockets.add(socket)
        async for message in socket:
            broadcast(sockets, message)
        sockets.discard(socket)

    return (await serve_websocket("echo", to_all if room else echo, unmask=unmask or our_own)).port


async def ours_and_c(room: bool) -> int:
    """The same, which is given a function in C for masking: that of ``websockets``."""
    from websockets.speedups import apply_mask

    return await ours(room, apply_mask)


async def websockets(room: bool) -> int:
    """The ``websockets`` library."""
    from websockets.asyncio.server import ServerConnection, broadcast, serve

    sockets: set[ServerConnection] = set()

    async def echo(socket: ServerConnection) -> None:
        sockets.add(socket)
        async for message in socket:
            if room:
                broadcast(sockets, message)
            else:
                await socket.send(message)
        sockets.discard(socket)

    return port_of(await serve(echo, HOST, 0))


async def aiohttp(room: bool) -> int:
    """The web framework aiohttp; its reader and its mask are written in C."""
    from aiohttp import WSMsgType, web

    sockets: set[web.WebSocketResponse] = set()

    async def echo(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        sockets.add(socket)
        async for message in socket:
            for one in tuple(sockets) if room else (socket,):
                if message.type is WSMsgType.TEXT:
                    await one.send_str(message.data)
                elif message.type is WSMsgType.BINARY:
                    await one.send_bytes(message.data)
        sockets.discard(socket)
        return socket

    app = web.Application()
    app.router.add_get("/", echo)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    return int(runner.addresses[0][1])


async def picows(room: bool) -> int:
    """picows, written in C throughout: frames in and frames out, messages are its user's affair."""
    from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

    transports: set[WSTransport] = set()

    class Echo(WSListener):
        def on_ws_connected(self, transport: WSTransport) -> None:
            transports.add(transport)

        def on_ws_disconnected(self, transport: WSTransport) -> None:
            transports.discard(transport)

        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type == WSMsgType.CLOSE:
                transport.send_close(frame.get_close_code(), frame.get_close_message())
                transport.disconnect()
            else:
                for one in transports if room else (transport,):
                    one.send(frame.msg_type, frame.get_payload_as_memoryview())

    def made(request: WSUpgradeRequest) -> Echo:
        return Echo()

    return port_of(await ws_create_server(made, HOST, 0, max_frame_size=2**20))


async def wsproto(room: bool) -> int:
    """wsproto, a codec without sockets, on an ``asyncio.Protocol``."""
    from helpers.net.websocket.contest.on_wsproto import InARoom, OnWsproto

    protocol = InARoom if room else OnWsproto
    return port_of(await asyncio.get_running_loop().create_server(protocol, HOST, 0))


async def bare(room: bool) -> int:
    """The handshake, and no protocol: sends back every byte that comes. What a connection costs anyway."""
    return port_of(await asyncio.get_running_loop().create_server(Bare, HOST, 0))


SERVERS: dict[str, Callable[[bool], Awaitable[int]]] = {
    "ours": ours,
    "ours + C": ours_and_c,
    "websockets": websockets,
    "aiohttp": aiohttp,
    "wsproto": wsproto,
    "picows": picows,
    "bare": bare,
}


def port_of(server: Any) -> int:
    """Where an ``asyncio.Server``, or what looks like one, listens."""
    return int(server.sockets[0].getsockname()[1])


def warm_heap() -> None:
    """Once a block of this size was freed, glibc keeps what smaller ones (all reads) need, and gives nothing back.

    Otherwise each long message may cost fresh pages, or none, by chance.
    """
    for _ in range(2):
        bytearray(2**24)[-1] = 1


def used() -> str:
    """What this process has used so far, as a line."""
    cpu, memory = time.process_time(), 0
    if tracemalloc.is_tracing():
        gc.collect()
        memory = tracemalloc.get_traced_memory()[0]
    return json.dumps({"cpu": cpu, "memory": memory})


async def main(name: str, *options: str) -> None:
    """Serve until the input ends; ``room``: what one says goes to all, ``memory``: count the bytes of objects."""
    if name not in SERVERS:
        sys.exit(f"there is no server {name!r}")
    if "memory" in options:
        tracemalloc.start()
    warm_heap()
    print(await SERVERS[name]("room" in options), flush=True)
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        print(used(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
