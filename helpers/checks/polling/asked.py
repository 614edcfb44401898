"""Servers for checks: one thing is read from each connection, answered, and the connection is closed.

Enters: how to read what a client sends (a line, a request with its body), and what the answer makes of it. Leaves:
what came back, through ``say`` of ``HeadServer``. Never reads more than one thing.
"""

import asyncio
from collections.abc import Awaitable, Callable

from helpers.checks.wire import HeadServer
from helpers.protocols.http1 import header, parse_request_head

__all__ = ["AskedServer", "read_line", "read_request"]

HEAD_END = b"\r\n\r\n"

Read = Callable[[asyncio.StreamReader], Awaitable[bytes]]
Respond = Callable[[bytes], Awaitable[bytes]]


async def read_line(reader: asyncio.StreamReader) -> bytes:
    """A line with its end."""
    return await reader.readuntil(b"\n")


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """A head and, after it, as many bytes as its Content-Length says."""
    head = await reader.readuntil(HEAD_END)
    length = header(parse_request_head(head).headers, "Content-Length") or "0"
    return head + await reader.readexactly(int(length))


class AskedServer(HeadServer):
    """Like ``HeadServer``, for anything that ``read`` can take from a stream."""

    def __init__(self, respond: Respond, *, read: Read) -> None:
        super().__init__(respond)
        self._read = read

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(await self._respond(await self._read(reader)))
            await writer.drain()
        finally:
            writer.close()
