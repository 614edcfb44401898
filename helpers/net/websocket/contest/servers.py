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


async def ours() -> int:
    """The server of this course."""
    from helpers.net.websocket import WebSocket, serve_websocket

    async def echo(socket: WebSocket) -> None:
        async for message in socket:
            await socket.send(message)

    return (await serve_websocket("echo", echo)).port


async def websockets() -> int:
    """The ``websockets`` library."""
    from websockets.asyncio.server import ServerConnection, serve

    async def echo(socket: ServerConnection) -> None:
        async for message in socket:
            await socket.send(message)

    return port_of(await serve(echo, HOST, 0))


async def aiohttp() -> int:
    """The web framework aiohttp; its reader and its mask are written in C."""
    from aiohttp import WSMsgType, web

    async def echo(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await socket.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await socket.send_bytes(message.data)
        return socket

    app = web.Application()
    app.router.add_get("/", echo)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    return int(runner.addresses[0][1])


async def picows() -> int:
    """picows, written in C throughout: frames in and frames out, messages are its user's affair."""
    from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

    class Echo(WSListener):
        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type == WSMsgType.CLOSE:
                transport.send_close(frame.get_close_code(), frame.get_close_message())
                transport.disconnect()
            else:
                transport.send(frame.msg_type, frame.get_payload_as_memoryview())

    def made(request: WSUpgradeRequest) -> Echo:
        return Echo()

    return port_of(await ws_create_server(made, HOST, 0, max_frame_size=2**20))


async def wsproto() -> int:
    """wsproto, a codec without sockets, on an ``asyncio.Protocol``."""
    from helpers.net.websocket.contest.on_wsproto import OnWsproto

    return port_of(await asyncio.get_running_loop().create_server(OnWsproto, HOST, 0))


async def bare() -> int:
    """The handshake, and no protocol: sends back every byte that comes. What a connection costs anyway."""
    return port_of(await asyncio.get_running_loop().create_server(Bare, HOST, 0))


SERVERS: dict[str, Callable[[], Awaitable[int]]] = {
    start.__name__: start for start in (ours, websockets, aiohttp, wsproto, picows, bare)
}


def port_of(server: Any) -> int:
    """Where an ``asyncio.Server``, or what looks like one, listens."""
    return int(server.sockets[0].getsockname()[1])


def used() -> str:
    """What this process has used so far, as a line."""
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0] if tracemalloc.is_tracing() else 0
    return json.dumps({"cpu": time.process_time(), "memory": memory})


async def main(name: str, *options: str) -> None:
    """Serve until the input ends."""
    if name not in SERVERS:
        sys.exit(f"there is no server {name!r}")
    if "memory" in options:
        tracemalloc.start()
    print(await SERVERS[name](), flush=True)
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        print(used(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
