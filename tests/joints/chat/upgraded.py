"""A toy transport that takes the connection over, by hand: the course's own WebSocket codec on aiohttp's bytes."""

import asyncio
import base64
import json
import secrets
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from helpers.chat.clients.asking import read_message, read_page
from helpers.chat.clients.client import Inbox, Refused
from helpers.chat.domain import BadPost, Chat, Conflict, Message, Page, Post, parse_post
from helpers.chat.servers.app import Settings, Transport
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Text
from helpers.protocols.websocket.handshake import accept_key, client_request
from helpers.vocabulary import Side
from tests.joints.chat.again import again, pages

__all__ = ["Upgraded", "upgraded"]


def upgraded() -> Transport:
    def mount(app: web.Application, chat: Chat) -> Settings:
        async def get(request: web.Request) -> web.StreamResponse:
            key = request.headers["Sec-WebSocket-Key"]
            head = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept_key(key)}
            response = web.StreamResponse(status=101, headers=head)
            await response.prepare(request)
            await Talk(chat, request, response).run()
            response.force_close()
            return response

        app.router.add_get("/upgraded", get, allow_head=False)
        return {"path": "upgraded"}

    return Transport("upgraded", Path(__file__).with_name("upgraded.js"), mount)


class Talk:
    """One connection after its upgrade: aiohttp hands over what it reads, we write what we like."""

    def __init__(self, chat: Chat, request: web.Request, response: web.StreamResponse) -> None:
        self.chat, self.cursor, self.response = chat, request.query.get("after"), response
        self.line = Connection(Side.SERVER)
        self.readings: asyncio.Queue[bytes] = asyncio.Queue()
        request.protocol.set_parser(self)

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        self.readings.put_nowait(data)
        return False, b""

    def feed_eof(self) -> None:
        self.readings.put_nowait(b"")

    async def run(self) -> None:
        telling = asyncio.ensure_future(self.tell())
        try:
            while not self.line.hang_up and (data := await self.readings.get()):
                self.line.receive_data(data)
                for event in self.line.events():
                    if isinstance(event, Text):
                        self.say(self.answer(event.data.encode()))
                await self.flush()
        except ConnectionError:
            pass
        finally:
            telling.cancel()

    async def tell(self) -> None:
        async with aclosing(pages(self.chat, self.cursor)) as news:
            async for page in news:
                self.say({"page": page.as_json()})
                await self.flush()

    def answer(self, body: bytes) -> dict[str, object]:
        key = json.loads(body)["key"]
        try:
            message, _ = self.chat.post(parse_post(body))
        except (BadPost, Conflict) as error:
            return {"key": key, "error": str(error)}
        return {"key": key, "stored": message.as_json()}

    def say(self, value: object) -> None:
        self.line.send_text(json.dumps(value))

    async def flush(self) -> None:
        if data := self.line.bytes_to_send():
            await self.response.write(data)


class Upgraded:
    """The Python client's half: the same codec, over a connection of asyncio."""

    def __init__(self, url: str) -> None:
        self._where = urlsplit(url)
        self._line: Connection | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[str, tuple[Post, asyncio.Future[Message]]] = {}

    async def receive(self, inbox: Inbox) -> None:
        await again(lambda came: self._talk(inbox.cursor, came), inbox)

    async def send(self, post: Post) -> Message:
        stored: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[post.key] = post, stored
        self._say(post)
        return await stored

    async def aclose(self) -> None:
        if self._writer is not None:
            self._writer.close()

    async def _talk(self, cursor: str | None, came: Callable[[Page], None]) -> None:
        query = "" if cursor is None else f"?after={cursor}"
        reader, self._writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        try:
            key = base64.b64encode(secrets.token_bytes(16)).decode()
            self._writer.write(client_request(self._where.netloc, f"/upgraded{query}", key=key))
            await reader.readuntil(b"\r\n\r\n")
            self._line = Connection(Side.CLIENT, mask_source=lambda: secrets.token_bytes(4))
            for post, _ in self._waiting.values():
                self._say(post)  # again, under the same key
            while data := await reader.read(65536):
                self._line.receive_data(data)
                for event in self._line.events():
                    if isinstance(event, Text):
                        self._heard(json.loads(event.data), came)
        finally:
            self._line = None
            self._writer.close()

    def _say(self, post: Post) -> None:
        if self._line is not None and self._writer is not None:
            self._line.send_text(json.dumps({"key": post.key, "name": post.name, "text": post.text}))
            self._writer.write(self._line.bytes_to_send())

    def _heard(self, value: dict, came: Callable[[Page], None]) -> None:
        if "page" in value:
            return came(read_page(value["page"]))
        _, stored = self._waiting.pop(value["key"])
        if "error" in value:
            return stored.set_exception(Refused(400, value["error"]))
        return stored.set_result(read_message(value["stored"]))
