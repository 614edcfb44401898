"""A python-socketio server that ends with its application, says what went wrong, and takes no packet that is none.

By itself it leaves tasks that sleep for half a minute after the end, prints errors where nobody looks, and says
nothing to a packet that it cannot read. Here what is no packet becomes the event ``MALFORMED``, so that a handler can
answer it.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import engineio
import socketio
from aiohttp import web
from socketio import packet

from helpers.net.crashes import Crash
from helpers.net.logged import error_of, keeping
from helpers.net.registry import registry
from helpers.vocabulary import Side

__all__ = ["MALFORMED", "TidyServer"]

MALFORMED = "malformed"
RESERVED = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}
BINARY = (packet.BINARY_EVENT, packet.BINARY_ACK)
UNREADABLE = (ValueError, TypeError, IndexError, RecursionError)


class TidyServer(socketio.AsyncServer):  # type: ignore[misc]
    """``options`` are python-socketio's own; ``log`` gets its warnings; ``binary``: bytes may travel in events."""

    def __init__(self, *, log: list[str] | None = None, binary: bool = False, **options: Any) -> None:
        self.log: list[str] = [] if log is None else log
        logger = keeping(
            self.log, said=lambda record: record.levelno < logging.WARNING or bool(error_of(record))
        )
        serializer = type("Read", (_Strict,), {"binary": binary})
        super().__init__(
            async_mode="aiohttp", logger=logger, engineio_logger=logger, serializer=serializer, **options
        )

    def attach(self, app: web.Application, socketio_path: str = "socket.io") -> None:
        """Serve it at ``/socket.io/``, and end all of it with ``app``."""
        super().attach(app, socketio_path)
        app.on_shutdown.append(self._leave)

    async def _leave(self, app: web.Application) -> None:
        """Without ``shutdown``, which fails if it is called again after an interrupt: ``end`` has its task, too."""
        for sid in tuple(self.eio.sockets):
            await self.eio.disconnect(sid)  # its client is told, and comes again where there is somebody
        await self.eio.end()

    def _engineio_server_class(self) -> Callable[..., engineio.AsyncServer]:
        return _Engine


class _Engine(engineio.AsyncServer):  # type: ignore[misc]
    """Knows the tasks that it began, and waits for nobody who has gone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._begun: set[asyncio.Task[Any]] = set()

    def start_background_task(
        self, target: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = super().start_background_task(target, *args, **kwargs)
        self._begun.add(task)
        task.add_done_callback(self._ended)
        return task

    async def disconnect(self, sid: str) -> None:
        """Tell the client, who need not be there to hear it: by itself this waits until he has."""
        if (socket := self.sockets.pop(sid, None)) is not None:
            await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            await socket.queue.put(None)  # nothing follows: the writer may go

    async def end(self) -> None:
        """Cancel what still sleeps, such as the ping that is due in 25 s."""
        tasks = [task for task in self._begun if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=1)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._begun.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self.logger.warning("a handler ended with %s: %s", type(error).__name__, error)
            who = "A handler of the Socket.IO server"
            registry().crashes.tell(
                Crash("socket.io", error, Side.SERVER, who, frozenset(), time.monotonic())
            )


class _Strict(packet.Packet):  # type: ignore[misc]
    """What cannot be read, or must not be sent by a client, is the event ``MALFORMED`` with the reason."""

    binary = False

    def decode(self, encoded_packet: str | bytes) -> int:
        try:
            count = int(super().decode(encoded_packet) or 0)
            wrong = self._wrong()
        except UNREADABLE as error:
            count, wrong = 0, f"this is no packet of Socket.IO: {error}"
        if wrong:
            self.packet_type, self.namespace, self.id = packet.EVENT, None, None
            self.data, count = [MALFORMED, wrong], 0
        return count

    def _wrong(self) -> str:
        if self.packet_type in BINARY and not self.binary:
            return "no bytes are taken here: send JSON"
        if self.packet_type in (packet.EVENT, packet.BINARY_EVENT):
            if not (isinstance(self.data, list) and self.data and isinstance(self.data[0], str)):
                return "an event is an array that begins with its name"
            if self.data[0] in RESERVED:
                return f"{self.data[0]} is no event that a client may send"
        if self.packet_type in (packet.ACK, packet.BINARY_ACK) and (
            self.id is None or not isinstance(self.data, list)
        ):
            return "an acknowledgement has an id and an array"
        if (
            self.packet_type not in range(packet.CONNECT, packet.BINARY_ACK + 1)
            or self.packet_type == packet.CONNECT_ERROR
        ):
            return f"a client sends no packet of type {self.packet_type}"
        return ""
