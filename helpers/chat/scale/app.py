"""One worker's chat over Socket.IO: posts go into the log, and from there to everybody, whichever worker has them.

What is said is what ``servers/socketio.py`` says, so the page and every client of that chat talk with a worker, too.
A post is acknowledged when the log has it. Whom a broadcast did not reach is told where the log stands, and asks.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from time import time
from typing import Any

from aiohttp import web
from socketio import AsyncManager
from socketio.exceptions import ConnectionRefusedError

from helpers.chat.domain import CURSOR, BadCursor, BadPost, Conflict, Message, Page, parse_post
from helpers.chat.scale.log import Log, Unreachable
from helpers.chat.servers.files import TRANSPORTS, PageSettings, add_page
from helpers.chat.servers.official import add_client
from helpers.chat.servers.tidy_socketio import TidyServer

__all__ = ["Worker"]

LOOK = 1.0  # s between two looks whether the log has what was never broadcast here
NEWS = "msg:get"
CLIENT = "clients/socket.io.esm.min.js"
PAGE = PageSettings(
    1.0, {"socketio": TRANSPORTS / "socketio.js"}, {"socketio": {"path": "socket.io/", "client": CLIENT}}
)


class Worker:
    """The chat of one process. ``beat``: whole s between two pings; who is silent for as long again has gone."""

    def __init__(self, name: str, log: Log, *, bus: str | None = None, beat: int = 5) -> None:
        self.name, self._log, self._bus = name, log, bus
        self._told = 0  # the newest id of which its clients heard
        self._epoch = ""  # of the log, as soon as that was asked
        self._wake = asyncio.Event()
        self.server = TidyServer(client_manager=self._manager(), ping_interval=beat, ping_timeout=beat)
        handlers = {"connect": self._connect, "msg:post": self._post, "msg:get": self._get}
        for event, handler in handlers.items():
            self.server.on(event, handler)

    def app(self) -> web.Application:
        """The application that a process serves: the chat, its page, and whether it is well."""
        app = web.Application()
        app.router.add_get("/health", self._health)
        add_page(app, PAGE)
        add_client(app, "socket.io-client", f"/{CLIENT}")
        app.cleanup_ctx.append(self._living)
        self.server.attach(app)
        return app

    def _manager(self) -> AsyncManager:
        if self._bus is None:
            return AsyncManager()
        from helpers.chat.scale.bus import Bus  # 100 ms: only where there is one

        return Bus(self._bus, here=self._wake.set, relayed=self._was_told)

    # ---- what clients say ----

    async def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        """Let a client in, who says where it stopped."""
        cursor = auth.get("after") if isinstance(auth, Mapping) else None
        if cursor is not None and not (isinstance(cursor, str) and CURSOR.fullmatch(cursor)):
            raise ConnectionRefusedError("after is no cursor", {"status": 400})
        self.server.start_background_task(self._greet, sid, cursor)

    async def _post(self, sid: str, value: Any = None) -> dict[str, Any]:
        """Keep a post, tell everybody, and acknowledge it."""
        try:
            message, new = await self._log.add(parse_post(json.dumps(value).encode()), time())
            if new:
                await self._tell_all(message)
        except BadPost as error:
            return {"status": 400, "error": str(error)}
        except Conflict as error:
            return {"status": 409, "error": str(error)}
        except Unreachable as error:
            return {"status": 503, "error": str(error)}
        return {"status": 201 if new else 200, "message": message.as_json()}

    async def _get(self, sid: str, cursor: Any = None) -> dict[str, Any]:
        """What came after a cursor."""
        try:
            page = await self._log.after(str(cursor) if cursor is not None else None)
        except BadCursor as error:
            return {"status": 400, "error": str(error)}
        except Unreachable as error:
            return {"status": 503, "error": str(error)}
        return {"status": 200, "page": page.as_json() | {"after": None}}

    # ---- what clients hear ----

    async def _greet(self, sid: str, cursor: str | None) -> None:
        """Tell a new client what it missed, as soon as the log can say it."""
        while self.server.manager.is_connected(sid, "/"):
            with suppress(Unreachable):
                page = (await self._log.after(cursor)).as_json() | {"after": None, "worker": self.name}
                await self.server.emit(NEWS, page, to=sid, ignore_queue=True)
                return
            await asyncio.sleep(LOOK / 4)

    async def _tell_all(self, message: Message) -> None:
        """One message, and the cursor that it follows: whoever stands elsewhere asks."""
        if not self._epoch:
            await self._newest()
        page = Page([message], f"{self._epoch}.{message.id}")
        await self.server.emit(NEWS, page.as_json() | {"after": f"{self._epoch}.{message.id - 1}"})

    def _was_told(self, event: str, page: Mapping[str, Any]) -> None:
        if event == NEWS:
            self._told = max(self._told, int(page["cursor"].rpartition(".")[2]))

    async def _living(self, app: web.Application) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._watch() if self._bus else asyncio.sleep(0))
        yield
        watch.cancel()
        await asyncio.wait([watch])
        await self._log.aclose()

    async def _watch(self) -> None:
        """Say where the log stands when the bus is back, and where it has what was never broadcast here."""
        before = 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._wake.wait()
            came_back = self._wake.is_set()
            self._wake.clear()
            with suppress(Unreachable):  # whoever is told that it is back looks then
                newest = await self._newest()
                if came_back or before > self._told:
                    page = Page([], f"{self._epoch}.{newest}").as_json()
                    await self.server.emit(NEWS, page | {"after": page["cursor"]}, ignore_queue=True)
                    self._told = max(self._told, newest if came_back else before)
                before = newest

    async def _newest(self) -> int:
        self._epoch, _, newest = (await self._log.newest()).rpartition(".")
        return int(newest)

    async def _health(self, request: web.Request) -> web.Response:
        return web.Response(text=f"{self.name} is well\n")
