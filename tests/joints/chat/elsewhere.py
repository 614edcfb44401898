"""A toy transport with a server of its own, written by hand: the page speaks to another origin."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path

from aiohttp import web

from helpers.chat.clients.client import Inbox
from helpers.chat.domain import BadPost, Chat, Conflict, parse_post
from helpers.chat.servers.app import Settings, Transport
from helpers.net import serve
from helpers.protocols.http1 import header, parse_request_head
from tests.joints.chat.again import pages
from tests.joints.chat.endless import Endless

__all__ = ["Elsewhere", "elsewhere"]

ALLOWED = "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: Content-Type\r\nConnection: close\r\n\r\n"


def elsewhere(port: int = 0) -> Transport:
    """Whoever starts it again takes the same ``port``: a page that is open may speak to no other."""

    def mount(app: web.Application, chat: Chat) -> Settings:
        settings: dict[str, object] = {"path": ""}

        async def own(app: web.Application) -> AsyncIterator[None]:
            handler = partial(talk, chat)
            server = await serve("elsewhere", handler=handler, port=port)
            settings["origin"] = f"http://{server.host}:{server.port}"
            yield
            await server.aclose()

        app.cleanup_ctx.append(own)
        return settings

    return Transport("elsewhere", Path(__file__).with_name("endless.js"), mount)


async def talk(chat: Chat, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = parse_request_head(await reader.readuntil(b"\r\n\r\n"))
    if request.method == "GET":
        telling = asyncio.ensure_future(tell(chat, request.target.partition("after=")[2] or None, writer))
        try:
            await reader.read()  # until it leaves
        finally:
            telling.cancel()
        return
    body = await reader.readexactly(int(header(request.headers, "Content-Length") or 0))
    status, value = (204, None) if request.method == "OPTIONS" else stored(chat, body)
    said = "" if value is None else json.dumps(value)
    writer.write(f"HTTP/1.1 {status} -\r\nContent-Length: {len(said.encode())}\r\n{ALLOWED}{said}".encode())


def stored(chat: Chat, body: bytes) -> tuple[int, dict[str, object]]:
    try:
        return 201, chat.post(parse_post(body))[0].as_json()
    except (BadPost, Conflict) as error:
        return 400, {"error": str(error)}


async def tell(chat: Chat, cursor: str | None, writer: asyncio.StreamWriter) -> None:
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n{ALLOWED}".encode())
    async with aclosing(pages(chat, cursor)) as news:
        async for page in news:
            writer.write(json.dumps(page.as_json()).encode() + b"\n")
            await writer.drain()


class Elsewhere(Endless):
    """The Python client's half: it asks the page's server where the other one is."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._page = url

    async def find(self) -> None:
        async with self._session.get(self._page + "settings.json") as reply:
            known = {one["name"]: one for one in (await reply.json())["transports"]}
        self._asking.url = known["elsewhere"]["origin"]

    async def receive(self, inbox: Inbox) -> None:
        await self.find()
        await super().receive(inbox)
