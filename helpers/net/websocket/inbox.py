"""What came and waits for its handler: messages, their size, and the handler where it waits for the next one.

Most connections are idle, and their handlers wait. So an inbox is itself what a task waits for: it has the methods
that asyncio's tasks ask of a future, and is an iterator, as a coroutine is for whoever awaits it. Rejected: a future
and a coroutine for each wait, which take more memory than all the rest of an idle connection.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Generator
from contextvars import Context
from typing import Any, Protocol

from helpers.net.websocket.outbox import Message, size_of

__all__ = ["Inbox"]


class Waits(Protocol):
    """Whose messages these are."""

    @property
    def over(self) -> Exception | None:
        """How it ended."""

    def idle(self) -> None:
        """All that came is taken, and the handler asks for more."""

    def emptied(self) -> None:
        """The last message is taken."""


class Inbox:
    """Messages in the order they came; ``await`` it for the next. One task at a time may wait."""

    __slots__ = ("_asyncio_future_blocking", "_context", "_owner", "_wake", "messages", "size")

    def __init__(self, owner: Waits) -> None:
        self.size = 0
        self._owner = owner
        self.messages: deque[Message] | None = None  # while there are any
        self._asyncio_future_blocking = False
        self._wake: Callable[[Inbox], object] | None = None  # wakes the task that waits
        self._context: Context | None = None

    def put(self, message: Message) -> None:
        """One more; whoever waits is woken by ``wake()``."""
        if self.messages is None:
            self.messages = deque()
        self.messages.append(message)
        self.size += size_of(message)

    def take(self) -> Message:
        """The one that came first."""
        assert self.messages is not None
        message = self.messages.popleft()
        self.size -= size_of(message)
        if not self.messages:
            self.messages = None
            self._owner.emptied()
        return message

    def wake(self) -> None:
        """There is news, good or bad."""
        wake, self._wake = self._wake, None
        if wake is not None:
            asyncio.get_running_loop().call_soon(wake, self, context=self._context)

    def hand_over(self) -> None:
        """The same, at once where no task runs: the handler goes on before the loop has come round."""
        if self._wake is None or self._context is None or asyncio.current_task() is not None:
            return self.wake()
        wake, self._wake = self._wake, None
        self._context.run(wake, self)

    # ---- what a coroutine asks of what it awaits: the next message, or wait ----

    def __await__(self) -> Generator[Any, None, Message]:
        return self  # type: ignore[return-value]  # an iterator is enough

    def __next__(self) -> "Inbox":
        if self.messages is not None:
            raise StopIteration(self.take())
        self._owner.idle()
        if self._owner.over is not None:
            raise StopAsyncIteration
        if self._wake is not None:
            raise RuntimeError("somebody waits for the next message already")
        self._asyncio_future_blocking = True
        return self

    def throw(self, error: BaseException, *_: object) -> None:
        """Whoever waited is cancelled."""
        raise error

    # ---- what a task asks of the future that it waits for ----

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """Any loop that runs us is the right one."""
        return asyncio.get_running_loop()

    def add_done_callback(self, wake: Callable[["Inbox"], object], *, context: Context) -> None:
        """The task is about to wait."""
        self._wake, self._context = wake, context

    def result(self) -> None:
        """Nothing: the task goes on, and looks for itself."""

    def cancel(self, msg: object = None) -> bool:
        """Wake the task, which then sees that it was cancelled."""
        self.wake()
        return False
