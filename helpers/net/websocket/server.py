"""Starts servers of WebSocket: reads the head of each connection, agrees or refuses, and lets the handler talk."""

from collections.abc import Sequence
from functools import partial

from helpers.loops.clock import Clock, WallClock
from helpers.net.listener import Factory
from helpers.net.registry import registry
from helpers.net.server import Server, serve
from helpers.net.tap import Tap
from helpers.net.tls import Authority
from helpers.net.websocket.handlers import Handler, Handlers
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.opening import Opening
from helpers.net.websocket.shelf import Shelf
from helpers.net.websocket.socket import WebSocket
from helpers.net.websocket.watch import Watch
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request, parse_request_head, serialize
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import Deflate, accept_offer
from helpers.protocols.websocket.handshake import accept, check_request, refuse
from helpers.protocols.websocket.mask import Unmask, unmask
from helpers.protocols.websocket.messages import Codec
from helpers.vocabulary import Side

__all__ = ["open_socket", "serve_websocket", "served", "somebody_holds"]


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
        handlers = Handlers(server, watch)
        shelf = served(limits, watch, unmask)

        def opened(head: bytes) -> tuple[bytes, WebSocket | None]:
            try:
                return open_socket(head, subprotocols, shelf, deflate=deflate)
            except RemoteProtocolError as error:
                server.log.append(f"handshake refused: {error}")
                return serialize(refuse(error)), None

        def talk(socket: WebSocket) -> None:
            handlers.begin(socket, handler)

        def connected() -> Opening:
            return Opening(opened, talk, most=limits.head, patience=limits.opening, watch=watch)

        return connected

    return await serve(name, prepare=prepare, port=port, tls=tls)


def served(limits: Limits, watch: Watch, unmask: Unmask = unmask) -> Shelf:
    """What the connections of one server share."""

    def make(codec: Codec | None) -> Connection:
        return Connection(Side.SERVER, max_message=limits.message, codec=codec, unmask=unmask)

    return Shelf(make, limits, watch)


def open_socket(
    head: Request | bytes,
    subprotocols: Sequence[str],
    shelf: Shelf,
    *,
    deflate: bool = False,
) -> tuple[bytes, WebSocket]:
    """The answer to a handshake, and the socket that it opens; or a ``RemoteProtocolError`` that says why not."""
    request = parse_request_head(head) if isinstance(head, bytes) else head
    offer = check_request(request)
    agreed = next((one for one in subprotocols if one in offer.subprotocols), None)
    granted = accept_offer(offer.extensions) if deflate else None
    answer = serialize(accept(request, subprotocol=agreed, extensions=granted[:1] if granted else ()))
    codec = Deflate(Side.SERVER, granted[1]) if granted else None
    return answer, WebSocket(shelf, codec, request=head, target=request.target, subprotocol=agreed)


def somebody_holds(server: str = "") -> bool:
    """Whether a tap of this kernel holds what passes, to ``server`` or to anybody: then its learner reads."""
    wires = {wire.name: wire for wire in registry().all(Tap)}

    def leads(wire: Tap) -> bool:
        return not server or wire.server == server or (wire.server in wires and leads(wires[wire.server]))

    return any(wire.holding and leads(wire) for wire in wires.values())
