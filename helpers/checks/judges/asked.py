"""Servers for checks: one thing is read from each connection, answered, and the connection is closed.

Enters: how to read what a client sends (a line, a request with its body), and what the answer makes of it. Leaves:
what came back, through ``say`` of ``HeadServer``. Never reads more than one thing.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

from helpers.checks.judges.wire import HeadServer
from helpers.protocols.http1 import header, parse_request_head

__all__ = ["AskedServer", "json_reply", "read_line", "read_request"]

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


def json_reply(status: int, value: object) -> bytes:
    """An HTTP reply with a JSON body, after which the connection is closed."""
    reason = {200: "OK", 201: "Created", 400: "Bad Request", 500: "Internal Server Error"}[status]
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body
