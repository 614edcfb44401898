"""A real connection for a check: the answer serves on 127.0.0.1, a raw client speaks to it.

Enters: what to do with a request head, and the bytes a client sends. Leaves: every byte that came back until the
server closed. One client at a time; what goes wrong on the server's side is raised where the client waits. Nothing
is left open, whatever happens.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

__all__ = ["HeadServer"]

Respond = Callable[[bytes], Awaitable[bytes]]


class HeadServer:
    """A server that reads one head from each connection, sends what ``respond`` makes of it, and closes."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "HeadServer":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._address = self._server.sockets[0].getsockname()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.close()
        if self._serving is not None:
            await asyncio.gather(self._serving, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving = asyncio.ensure_future(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(await self._respond(await reader.readuntil(b"\r\n\r\n")))
            await writer.drain()
        finally:
            await _closed(writer)

    async def say(self, data: bytes) -> bytes:
        """Connect, send the bytes, and read until the server has closed."""
        reader, writer = await asyncio.open_connection(*self._address)
        try:
            writer.write(data)
            reply = await reader.read()
        finally:
            await _closed(writer)
        if self._serving is not None:
            await self._serving
        return reply


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        await writer.wait_closed()
    except ConnectionError:
        return
