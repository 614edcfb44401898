"""What came and waits for its handler: messages, their size, and the handler where it waits for the next one."""

import asyncio
from collections import deque

from helpers.net.websocket.outbox import Message, size_of

__all__ = ["Inbox"]


class Inbox:
    """Messages in the order they came; an empty one takes next to no memory."""

    __slots__ = ("_messages", "_waiting", "size")

    def __init__(self) -> None:
        self.size = 0
        self._messages: deque[Message] | None = None  # while there are any
        self._waiting: asyncio.Future[None] | None = None

    def __bool__(self) -> bool:
        return self._messages is not None

    def put(self, message: Message) -> None:
        """One more; whoever waits is woken by ``wake()``."""
        if self._messages is None:
            self._messages = deque()
        self._messages.append(message)
        self.size += size_of(message)

    def take(self) -> Message:
        """The one that came first."""
        assert self._messages is not None
        message = self._messages.popleft()
        self.size -= size_of(message)
        if not self._messages:
            self._messages = None
        return message

    def news(self) -> "asyncio.Future[None]":
        """Done when somebody calls ``wake()``; one at a time may wait."""
        if self._waiting is not None and not self._waiting.done():
            raise RuntimeError("somebody waits for the next message already")
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    def wake(self) -> None:
        """There is news, good or bad."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
