"""Other people's WebSocket peers, made patient.

A library gives a handshake 10 s, pings every 20 s and closes what does not answer. On a wire that is stepped by hand
a message may take minutes, so both sides must wait for as long as their reader thinks.
"""

import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import connect
from websockets.asyncio.server import Server as LibraryServer
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as library_serve

from helpers.net.server import Server, serve

__all__ = ["PATIENT", "connect_websockets", "serve_websockets"]

PATIENT: dict[str, Any] = {"open_timeout": None, "ping_interval": None, "close_timeout": None}


async def serve_websockets(
    name: str, handler: Callable[[ServerConnection], Awaitable[None]], **options: Any
) -> Server:
    """Serve ``handler`` with the ``websockets`` library, under ``name``; what the library logs is in ``server.log``.

    ``options`` go to the library's own ``serve``.
    """
    logger = logging.Logger(f"{name} server")  # not in the logging tree: it prints nothing

    async def opens(listener: socket.socket) -> LibraryServer:
        return await library_serve(handler, sock=listener, logger=logger, **PATIENT | options)

    server = await serve(name, opens=opens)
    logger.addHandler(_Log(server.log))
    return server


def connect_websockets(url: str, **options: Any) -> connect:
    """The ``websockets`` library's client for ``url``: ``async with`` it, or ``await`` it.

    No proxy of the environment stands between us and our own machine.
    """
    return connect(url, **{"proxy": None} | PATIENT | options)


class _Log(logging.Handler):
    """Keeps what is logged as lines."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.INFO)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())
