"""Starts a server of Socket.IO by hand, or of Engine.IO alone."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from helpers.loops.clock import Clock, WallClock
from helpers.loops.nap import nap
from helpers.net.listener import Factory
from helpers.net.server import Server, serve
from helpers.net.socketio.door import Door, Reply, Upgrade
from helpers.net.socketio.engine import Engine
from helpers.net.socketio.limits import Limits
from helpers.net.socketio.namespaces import Namespace
from helpers.net.socketio.session import Session
from helpers.net.socketio.talking import Talking
from helpers.net.tls import Authority
from helpers.net.websocket.handlers import Handlers
from helpers.net.websocket.server import somebody_holds
from helpers.net.websocket.watch import Watch
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request

__all__ = ["serve_engineio", "serve_socketio"]

Opened = Callable[[Server, Session], None]
Page = Callable[[Request], Awaitable[Reply]]


async def serve_socketio(
    name: str,
    *namespaces: Namespace,
    limits: Limits | None = None,
    clock: Clock | None = None,
    page: Page | None = None,
    tls: Authority | None = None,
    port: int = 0,
) -> Server:
    """Serve ``namespaces`` at ``/socket.io/`` under ``name``; ``page`` answers what is asked elsewhere."""
    limits, clock = limits or Limits(), clock or WallClock()
    known = {namespace.name: namespace for namespace in namespaces}

    def opened(server: Server, session: Session) -> None:
        def start(work: Coroutine[Any, Any, None]) -> None:
            server.run(_shown(server, work), "handler")

        talking = Talking(session, known, start=start, attachments=limits.attachments)
        session.take, session.ended = talking.receive, talking.end
        server.run(_hurry(session, talking, limits, clock, partial(somebody_holds, name)), "patience")

    return await _serve(name, "/socket.io/", opened, limits, clock, page=page, tls=tls, port=port)


async def serve_engineio(
    name: str,
    opened: Callable[[Session], None],
    *,
    limits: Limits | None = None,
    clock: Clock | None = None,
    port: int = 0,
) -> Server:
    """Serve Engine.IO alone at ``/engine.io/``; ``opened`` is given each session, to set what takes its messages."""
    hears = lambda server, session: opened(session)  # noqa: E731
    return await _serve(name, "/engine.io/", hears, limits or Limits(), clock or WallClock(), port=port)


async def _serve(
    name: str,
    path: str,
    opened: Opened,
    limits: Limits,
    clock: Clock,
    *,
    page: Page | None = None,
    tls: Authority | None = None,
    port: int = 0,
) -> Server:
    async def prepare(server: Server) -> Factory:
        def begun(session: Session) -> None:
            opened(server, session)
            above = session.ended

            def ended(reason: str) -> None:
                server.log.append(f"session ended: {reason}")
                del engine.sessions[session.sid]
                above(reason)

            session.ended = ended
            server.run(session.beat(), "heartbeat")

        watch = Watch(clock, partial(somebody_holds, name))
        handlers = Handlers(server, watch)
        engine = Engine(begun, limits=limits, watch=watch)

        async def answer(request: Request, body: bytes) -> Reply | Upgrade:
            if request.target.split("?")[0] in (path, path.rstrip("/")):
                return await engine.answer(request, body)
            return await page(request) if page else Reply(b"nothing is here", 404)

        return lambda: _door(server, answer, handlers, limits)

    return await serve(name, prepare=prepare, tls=tls, port=port)


def _door(
    server: Server,
    answer: Callable[[Request, bytes], Awaitable[Reply | Upgrade]],
    handlers: Handlers,
    limits: Limits,
) -> Door:
    def talk(upgrade: Upgrade) -> None:
        handlers.begin(upgrade.socket, upgrade.talk)

    return Door(
        answer, run=server.run, talk=talk, failed=server.failed, head=limits.head, body=limits.payload
    )


async def _shown(server: Server, work: Coroutine[Any, Any, None]) -> None:
    """What a handler raises stands in the log and under the cell that waits; the session goes on."""
    try:
        await work
    except RemoteProtocolError as error:
        server.log.append(f"a handler was told: {error}")
    except Exception as error:
        server.failed(error, verb="goes on; a handler ended")


async def _hurry(
    session: Session, talking: Talking, limits: Limits, clock: Clock, held: Callable[[], bool]
) -> None:
    """End the session of a client that enters no namespace in time."""
    while not await nap(clock, limits.connect, woken=talking.entered):
        if not held():
            session.end(f"no CONNECT for {limits.connect:g} s")
