"""Starts a hub: ``POST /hub/negotiate``, and a WebSocket at ``/hub``.

Enters: a hub. Leaves: negotiations, and conversations over WebSocket. Rejected: the half-transports (Server-Sent
Events, and long polling, with a POST beside each), of which nothing would be new; the negotiation leaves them out.
"""

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from helpers.loops.clock import Clock, WallClock
from helpers.net.listener import Factory
from helpers.net.server import Server, serve
from helpers.net.signalr.connection import Connection
from helpers.net.signalr.hub import Hub
from helpers.net.signalr.limits import Limits
from helpers.net.signalr.talking import Talking
from helpers.net.websocket.in_aiohttp import close_at_shutdown, in_aiohttp
from helpers.net.websocket.limits import Limits as SocketLimits
from helpers.net.websocket.server import somebody_holds
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.signalr.negotiation import Negotiation, agreed_version

if TYPE_CHECKING:
    from aiohttp import web

__all__ = ["PATH", "serve_signalr"]

PATH = "/hub"
MESSAGE = 2**20  # bytes of one message of a WebSocket, which may hold many records


async def serve_signalr(
    name: str,
    hub: Hub,
    *,
    limits: Limits | None = None,
    clock: Clock | None = None,
    app: "web.Application | None" = None,
    draw: Callable[[], str] | None = None,
    port: int = 0,
) -> Server:
    """Serve ``hub`` at ``/hub`` under ``name``, within ``app`` where there is more to be served.

    ``draw`` gives ids and tokens; nobody may guess them, unless it is a lesson that is to look the same each time.
    """
    from aiohttp import web

    limits, clock, whole = limits or Limits(), clock or WallClock(), app or web.Application()

    async def prepare(server: Server) -> Factory:
        house = _House(server, hub, limits, clock, draw or _drawn)
        whole.router.add_post(f"{PATH}/negotiate", house.negotiate)
        whole.router.add_get(PATH, house.connect)
        close_at_shutdown(whole)
        return await server.run_app(whole)

    return await serve(name, prepare=prepare, port=port)


class _House:
    """The two addresses of one hub, and who has negotiated and not come yet."""

    def __init__(
        self, server: Server, hub: Hub, limits: Limits, clock: Clock, draw: Callable[[], str]
    ) -> None:
        self._server, self._hub, self._limits, self._clock = server, hub, limits, clock
        self._draw = draw
        self._expected: dict[str, str] = {}  # what their next request says in id= → their ids

    async def negotiate(self, request: "web.Request") -> "web.StreamResponse":
        """An id, and a token; the token is good once."""
        from aiohttp import web

        version = agreed_version(request.query.get("negotiateVersion"))
        said = Negotiation(self._draw(), self._draw() if version else "", version)
        while len(self._expected) >= self._limits.waiting:
            del self._expected[next(iter(self._expected))]
        self._expected[said.secret] = said.id
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=said.serialize(), content_type="application/json", headers=headers)

    async def connect(self, request: "web.Request") -> "web.StreamResponse":
        """The WebSocket of who has negotiated, or of who skips that."""
        from aiohttp import web

        named = request.query.get("id")
        # "If the parameter is specified but there is no connection with the specified ID value, a 404 …"
        if named is not None and named not in self._expected:
            return web.Response(status=404, text="No Connection with that ID")
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return web.Response(status=400, text="only WebSockets are offered here")
        id = self._draw() if named is None else self._expected.pop(named)
        limits = SocketLimits(message=MESSAGE, every=0)  # SignalR pings by itself
        return await in_aiohttp(request, partial(self._talk, id), limits=limits, clock=self._clock)

    async def _talk(self, id: str, socket: WebSocket) -> None:
        talking = Talking(
            self._hub,
            Connection(id, socket, self._clock),
            self._limits,
            self._clock,
            start=partial(self._server.run, name="invocation"),
            failed=partial(self._server.failed, verb="goes on; a method ended"),
            held=partial(somebody_holds, self._server.name),
        )
        await talking.run(socket)


def _drawn() -> str:
    return secrets.token_urlsafe(16)
