"""The handlers of connections: each runs in a task of its own, and its connection ends as it ended.

Enters: sockets and a handler. Leaves: closes, by 1000 where a handler is done, 1001 where the server stops, 1011
where one broke. Rejected: a coroutine around each handler, which takes as much memory as the handler while both wait.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any

from helpers.net.server import Server
from helpers.net.websocket.ended import Ended
from helpers.net.websocket.socket import WebSocket
from helpers.net.websocket.watch import Watch

__all__ = ["Handler", "Handlers", "attend"]

Handler = Callable[[WebSocket], Coroutine[Any, Any, None]]


class Handlers:
    """Those of one server, whose sockets ``watch`` looks after; what all their tasks share is made once."""

    def __init__(self, server: Server, watch: Watch) -> None:
        self._server, self._name = server, f"{server.name} connection"
        self._sockets: dict[asyncio.Task[None], WebSocket] = {}
        watch.crowd = self._sockets.values
        self._leaving: set[asyncio.Task[None]] = set()
        self._done, self._context = self._ended, copy_context()
        server.run(watch.run(), "watch")
        server.run(self._run(), "connections")

    def begin(self, socket: WebSocket, handler: Handler) -> None:
        """Let ``handler`` talk to ``socket``."""
        task = asyncio.get_running_loop().create_task(handler(socket), name=self._name)
        self._sockets[task] = socket
        task.add_done_callback(self._done, context=self._context)

    async def _run(self) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:  # the server stops: all handlers are cancelled, and their connections left
            while left := {*self._sockets, *self._leaving}:
                for task in self._sockets:
                    task.cancel()
                await asyncio.wait(left)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        socket = self._sockets.pop(task)
        if task.cancelled():
            leaving = asyncio.ensure_future(socket.leave())
            self._leaving.add(leaving)
            return leaving.add_done_callback(self._leaving.discard)
        error = task.exception()
        close(socket, error)
        if isinstance(error, Exception) and not isinstance(error, Ended):
            self._server.log.append(f"connection ended with {type(error).__name__}: {error}")
            self._server.crashed(error)


async def attend(socket: WebSocket, handler: Handler) -> None:
    """Run ``handler`` where somebody else looks after the task and its errors."""
    try:
        await handler(socket)
    except asyncio.CancelledError:
        await socket.leave()
        raise
    except Exception as error:
        close(socket, error)
        if not isinstance(error, Ended):
            raise
    else:
        close(socket, None)


def close(socket: WebSocket, error: BaseException | None) -> None:
    """End the connection of a handler that ended, or broke with ``error``."""
    if error is None:
        socket.close()
    elif not isinstance(error, Ended):
        socket.close(1011, reason="the server's handler broke")
