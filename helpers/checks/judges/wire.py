"""A real connection for a check: a server on 127.0.0.1 and clients of it, all on this loop.

Enters: what to do with a connection, often ``replying(respond)``: read one thing, send what the answer makes of it,
close. Leaves: what each client heard. Whatever an answer does, nothing is left open and nobody left running. What
clients and servers say in HTTP/1.1 is here too: one exchange a connection, bodies in JSON.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from http.client import responses
from typing import Any

from helpers.checks.engine.children import end
from helpers.protocols.http1 import header, parse_request_head

__all__ = [
    "HEAD_END",
    "Handle",
    "Read",
    "Respond",
    "Wire",
    "get",
    "json_reply",
    "post",
    "read_line",
    "read_request",
    "replying",
    "status_and_json",
]

HEAD_END = b"\r\n\r\n"
HOST = "HTTP/1.1\r\nHost: 127.0.0.1\r\n"
JSON = "Content-Type: application/json\r\nContent-Length: "
TURNS = 8  # of the loop: within four asyncio hands out, or drops, a connection that is just being made

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Read = Callable[[asyncio.StreamReader], Awaitable[bytes]]
Respond = Callable[[bytes], Awaitable[bytes]]


class Wire:
    """``handle`` gets each connection, which is closed when it returns; clients that have gone are no error."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._parts: list[asyncio.Task[Any]] = []
        self._writers: list[asyncio.StreamWriter] = []
        self._closed = False

    async def __aenter__(self) -> "Wire":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._address = self._server.sockets[0].getsockname()
        return self

    async def __aexit__(self, *exception: object) -> None:
        """The server last: a connection that asyncio accepts while its server closes is never closed by anybody."""
        self._closed = True
        try:
            await self.hang_up()
            for _ in range(TURNS):
                await asyncio.sleep(0)
        finally:
            self._server.close()
            for writer in self._writers:
                writer.transport.abort()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)
        await self._server.wait_closed()

    async def say(self, data: bytes) -> bytes:
        """Connect, send the bytes, and read until the server has closed."""
        reader, writer = await asyncio.open_connection(*self._address)
        self._writers.append(writer)
        try:
            writer.write(data)
            return await reader.read()
        finally:
            writer.close()

    def begin(self, part: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """One more client, which ends with the wire."""
        self._parts.append(task := asyncio.ensure_future(part))
        return task

    def look(self) -> bool:
        """Whether all clients and their connections are over; what went wrong in one of them is raised."""
        for part in self._parts:
            if part.done() and not part.cancelled():
                part.result()
        return all(part.done() for part in self._parts)

    async def hang_up(self) -> None:
        """Cancel all clients and what serves them."""
        await end(self._parts)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        if self._closed:  # it connected in the moment in which the server closed
            writer.transport.abort()
        else:
            self.begin(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._handle(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


async def read_line(reader: asyncio.StreamReader) -> bytes:
    """A line with its end."""
    return await reader.readuntil(b"\n")


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """A head and, after it, as many bytes as its Content-Length says."""
    head = await reader.readuntil(HEAD_END)
    length = header(parse_request_head(head).headers, "Content-Length") or "0"
    return head + await reader.readexactly(int(length))


def replying(respond: Respond, *, read: Read = read_request) -> Handle:
    """Read one thing, a request where nothing else is said, and send what ``respond`` makes of it."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await respond(await read(reader)))
        await writer.drain()

    return handle


def get(target: str) -> bytes:
    """A question."""
    return f"GET {target} {HOST}\r\n".encode()


def post(target: str, body: bytes) -> bytes:
    """A request with a body, which need not be JSON whatever its head says."""
    return f"POST {target} {HOST}{JSON}{len(body)}".encode() + HEAD_END + body


def json_reply(status: int, value: object) -> bytes:
    """A reply, after which the connection is closed."""
    body = json.dumps(value).encode()
    start = f"HTTP/1.1 {status} {responses.get(status, 'Unknown')}\r\n{JSON}{len(body)}\r\n"
    return f"{start}Connection: close".encode() + HEAD_END + body


def status_and_json(reply: bytes) -> tuple[int, Any]:
    """The two things that a client looks at in a reply of ``json_reply``."""
    head, _, body = reply.partition(HEAD_END)
    return int(head[9:12]), json.loads(body)
