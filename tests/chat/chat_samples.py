"""What the chat's tests share: a chat on a server, requests, a body."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import aiohttp
from aiohttp import web
from multidict import CIMultiDictProxy

from helpers.chat.domain import KEPT, Chat, Post
from helpers.chat.servers.polling import polling_app
from helpers.loops.clock import StepClock
from helpers.net import Server, serve, stop_all


def in_loop(test: Callable[..., Coroutine[object, object, None]]) -> Callable[..., None]:
    """Run a coroutine test on a loop of its own, and leave nothing behind."""

    def run(**fixtures: object) -> None:
        async def main() -> None:
            try:
                await test(**fixtures)
            finally:
                await stop_all()

        asyncio.run(main())

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    run.__signature__ = __import__("inspect").signature(test)
    run.__dict__.update(test.__dict__)
    return run


def body(key: str = "k", name: str = "ada", text: str = "hi") -> bytes:
    return json.dumps({"key": key, "name": name, "text": text}).encode()


@dataclass
class Site:
    """A chat, its server, and a session to ask it with."""

    chat: Chat
    clock: StepClock
    server: Server
    session: aiohttp.ClientSession
    log: list[str]
    app: Callable[[], web.Application]  # makes another one for the same chat

    async def get(self, path: str = "/poll", **headers: str) -> tuple[int, dict, "CIMultiDictProxy[str]"]:
        async with self.session.get(self.server.url(path), headers=headers) as reply:
            data = await reply.read()
            return reply.status, json.loads(data) if data else {}, reply.headers

    async def post(self, data: bytes, content_type: str = "application/json") -> tuple[int, dict]:
        headers = {"Content-Type": content_type}
        async with self.session.post(self.server.url("/poll"), data=BytesIO(data), headers=headers) as reply:
            return reply.status, await reply.json()

    def fill(self, count: int) -> None:
        for _ in range(count):
            number = int(self.chat.cursor.rpartition(".")[2]) + 1
            self.chat.post(Post(f"fill-{number}", "bob", f"message {number}"))


@asynccontextmanager
async def site(*, kept: int = KEPT, **options: object) -> AsyncIterator[Site]:
    clock, log = StepClock(), []
    chat = Chat("e1", now=lambda: 1000.0 + clock(), kept=kept)
    make = partial(polling_app, chat, clock=clock, log=log, **options)
    server = await serve("chat", app=make())
    async with aiohttp.ClientSession() as session:
        yield Site(chat, clock, server, session, log, make)
    await server.aclose()
    clock.close()
