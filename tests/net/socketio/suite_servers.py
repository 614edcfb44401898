"""What the official suites expect of a server (as their README says), by hand and by python-socketio."""

import asyncio
import sys

from helpers.net.socketio.limits import Limits
from helpers.net.socketio.namespaces import Namespace
from helpers.net.socketio.server import serve_engineio, serve_socketio
from helpers.protocols.engineio.packets import Packet, PacketType
from helpers.protocols.http1 import Request

# The suite's client misses the second of two messages that come in one read, so “auth” has to follow a moment later.
MOMENT = 0.02

LIMITS = Limits(ping_interval=0.3, ping_timeout=0.2)


async def engine_by_hand(port=0, limits=LIMITS):
    """Sends every message back."""

    def opened(session):
        session.take = lambda data: session.send(Packet(PacketType.MESSAGE, data))

    return await serve_engineio("engine", opened, limits=limits, port=port)


def spoken(name):
    """A namespace that says who came with what, and sends back what it is told."""
    namespace = Namespace(name)

    @namespace.on("connect")
    async def connect(socket):
        await asyncio.sleep(MOMENT)
        socket.emit("auth", socket.auth)

    @namespace.on("message")
    async def message(socket, *arguments):
        socket.emit("message-back", *arguments)

    @namespace.on("message-with-ack")
    async def message_with_ack(socket, *arguments):
        return arguments

    @namespace.on("join")
    async def join(socket, room):
        socket.join(room)
        return sorted(namespace.rooms)

    @namespace.on("say")
    async def say(socket, room, *arguments):
        namespace.emit("said", *arguments, room=room)

    return namespace


async def socket_by_hand(port=0, limits=LIMITS, page=None):
    return await serve_socketio("socket", spoken("/"), spoken("/custom"), limits=limits, port=port, page=page)


# ---- python-engineio and python-socketio, on aiohttp ----


async def engine_of_the_library(port=0):
    import engineio
    from aiohttp import web

    from helpers.net import serve

    engine, app = (
        engineio.AsyncServer(async_mode="aiohttp", ping_interval=0.3, ping_timeout=0.2),
        web.Application(),
    )
    engine.attach(app)

    @engine.on("message")
    async def message(sid, data):
        await engine.send(sid, data)

    return await serve("engine", app=app, port=port)


async def socket_of_the_library(port=0, limits=LIMITS, page=None):
    import socketio
    from aiohttp import web

    from helpers.net import serve

    server = socketio.AsyncServer(
        async_mode="aiohttp",
        ping_interval=limits.ping_interval,
        ping_timeout=limits.ping_timeout,
        namespaces=["/", "/custom"],
        always_connect=True,
    )
    app = web.Application()
    server.attach(app)

    begun = []
    start = server.eio.start_background_task

    def remembered(target, *args, **options):
        begun.append(start(target, *args, **options))
        return begun[-1]

    server.eio.start_background_task = remembered

    async def shutdown(app):
        await server.shutdown()
        for task in begun:  # a ping sleeps on, for a client who has gone
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)

    app.on_shutdown.append(shutdown)
    if page:
        app.router.add_get("/{path:.*}", _library_page(page))
    for name in ("/", "/custom"):
        _library_namespace(server, name)
    return await serve("socket", app=app, port=port)


def _library_namespace(server, name):
    @server.on("connect", namespace=name)
    async def connect(sid, environ, auth=None):
        await asyncio.sleep(MOMENT)
        await server.emit("auth", auth or {}, to=sid, namespace=name)

    @server.on("message", namespace=name)
    async def message(sid, *arguments):
        await server.emit("message-back", arguments, to=sid, namespace=name)

    @server.on("message-with-ack", namespace=name)
    async def message_with_ack(sid, *arguments):
        return arguments

    @server.on("join", namespace=name)
    async def join(sid, room):
        await server.enter_room(sid, room, namespace=name)
        return [room]

    @server.on("say", namespace=name)
    async def say(sid, room, *arguments):
        await server.emit("said", arguments, room=room, namespace=name)


def _library_page(page):
    from aiohttp import web

    async def answer(request):
        reply = await page(Request(request.method, request.raw_path))
        return web.Response(body=reply.body, content_type=reply.media_type)

    return answer


async def main(which, port):
    await globals()[which](int(port))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
