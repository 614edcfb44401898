"""One request of a page, and its response as it comes: the head, then the body, piece by piece.

Enters: a request and its body. Leaves: bytes of the body without HTTP's framing, nothing after the last. What is not
asked for is not read, so that a server waits for a page that reads slowly. Errors: ``OSError``, ``EOFError``,
``RemoteProtocolError``; then the connection is closed.
"""

import asyncio
from collections.abc import AsyncIterator

from helpers.net.tab.pool import Link, Pool
from helpers.protocols.http1 import Request, Response, header_list, parse_response_head, serialize
from helpers.protocols.http1.bodies import NO_BODY, Framing, parse_chunk_size, response_framing

__all__ = ["Exchange"]

READ = 2**16  # bytes of a body that are given at once


class Exchange:
    """Over a connection of ``pool``, which has it back behind the body's end."""

    def __init__(self, pool: Pool, request: Request, body: bytes = b"") -> None:
        self._pool, self._request, self._body = pool, request, body
        self._link: Link | None = None
        self._cancelled = False
        self._pieces: AsyncIterator[bytes]

    async def head(self) -> Response:
        """Send the request, and wait for the head of what it is answered."""
        while True:
            link = self._link = await self._pool.take()
            try:
                return await self._asked(link)
            except BaseException as error:
                self._pool.drop(link)
                # A kept connection may have been closed while our request was under way: browsers ask again.
                if not link.kept or self._cancelled or not isinstance(error, OSError | EOFError):
                    raise

    async def read(self) -> bytes:
        """What came of the body, as soon as there is anything; nothing at its end."""
        try:
            return await anext(self._pieces, b"")
        except BaseException:
            self.cancel()
            raise

    def cancel(self) -> None:
        """Nobody wants it any more: close its connection, where it still has one."""
        self._cancelled = True
        if self._link is not None:
            self._pool.drop(self._link)

    async def _asked(self, link: Link) -> Response:
        if self._cancelled:
            raise ConnectionAbortedError("nobody wants it any more")
        link.transport.write(serialize(self._request) + self._body)
        response = parse_response_head(await link.reader.readuntil(b"\r\n\r\n"))
        while (
            response.status < 200
        ):  # RFC 9110 §15.2: "a client MUST be able to parse one or more 1xx responses"
            response = parse_response_head(await link.reader.readuntil(b"\r\n\r\n"))
        framing = response_framing(response, self._request.method)
        self._pieces = self._read(link, framing, keep=_stays(response) and not framing.until_close)
        if framing == NO_BODY:  # for which nobody will ask
            await self.read()
        return response

    async def _read(self, link: Link, framing: Framing, *, keep: bool) -> AsyncIterator[bytes]:
        async for piece in _body(link.reader, framing):
            yield piece
        self._link = None
        if keep and not self._cancelled:
            self._pool.keep(link)
        else:
            self._pool.drop(link)


def _stays(response: Response) -> bool:
    """Whether the server keeps the connection (RFC 9112 §9.3)."""
    options = {option.lower() for option in header_list(response.headers, "Connection")}
    return "close" not in options and (response.version == "HTTP/1.1" or "keep-alive" in options)


async def _body(reader: asyncio.StreamReader, framing: Framing) -> AsyncIterator[bytes]:
    if framing.until_close:
        while piece := await reader.read(READ):
            yield piece
    elif framing.chunked:
        while size := parse_chunk_size((await reader.readuntil(b"\r\n"))[:-2]):
            async for piece in _exactly(reader, size):
                yield piece
            await reader.readexactly(2)
        while await reader.readuntil(b"\r\n") != b"\r\n":  # trailers, which no page sees
            pass
    else:
        async for piece in _exactly(reader, framing.length):
            yield piece


async def _exactly(reader: asyncio.StreamReader, size: int) -> AsyncIterator[bytes]:
    while size:
        piece = await reader.read(min(size, READ))
        if not piece:
            raise asyncio.IncompleteReadError(b"", size)
        size -= len(piece)
        yield piece
