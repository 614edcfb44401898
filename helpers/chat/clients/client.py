"""One person at the chat: posts, gets messages as they come, and shows whether the line is up.

``Client`` is the same over every transport. A transport is two coroutines (``Transport``): it delivers pages into the
client's inbox, and sends posts. Each message comes out once and in order, however often a transport delivers it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from enum import Enum
from random import Random
from typing import Protocol

from helpers.chat.domain import Message, Page, Post

__all__ = ["Client", "Inbox", "Presence", "Refused", "Transport"]


class Presence(Enum):
    """The light: how the line to the server is."""

    CONNECTING = "connecting"
    LIVE = "live"
    RETRYING = "retrying"
    PAUSED = "paused"
    CLOSED = "closed"


class Refused(ValueError):
    """The server will never take this post; ``status`` and its reason say why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status, self.reason = status, reason


class Inbox(Protocol):
    """What a transport sees of its client."""

    @property
    def cursor(self) -> str | None:
        """Where this client stands; ``None`` before the first reply."""

    def deliver(self, page: Page) -> None:
        """Take what a reply brought."""

    def show(self, presence: Presence) -> None:
        """Switch the light."""


class Transport(Protocol):
    """A way to the server."""

    async def receive(self, inbox: Inbox) -> None:
        """Deliver messages for as long as it runs: through every failure, until cancelled."""

    async def send(self, post: Post) -> Message:
        """Get ``post`` stored once, through every failure that may pass; otherwise ``Refused`` or ``GivenUp``."""

    async def aclose(self) -> None:
        """Let go of every connection."""


class Client:
    """Somebody named ``name`` at the chat. ``random`` makes the keys of posts."""

    def __init__(self, name: str, transport: Transport, *, random: Random | None = None) -> None:
        self.name, self.transport = name, transport
        self.messages: list[Message] = []  # all that came, in order
        self.gaps = 0  # how often the server had to say that something is missing
        self.presence = Presence.CONNECTING
        self.cursor: str | None = None
        self.errors: list[str] = []
        self._random = random or Random()
        self._listeners: list[Callable[[Message], None]] = []
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> "Client":
        """Begin to receive."""
        if self._task is None:
            self._task = asyncio.create_task(self._receive(), name=f"{self.name} receives")
        return self

    async def run(self) -> None:
        """Receive until cancelled, then close the line: what ``spawn`` takes."""
        async with self:
            assert self._task is not None
            await self._task

    async def post(self, text: str) -> Message:
        """Say something; returns when it is stored."""
        return await self.transport.send(Post(f"{self._random.getrandbits(128):032x}", self.name, text))

    async def __aiter__(self) -> AsyncIterator[Message]:
        """Every message from the first, then each as it comes, until the client is closed."""
        seen = 0
        while True:
            for message in self.messages[seen:]:
                seen += 1
                yield message
            if self.presence is Presence.CLOSED:
                return
            if seen == len(self.messages):
                self._changed.clear()
                await self._changed.wait()

    async def seen(self, count: int) -> list[Message]:
        """Wait until ``count`` messages have come, and return them all."""
        while len(self.messages) < count and self.presence is not Presence.CLOSED:
            self._changed.clear()
            await self._changed.wait()
        return self.messages

    async def aclose(self) -> None:
        """Stop receiving and close the line, also where somebody does not wait for the first."""
        try:
            if self._task is not None:
                self._task.cancel()
                await asyncio.wait([self._task])
        finally:
            await self.transport.aclose()
            self.show(Presence.CLOSED)

    async def __aenter__(self) -> "Client":
        return self.start()

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    # ---- the inbox ----

    def deliver(self, page: Page) -> None:
        """Take a page; messages that came before are passed over."""
        keys = {message.key for message in self.messages} if page.gap else set()
        last = 0 if page.gap or self.cursor is None else int(self.cursor.rpartition(".")[2])
        self.messages += [m for m in page.messages if m.id > last and m.key not in keys]
        self.gaps += page.gap
        if page.gap or self.cursor is None or int(page.cursor.rpartition(".")[2]) > last:
            self.cursor = page.cursor  # never back: a page may be late
        self._changed.set()

    def show(self, presence: Presence) -> None:
        """Switch the light."""
        self.presence = presence
        self._changed.set()

    async def _receive(self) -> None:
        try:
            await self.transport.receive(self)
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}")
            self.show(Presence.CLOSED)
