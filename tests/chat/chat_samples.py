"""What the chat's tests share: a chat on a server, requests, a body."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO

import aiohttp
from aiohttp import web
from multidict import CIMultiDictProxy

from helpers.chat.domain import KEPT, Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.loops.clock import StepClock
from helpers.loops.lane import NOWHERE, Lane
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


def ids(reply: dict) -> list[int]:
    return [message["id"] for message in reply["messages"]]


def quick(chat: Chat, *, hold: float = 20, **options: object) -> web.Application:
    """The chat for a page that is in a hurry."""
    return chat_app(chat, [polling(seconds=0.05), long_polling(hold=hold)], **({"base": 0.02} | options))


@dataclass
class Site:
    """A chat, its server, and a session to ask it with."""

    chat: Chat
    clock: StepClock
    server: Server
    session: aiohttp.ClientSession
    log: list[str]
    app: Callable[[Chat], web.Application]  # makes another one
    path: str  # the way that is asked

    async def get(self, path: str = "", **headers: str) -> tuple[int, dict, "CIMultiDictProxy[str]"]:
        async with self.session.get(self.server.url(path or self.path), headers=headers) as reply:
            data = await reply.read()
            return reply.status, json.loads(data) if data else {}, reply.headers

    async def post(self, data: bytes, content_type: str = "application/json") -> tuple[int, dict]:
        headers = {"Content-Type": content_type}
        async with self.session.post(
            self.server.url(self.path), data=BytesIO(data), headers=headers
        ) as reply:
            return reply.status, await reply.json()

    def fill(self, count: int) -> None:
        for _ in range(count):
            number = int(self.chat.cursor.rpartition(".")[2]) + 1
            self.chat.post(Post(f"fill-{number}", "bob", f"message {number}"))


@asynccontextmanager
async def site(
    path: str = "/poll", *, kept: int = KEPT, hold: float = 30, lane: Lane = NOWHERE, **options: object
) -> AsyncIterator[Site]:
    """Short polling, and long polling that holds for ``hold`` seconds of a step clock."""
    clock, log = StepClock(), []
    chat = Chat("e1", now=lambda: 1000.0 + clock(), kept=kept)

    def make(chat: Chat) -> web.Application:
        transports = [polling(), long_polling(hold=hold, clock=clock, lane=lane)]
        return chat_app(chat, transports, log=log, **options)

    server = await serve("chat", app=make(chat))
    async with aiohttp.ClientSession() as session:
        yield Site(chat, clock, server, session, log, make, path)
    await server.aclose()
    clock.close()
