"""Starts servers of WebSocket: reads the head of each connection, agrees or refuses, and lets the handler talk."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from helpers.loops.clock import Clock, WallClock
from helpers.net.listener import Factory
from helpers.net.registry import registry
from helpers.net.server import Server, serve
from helpers.net.tap import Tap
from helpers.net.tls import Authority
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.opening import Opening
from helpers.net.websocket.socket import Ended, WebSocket
from helpers.net.websocket.watch import Watch
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request, parse_request_head, serialize
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import Deflate, accept_offer
from helpers.protocols.websocket.handshake import accept, check_request, refuse
from helpers.protocols.websocket.mask import Unmask, unmask
from helpers.vocabulary import Side

__all__ = ["Handler", "attend", "open_socket", "serve_websocket", "somebody_holds"]

Handler = Callable[[WebSocket], Awaitable[None]]


async def serve_websocket(
    name: str,
    handler: Handler,
    *,
    subprotocols: Sequence[str] = (),
    tls: Authority | None = None,
    port: int = 0,
    deflate: bool = False,
    unmask: Unmask = unmask,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> Server:
    """Serve ``handler`` over WebSocket under ``name``; a server that had the name is closed first, with 1001.

    ``handler`` is a coroutine that is given a ``WebSocket``; when it ends, so does the connection. Of
    ``subprotocols`` the first that a client offers is agreed to, and with ``deflate`` its wish to compress.
    ``unmask`` may be a faster function than ours. Time-outs run on ``clock``, and stand still while a tap holds.
    """
    limits, clock = limits or Limits(), clock or WallClock()

    async def prepare(server: Server) -> Factory:
        watch = Watch(clock, partial(somebody_holds, name))
        server.run(watch.run(), "watch")
        agree = partial(open_socket, deflate=deflate, unmask=unmask, limits=limits, watch=watch)

        def opened(head: bytes) -> tuple[bytes, WebSocket | None]:
            try:
                return agree(head, subprotocols)
            except RemoteProtocolError as error:
                server.log.append(f"handshake refused: {error}")
                return serialize(refuse(error)), None

        def talk(socket: WebSocket) -> None:
            server.run(attend(socket, handler, server=server), "connection")

        def connected() -> Opening:
            return Opening(opened, talk, most=limits.head, patience=limits.opening, watch=watch)

        return connected

    return await serve(name, prepare=prepare, port=port, tls=tls)


def open_socket(
    head: Request | bytes,
    subprotocols: Sequence[str],
    *,
    limits: Limits,
    watch: Watch,
    deflate: bool = False,
    unmask: Unmask = unmask,
) -> tuple[bytes, WebSocket]:
    """The answer to a handshake, and the socket that it opens; or a ``RemoteProtocolError`` that says why not."""
    request = parse_request_head(head) if isinstance(head, bytes) else head
    offer = check_request(request)
    agreed = next((one for one in subprotocols if one in offer.subprotocols), None)
    granted = accept_offer(offer.extensions) if deflate else None
    answer = serialize(accept(request, subprotocol=agreed, extensions=granted[:1] if granted else ()))
    codec = Deflate(Side.SERVER, granted[1]) if granted else None
    connection = Connection(Side.SERVER, max_message=limits.message, codec=codec, unmask=unmask)
    socket = WebSocket(connection, request=head, subprotocol=agreed, limits=limits, watch=watch)
    return answer, socket


async def attend(socket: WebSocket, handler: Handler, *, server: Server | None = None) -> None:
    """Run ``handler``, and end the connection as it ended: 1000, 1001 where the server stops, 1011 where it broke."""
    try:
        await handler(socket)
        socket.close()
    except Ended:
        pass
    except asyncio.CancelledError:
        await socket.leave()
        raise
    except Exception as error:
        socket.close(1011, reason="the server's handler broke")
        if server is None:
            raise
        server.log.append(f"connection ended with {type(error).__name__}: {error}")
        server.crashed(error)


def somebody_holds(server: str = "") -> bool:
    """Whether a tap of this kernel holds what passes, to ``server`` or to anybody: then its learner reads."""
    wires = {wire.name: wire for wire in registry().all(Tap)}

    def leads(wire: Tap) -> bool:
        return not server or wire.server == server or (wire.server in wires and leads(wires[wire.server]))

    return any(wire.holding and leads(wire) for wire in wires.values())
