"""The event loop of a browser tab: Pyodide's own, with a network in memory below it.

A browser gives Python a loop that runs callbacks and timers, and nothing else: no sockets, no threads, no signals.
Added here is what helpers and libraries ask of a loop: TCP on a 127.0.0.1 that lives in this tab, and a queue of what
is ready, by which ``loops.quiet`` knows that nobody has anything left to do.

Rejected: running the whole queue in one task of the browser. Chromium may suspend one (in ``time.sleep``), and what
stands behind it would never run; each callback has a task of its own.
"""

import asyncio
import sys
from asyncio import Handle
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from selectors import BaseSelector, SelectorKey
from typing import Any

from helpers.net.memory import install as install_network

__all__ = ["install"]


def install() -> None:
    """Give the running loop of a browser tab what it lacks; elsewhere nothing is changed. Safe to call twice."""
    if sys.platform != "emscripten":
        return
    loop: Any = asyncio.get_running_loop()
    if not isinstance(loop, Turns):
        loop._ready, loop._selector = deque(), Nothing()
        install_network(loop, Turns, Tasks)


class Turns(asyncio.AbstractEventLoop):
    """In front of Pyodide's loop: what is to run soon waits where it can be seen, as in asyncio's own."""

    _ready: deque[Handle]

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> Handle:
        """Put it last; one task of the browser runs one callback, the first."""
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        super().call_soon(self._turn)
        return handle

    def call_soon_threadsafe(  # type: ignore[override]
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> Handle:
        """The same: there is one thread."""
        return self.call_soon(callback, *args, context=context)

    def _turn(self) -> None:
        handle = self._ready.popleft()
        if not handle.cancelled():
            handle._run()


class Tasks(asyncio.AbstractEventLoop):
    """In front of Pyodide's loop, whose way to ask a task factory is that of an older Python."""

    def create_task(self, coro: Coroutine[Any, Any, Any], **options: Any) -> Any:  # type: ignore[override]
        """A task, made by the factory where there is one."""
        factory: Any = self.get_task_factory()
        if factory is None:
            return super().create_task(coro, **options)
        return factory(self, coro, **options)


class Nothing(BaseSelector):
    """A selector that has no files, and so never any news of them."""

    def register(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        """There is no file that could have news."""
        raise NotImplementedError

    def unregister(self, fileobj: Any) -> SelectorKey:
        """There is none."""
        raise NotImplementedError

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """No news, at once."""
        return []

    def get_map(self) -> dict[Any, SelectorKey]:
        """No files."""
        return {}
