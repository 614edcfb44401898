"""Somebody at the chat in several processes: gets each message once, in the order of the ids, whoever dies.

What enters: an address. What leaves: ``messages``, without a hole and without a double. ``Resume`` says when
something is missing, and then it asks for what came after its cursor. When it connects anew it says where it is.
"""

import asyncio
from random import Random
from typing import Any

from helpers.chat.clients.asking import read_page
from helpers.chat.clients.client import Refused
from helpers.chat.domain import Message, Post
from helpers.chat.scale.line import Handlers, Line, line
from helpers.chat.scale.resume import Resume
from helpers.loops.backoff import Backoff
from helpers.loops.clock import WallClock
from helpers.loops.retry import TryAgain, retry
from helpers.net.cancel import cancel

__all__ = ["Member"]

MOMENT = 0.1  # s in which a message that is late may come
ATTEMPTS = 60  # of one post
BASE, CAP = 0.1, 1.0  # s of the backoff


class Member:
    """``name`` at ``url``; ``workers``: who greeted it, connection by connection."""

    def __init__(self, name: str, url: str, *, random: Random | None = None) -> None:
        self.name, self.at, self.workers = name, Resume(), list[str]()
        self._url, self._random = url, random or Random()
        self._line: Line | None = None
        self._changed = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def messages(self) -> list[Message]:
        """All that came, in order."""
        return self.at.messages

    async def __aenter__(self) -> "Member":
        self._tasks["listen"] = asyncio.create_task(self._listen(), name=f"{self.name} listens")
        try:
            await self.greeted(1)
        except BaseException:
            await cancel(self._tasks.values())
            raise
        return self

    async def __aexit__(self, *exception: object) -> None:
        await cancel(self._tasks.values())

    async def post(self, text: str) -> Message:
        """Say something; returns when a worker says that it is in the log, or raises ``GivenUp``."""
        post = Post(f"{self._random.getrandbits(128):032x}", self.name, text)
        return await retry(
            lambda: self._post(post), backoff=self._backoff(), clock=WallClock(), attempts=ATTEMPTS
        )

    async def seen(self, count: int) -> list[Message]:
        """Wait until ``count`` messages have come."""
        await self._until(lambda: len(self.messages) >= count)
        return self.messages

    async def greeted(self, times: int) -> None:
        """Wait until the workers have greeted us so many times: whoever loses its line is greeted again."""
        await self._until(lambda: len(self.workers) >= times)

    async def _until(self, true: Any) -> None:
        while not true():
            self._changed.clear()
            await self._changed.wait()

    # ---- one line after the other ----

    async def _listen(self) -> None:
        backoff = self._backoff()
        handlers: Handlers = {"msg:get": self._news}
        while True:
            auth = {"name": self.name} | ({"after": self.at.cursor} if self.at.cursor else {})
            try:
                async with line(self._url, auth=auth, handlers=handlers) as self._line:
                    backoff.reset()
                    await self._line.listen()
            except TryAgain:
                pass
            finally:
                self._line = None
            await asyncio.sleep(backoff.next())

    def _news(self, value: dict[str, Any]) -> None:
        """A greeting is a page of the log; everything else is a broadcast."""
        if value["after"] is None:
            self.workers.append(value.get("worker", "?"))
            if self.at.page(read_page(value)):
                self._ask()
        elif self.at.news(read_page(value)):
            self._ask(MOMENT if value["messages"] else 0.0)
        self._changed.set()

    # ---- what we ask ----

    def _ask(self, wait: float = 0.0) -> None:
        """Ask for what is missing, unless we are asking; after a while in which it may come by itself."""
        asking = self._tasks.get("ask")
        if asking is None or asking.done():
            self._tasks["ask"] = asyncio.create_task(self._catch_up(wait), name=f"{self.name} asks")

    async def _catch_up(self, wait: float) -> None:
        """Ask page by page until nothing is missing; where the line breaks, the next one begins with a page."""
        await asyncio.sleep(wait)
        more, backoff = not wait or self.at.behind, self._backoff()
        while more and self._line is not None:
            try:
                answer = await self._line.call("msg:get", self.at.cursor)
                more = self.at.page(read_page(answer.get("page")))  # no page: the log does not answer
            except TryAgain:
                await asyncio.sleep(backoff.next())
            self._changed.set()

    async def _post(self, post: Post) -> Message:
        if self._line is None:
            raise TryAgain("there is no line")
        answer = await self._line.call("msg:post", {"key": post.key, "name": post.name, "text": post.text})
        if "message" in answer:
            return Message(**answer["message"])
        if answer["status"] == 503:
            raise TryAgain(answer["error"])
        raise Refused(answer["status"], answer["error"])

    def _backoff(self) -> Backoff:
        return Backoff("full jitter", random=self._random, base=BASE, cap=CAP)
