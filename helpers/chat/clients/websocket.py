"""The chat by WebSocket, from Python: one connection for both ways; where it breaks, another from where we are.

A post waits for its answer, by its key. Where the line breaks before, it is sent again over the next one: the key is
the same, so it is stored once.
"""

import asyncio
import json
from random import Random
from typing import Any
from urllib.parse import quote

from helpers.chat.clients.asking import parsed, read_message, read_page
from helpers.chat.clients.client import Inbox, Presence, Refused
from helpers.chat.clients.polling import ATTEMPTS
from helpers.chat.domain import Message, Post
from helpers.loops.backoff import Backoff
from helpers.loops.clock import Clock, WallClock
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.retry import TryAgain, retry
from helpers.net.tls import Authority
from helpers.net.websocket import Ended, Limits, WebSocket, connect_websocket
from helpers.protocols.errors import RemoteProtocolError

__all__ = ["Websocket"]

LONGEST = 2**24  # bytes of a page
BAD_CURSOR = 4400


class Websocket:
    """Talks with the chat at ``url``, the address of its page."""

    def __init__(
        self,
        url: str,
        *,
        authority: Authority | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
        lane: Lane = NOWHERE,
        base: float = 1.0,
        cap: float = 30.0,
        attempts: int = ATTEMPTS,
        limits: Limits | None = None,
    ) -> None:
        self.clock, self.lane = clock or WallClock(), lane
        self._url = f"ws{url.removeprefix('http').rstrip('/')}/socket"
        self._authority, self._attempts = authority, attempts
        self._limits = limits or Limits(message=LONGEST)
        self._random, self._base, self._cap = random or Random(), base, cap
        self._socket: WebSocket | None = None
        self._waiting: dict[str, asyncio.Future[Message]] = {}

    async def receive(self, inbox: Inbox) -> None:
        """Listen until cancelled, over as many connections as that takes."""
        backoff = self._backoff()
        while True:
            try:
                with self.lane.span("listen"):
                    await self._listen(inbox, backoff)
            except (RemoteProtocolError, OSError, TryAgain):
                pass
            inbox.show(Presence.RETRYING)
            wait = backoff.next()
            with self.lane.span(f"retry {backoff.failures} in {wait:.3g} s"):
                await self.clock.sleep(wait)

    async def send(self, post: Post) -> Message:
        """Post until it is stored; the same key each time, so that it is stored once."""
        return await retry(
            lambda: self._post(post), backoff=self._backoff(), clock=self.clock, attempts=self._attempts
        )

    async def aclose(self) -> None:
        """Nothing: the connection ends with the task that listens."""

    async def _listen(self, inbox: Inbox, backoff: Backoff) -> None:
        query = "" if inbox.cursor is None else f"?after={quote(inbox.cursor)}"
        async with connect_websocket(
            self._url + query,
            subprotocols=["json"],
            authority=self._authority,
            limits=self._limits,
            clock=self.clock,
        ) as self._socket:
            try:
                async for message in self._socket:
                    self._take(
                        parsed(message.encode() if isinstance(message, str) else message), inbox, backoff
                    )
                if self._socket.over and self._socket.over.code == BAD_CURSOR:
                    raise Refused(400, self._socket.over.reason)
            finally:
                self._socket = None
                self._nobody_answers()

    def _nobody_answers(self) -> None:
        for future in self._waiting.values():
            future.cancel()

    def _take(self, value: Any, inbox: Inbox, backoff: Backoff) -> None:
        match value:
            case {"type": "page", "page": page}:
                backoff.reset()
                inbox.show(Presence.LIVE)
                inbox.deliver(read_page(page))
            case {"type": "stored", "key": str(key), "message": message} if key in self._waiting:
                self._answer(key).set_result(read_message(message))
            case {"type": "refused", "key": str(key), "status": int(status), "error": error} if (
                key in self._waiting
            ):
                self._answer(key).set_exception(Refused(status, str(error)))

    def _answer(self, key: str) -> "asyncio.Future[Message]":
        future = self._waiting.pop(key)
        return future if not future.done() else asyncio.get_running_loop().create_future()

    async def _post(self, post: Post) -> Message:
        future = self._waiting[post.key] = asyncio.get_running_loop().create_future()
        said = {"type": "post", "key": post.key, "name": post.name, "text": post.text}
        try:
            await self._say(json.dumps(said))
            await asyncio.wait([future])
            stored: Message = future.result()
            return stored
        except asyncio.CancelledError:
            if not future.cancelled():
                raise
            raise TryAgain("the line broke before the answer") from None
        finally:
            self._waiting.pop(post.key, None)

    async def _say(self, text: str) -> None:
        if self._socket is None:
            raise TryAgain("there is no line")
        try:
            await self._socket.send(text)
        except Ended as error:
            raise TryAgain(f"the line broke: {error}") from None

    def _backoff(self) -> Backoff:
        return Backoff("full jitter", random=self._random, base=self._base, cap=self._cap)
