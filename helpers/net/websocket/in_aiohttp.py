"""A WebSocket at one address of an aiohttp application: aiohttp reads the head, and hands the connection over.

So a page and its socket have one origin. aiohttp's own ``WebSocketResponse`` is not used: the frames are ours.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakSet

from helpers.loops.clock import Clock, WallClock
from helpers.net.websocket.handlers import Handler, attend
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.server import open_socket, served, somebody_holds
from helpers.net.websocket.socket import WebSocket
from helpers.net.websocket.watch import Watch
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request
from helpers.protocols.websocket.handshake import refuse

if TYPE_CHECKING:
    from aiohttp import web

__all__ = ["close_at_shutdown", "in_aiohttp"]

_open: "WeakKeyDictionary[web.Application, WeakSet[WebSocket]]" = WeakKeyDictionary()


def close_at_shutdown(app: "web.Application") -> None:
    """Let ``app`` say 1001 when it stops: by itself it closes the connections first, and tells the handlers then."""
    sockets = _open[app] = WeakSet()

    async def close(app: "web.Application") -> None:
        leaving = [asyncio.ensure_future(socket.leave()) for socket in tuple(sockets)]
        if leaving:
            await asyncio.wait(leaving)

    app.on_shutdown.append(close)


async def in_aiohttp(
    request: "web.Request",
    handler: Handler,
    *,
    subprotocols: Sequence[str] = (),
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> "web.StreamResponse":
    """Answer one of aiohttp's requests by the handshake, and then by ``handler``; refuse what is none."""
    from aiohttp import web

    fields = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.raw_headers)
    head = Request(request.method, request.raw_path, f"HTTP/1.{request.version.minor}", fields)
    watch = Watch(clock or WallClock(), somebody_holds)
    try:
        answer, socket = open_socket(head, subprotocols, served(limits or Limits(), watch))
    except RemoteProtocolError as error:
        said = refuse(error)
        return web.Response(status=said.status, headers=dict(said.headers), text="")
    take_over(request, answer, socket)
    watch.add(socket)
    if request.app in _open:
        _open[request.app].add(socket)
    watching = asyncio.ensure_future(watch.run())
    try:
        await attend(socket, handler)
        await socket.gone.wait()
    finally:
        watching.cancel()
    return web.Response(status=101)


def take_over(request: "web.Request", answer: bytes, socket: WebSocket) -> None:
    """From here on every byte of the connection is for ``socket``; its end is told to aiohttp, too."""
    transport = request.transport
    if transport is None:
        raise ConnectionResetError("the client has left")
    rest = _Rest()
    request.protocol.set_parser(rest)  # type: ignore[arg-type]
    transport.set_protocol(_Both(socket, transport.get_protocol()))  # type: ignore[arg-type]
    transport.write(answer)
    socket.connection_made(transport)
    if rest.data:
        socket.data_received(rest.data)


class _Rest:
    """Takes what came behind the head in the same read."""

    data = b""

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        self.data += data
        return False, b""

    def feed_eof(self) -> None:
        """Nothing more came."""


class _Both(asyncio.Protocol):
    """Gives everything to the socket, and tells aiohttp only that the connection is lost."""

    def __init__(self, socket: WebSocket, aiohttp: asyncio.Protocol) -> None:
        self.data_received, self.eof_received = socket.data_received, socket.eof_received  # type: ignore[method-assign]
        self.pause_writing, self.resume_writing = socket.pause_writing, socket.resume_writing  # type: ignore[method-assign]
        self._socket, self._aiohttp = socket, aiohttp

    def connection_lost(self, error: Exception | None) -> None:
        self._socket.connection_lost(error)
        self._aiohttp.connection_lost(error)
