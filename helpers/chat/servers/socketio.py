"""The chat by Socket.IO, on python-socketio: events with names, acknowledgements, rooms.

From the server: ``msg:get`` with a page, and ``after``, the cursor that it follows (``null``: take it as it is);
``msg:private``, ``room:post``, ``refused``. From the client, each with an acknowledgement that has a ``status``:
``msg:post``, ``msg:get`` (what came after a cursor), ``msg:private``, ``room:join``, ``room:leave``, ``room:post``.
What Socket.IO sends may get lost with a connection: so a client says in ``auth`` where it stopped, and where news do
not follow it asks for what is missing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from aiohttp import web

from helpers.chat.domain import Chat, Page
from helpers.chat.servers.app import BODY_LIMIT, Settings, Transport
from helpers.chat.servers.bans import Bans
from helpers.chat.servers.files import TRANSPORTS
from helpers.chat.servers.following import following
from helpers.chat.servers.official import add_client
from helpers.chat.servers.socketio_events import Admit, Events
from helpers.chat.servers.tidy_socketio import TidyServer
from helpers.loops.clock import Clock, WallClock

__all__ = ["socketio"]

CLIENT = "clients/socket.io.esm.min.js"


def socketio(
    *,
    admit: Admit | None = None,
    bans: Bans | None = None,
    burst: int = 40,
    per_second: float = 20.0,
    clock: Clock | None = None,
    log: list[str] | None = None,
    **options: Any,
) -> Transport:
    """At ``/socket.io/``. ``admit`` makes a name of what a client says of itself, or raises ``ValueError``.

    Each person may send ``burst`` events at once and ``per_second`` after that. ``options`` are python-socketio's,
    such as ``ping_timeout`` or ``client_manager``.
    """
    clock, bans = clock or WallClock(), bans or Bans()
    options = {"max_http_buffer_size": BODY_LIMIT, **options}

    def mount(app: web.Application, chat: Chat) -> Settings:
        server = TidyServer(log=log, **options)
        server.register_namespace(
            Events(chat, bans, admit=admit, burst=burst, per_second=per_second, clock=clock)
        )
        server.attach(app)
        add_client(app, "socket.io-client", f"/{CLIENT}")
        _News(server, chat, clock).add_to(app)
        return {"path": "socket.io/", "client": CLIENT}

    return Transport("socketio", TRANSPORTS / "socketio.js", mount)


class _News:
    """Tells all clients the news of a chat, while the application is up.

    Its end stands before its start, which may be interrupted at any instruction: a task that was begun there is
    known to nobody, and looks itself whether it is too late.
    """

    def __init__(self, server: TidyServer, chat: Chat, clock: Clock) -> None:
        self._server, self._chat, self._clock = server, chat, clock
        self._task: asyncio.Task[None] | None = None
        self._over = False

    def add_to(self, app: web.Application) -> None:
        """Begin and end with ``app``."""
        app.cleanup_ctx.append(self._end_with)
        app.on_startup.append(self._begin)

    async def _begin(self, app: web.Application) -> None:
        asyncio.create_task(self._tell(), name="socket.io tells the news")  # noqa: RUF006 – it says itself who it is

    async def _end_with(self, app: web.Application) -> AsyncIterator[None]:
        yield
        self._over = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _tell(self) -> None:
        """Each page of news to all, with the cursor that it follows."""
        if self._over:
            return
        self._task = asyncio.current_task()
        place = self._chat.cursor
        news = following(self._chat, Page((), place), clock=self._clock, keep_alive=0)
        async with aclosing(news) as pages:
            async for page in pages:
                if page is not None and page.messages:
                    await self._server.emit("msg:get", page.as_json() | {"after": place})
                    place = page.cursor
