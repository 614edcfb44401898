"""A toy transport whose reply never ends: ``GET /endless`` sends a line of JSON for each page, POST stores."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from random import Random

import aiohttp
from aiohttp import web

from helpers.chat.clients.asking import Asking, read_page
from helpers.chat.clients.client import Inbox
from helpers.chat.domain import Chat, Message, Page, Post
from helpers.chat.servers.app import Settings, Transport
from helpers.chat.servers.requests import store
from helpers.loops.backoff import Backoff
from helpers.loops.clock import WallClock
from helpers.loops.retry import TryAgain, retry
from helpers.net.leaving import when_it_leaves
from tests.joints.chat.again import again, pages

__all__ = ["Endless", "endless"]


def endless() -> Transport:
    def mount(app: web.Application, chat: Chat) -> Settings:
        async def get(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
            await response.prepare(request)
            telling = asyncio.ensure_future(tell(response, chat, request.query.get("after")))
            when_it_leaves(request, telling.cancel)
            try:
                await asyncio.wait([telling])
            finally:
                telling.cancel()
            return response

        async def post(request: web.Request) -> web.Response:
            return await store(chat, request)

        app.add_routes([web.get("/endless", get, allow_head=False), web.post("/endless", post)])
        return {"path": "endless"}

    return Transport("endless", Path(__file__).with_name("endless.js"), mount)


async def tell(response: web.StreamResponse, chat: Chat, cursor: str | None) -> None:
    async with aclosing(pages(chat, cursor)) as news:
        async for page in news:
            await response.write(json.dumps(page.as_json()).encode() + b"\n")


class Endless:
    """The Python client's half."""

    path = "endless"

    def __init__(self, url: str) -> None:
        self._asking = Asking(url, self.path)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    async def receive(self, inbox: Inbox) -> None:
        await again(lambda came: self._listen(inbox.cursor, came), inbox)

    async def send(self, post: Post) -> Message:
        backoff = Backoff(random=Random(1), base=0.02, cap=0.2)
        return await retry(lambda: self._asking.post(post), backoff=backoff, clock=WallClock(), attempts=60)

    async def aclose(self) -> None:
        await self._asking.aclose()
        await self._session.close()

    async def _listen(self, cursor: str | None, came: Callable[[Page], None]) -> None:
        query = {} if cursor is None else {"after": cursor}
        try:
            async with self._session.get(self._asking.url, params=query) as reply:
                async for line in reply.content:
                    came(read_page(json.loads(line)))
        except aiohttp.ClientError as error:
            raise TryAgain(str(error)) from None
