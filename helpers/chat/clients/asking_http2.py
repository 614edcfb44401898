"""The requests that ways to the chat make, over HTTP/2: one connection for the reply that stays open and for posts.

The same words as ``asking``: what may pass is ``TryAgain``, what would be refused again is ``Refused``.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from urllib.parse import quote

from helpers.chat.clients.asking import PATIENCE, SILENCE, failure, parsed, read_message
from helpers.chat.domain import Message, Post
from helpers.loops.retry import TryAgain
from helpers.net.http2 import Http2Client, Response, connect_http2
from helpers.net.tls import Authority

__all__ = ["AskingHttp2"]


class AskingHttp2:
    """A connection to the resource ``path`` under ``url``, opened when it is needed and again when it broke."""

    def __init__(
        self, url: str, path: str, *, authority: Authority | None, patience: float | None = PATIENCE
    ) -> None:
        self.url = f"{url.rstrip('/')}/{path}"
        self._origin, self._target = "/".join(self.url.split("/", 3)[:3]), "/" + self.url.split("/", 3)[3]
        self._authority, self._patience = authority, patience
        self._client: Http2Client | None = None
        self._open = AsyncExitStack()
        self._opening = asyncio.Lock()

    async def post(self, post: Post) -> Message:
        """Get ``post`` stored."""
        body = json.dumps({"key": post.key, "name": post.name, "text": post.text}).encode()
        headers = {"content-type": "application/json", "content-length": str(len(body))}
        async with _passing(self._patience):
            client = await self._connected()
            async with await client.request("POST", self._target, headers=headers, body=body) as reply:
                value = parsed(await reply.read())
        _check(reply, value)
        return read_message(value)

    @asynccontextmanager
    async def stream(self, cursor: str | None, *, accepts: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The pieces of a reply that stays open, from ``cursor`` on."""
        query = "" if cursor is None else f"?after={quote(cursor)}"
        async with _passing(self._patience):
            client = await self._connected()
            reply = await client.get(self._target + query, headers={"accept": accepts})
        async with reply:
            if reply.status != 200:
                async with _passing(self._patience):
                    _check(reply, parsed(await reply.read()))
            async with aclosing(self._pieces(reply)) as pieces:
                yield pieces

    async def aclose(self) -> None:
        """Close the connection."""
        await self._open.aclose()

    async def _connected(self) -> Http2Client:
        async with self._opening:
            if self._client is None or self._client.over:
                self._client = None
                await self._open.aclose()
                self._client = await self._open.enter_async_context(
                    connect_http2(self._origin, authority=self._authority)
                )
            return self._client

    async def _pieces(self, reply: Response) -> AsyncGenerator[bytes, None]:
        pieces = aiter(reply)
        while True:
            async with _passing(None if self._patience is None else SILENCE * self._patience):
                try:
                    piece = await anext(pieces)
                except StopAsyncIteration:
                    return
            yield piece


@asynccontextmanager
async def _passing(patience: float | None) -> AsyncIterator[None]:
    """What fails in here may pass; so does what takes too long."""
    try:
        async with asyncio.timeout(patience):
            yield
    except TimeoutError:
        raise TryAgain("no reply in time") from None
    except OSError as error:
        raise TryAgain(f"{type(error).__name__}: {error}") from None


def _check(reply: Response, value: object) -> None:
    """Raise where the status says that it failed."""
    if reply.status >= 400:
        raise failure(reply.status, value, retry=reply.headers.get("retry-after"))
    if reply.status not in (200, 201):
        raise TryAgain(f"status {reply.status} is no reply of the chat")
