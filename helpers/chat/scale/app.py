"""One worker's chat over Socket.IO: posts go into the log, and from there to everybody, whichever worker has them.

From the server: ``page`` (first what is new to the client, by the cursor in its ``auth``), ``msg`` (one message),
``newest`` (where the log stands: ask, if you are not there). From the client, with acknowledgement: ``msg:post`` and
``msg:get``. A post is acknowledged when the log has it; whom a broadcast did not reach finds out, and asks.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from time import time
from typing import Any

from aiohttp import web
from socketio import AsyncManager, AsyncServer

from helpers.chat.domain import BadCursor, BadPost, Conflict, parse_post
from helpers.chat.scale.log import Log, Unreachable

__all__ = ["Worker"]

LOOK = 1.0  # s between two looks whether the log has what was never broadcast here


class Worker:
    """The chat of one process. ``beat``: s between two pings; a client that is silent for as long again has gone."""

    def __init__(self, name: str, log: Log, *, bus: str | None = None, beat: float = 5.0) -> None:
        self.name, self._log, self._bus = name, log, bus
        self._relayed = 0  # the newest id that its clients were told
        self._wake = asyncio.Event()
        self._wake.set()
        self.server = AsyncServer(
            async_mode="aiohttp",
            client_manager=self._manager(bus),
            always_connect=True,  # a client is connected first, and then told what it missed
            ping_interval=beat,
            ping_timeout=beat,
        )
        for event, handler in {
            "connect": self._connect,
            "msg:post": self._post,
            "msg:get": self._get,
        }.items():
            self.server.on(event, handler)

    def app(self) -> web.Application:
        """The application that a process serves."""
        app = web.Application()
        app.router.add_get("/health", self._health)
        app.cleanup_ctx.append(self._living)
        self.server.attach(app)
        return app

    def _manager(self, bus: str | None) -> AsyncManager:
        if bus is None:
            return AsyncManager()
        from helpers.chat.scale.bus import Bus  # 100 ms: only where there is one

        return Bus(bus, here=self._wake.set, relayed=self._was_relayed)

    def _was_relayed(self, event: str, *data: Any) -> None:
        if event == "msg":
            self._relayed = max(self._relayed, data[0]["id"])

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Greet by name, and tell what is new since the cursor in ``auth``."""
        cursor = auth.get("after") if isinstance(auth, dict) else None
        page = await self._page(cursor)
        await self.server.emit("page", page | {"worker": self.name}, to=sid, ignore_queue=True)

    async def _post(self, sid: str, value: Any = None) -> dict[str, Any]:
        """Keep a post, tell everybody, and acknowledge it."""
        try:
            message, new = await self._log.add(parse_post(json.dumps(value).encode()), time())
        except BadPost as error:
            return {"status": 400, "error": str(error)}
        except Conflict as error:
            return {"status": 409, "error": str(error)}
        except Unreachable as error:
            return {"status": 503, "error": str(error)}
        if new:
            await self.server.emit("msg", message.as_json())
        return {"status": 201 if new else 200, "message": message.as_json()}

    async def _get(self, sid: str, cursor: Any = None) -> dict[str, Any]:
        """What came after a cursor."""
        return await self._page(cursor)

    async def _page(self, cursor: Any) -> dict[str, Any]:
        try:
            return (await self._log.after(str(cursor) if cursor is not None else None)).as_json()
        except BadCursor as error:
            return {"status": 400, "error": str(error)}
        except Unreachable as error:
            return {"status": 503, "error": str(error)}

    async def _living(self, app: web.Application) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._watch() if self._bus else asyncio.sleep(0))
        yield
        watch.cancel()
        await asyncio.wait([watch])
        await self._log.aclose()

    async def _watch(self) -> None:
        """Tell our clients where the log stands: when the bus is back, and where a message was never broadcast."""
        before = 0
        while True:
            try:
                async with asyncio.timeout(LOOK):
                    await self._wake.wait()
            except TimeoutError:
                pass
            came_back = self._wake.is_set()
            self._wake.clear()
            try:
                cursor = await self._log.newest()
            except Unreachable:
                continue  # whoever is told that it is back looks then
            newest = int(cursor.rpartition(".")[2])
            if came_back or before > self._relayed:
                await self.server.emit("newest", cursor, ignore_queue=True)
                self._relayed = max(self._relayed, newest if came_back else before)
            before = newest

    async def _health(self, request: web.Request) -> web.Response:
        return web.Response(text=f"{self.name} is well\n")
