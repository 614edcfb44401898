"""A small client of HTTP/2: one connection, as many requests at once as the server allows, and replies as they come.

It gives nobody up: on a wire that is stepped by hand a reply may take as long as its reader thinks.
"""

import asyncio
import os
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from urllib.parse import urlsplit

from h2.errors import ErrorCodes

from helpers.loops.clock import Clock, WallClock
from helpers.net.http2.asking import Asking, Head
from helpers.net.http2.limits import Limits
from helpers.net.http2.messages import read_all
from helpers.net.http2.session import Ended
from helpers.net.http2.stream import Stream
from helpers.net.tls import Authority
from helpers.net.tls_transport import connect_tls, reason

__all__ = ["Http2Client", "Response", "connect_http2"]

LONGEST = 2**26  # bytes of a reply that is read as a whole
GOODBYE = 1.0  # s that a connection has to close


class Response:
    """A reply whose head has come; iterate over it for its body, piece by piece, or ``read`` it as a whole.

    Who leaves the ``async with`` before its end resets the stream: the server hears that nobody listens.
    """

    def __init__(self, asking: Asking, stream: Stream, head: Head) -> None:
        self._asking, self._stream = asking, stream
        self.status, self.headers = head
        self.stream = stream.number

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece
        self.close()

    async def read(self, *, most: int = LONGEST) -> bytes:
        """The whole body."""
        try:
            return await read_all(self._stream, most=most)
        finally:
            self.close()

    def close(self) -> None:
        """Nobody wants the rest."""
        self._asking.forget(self.stream)

    async def __aenter__(self) -> "Response":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


class Http2Client:
    """A connection to a server of HTTP/2."""

    def __init__(self, asking: Asking, *, scheme: str, authority: str) -> None:
        self._asking, self._scheme, self._authority = asking, scheme, authority

    @property
    def over(self) -> Ended | None:
        """Why the connection is over, if it is."""
        return self._asking.over

    async def request(
        self,
        method: str,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | AsyncIterable[bytes] = b"",
    ) -> Response:
        """Ask, and return when the head of the reply has come; ``Ended`` where none comes."""
        pseudo = {":method": method, ":scheme": self._scheme, ":authority": self._authority, ":path": target}
        stream = await self._asking.ask([*pseudo.items(), *(headers or {}).items()], body)
        try:
            return Response(self._asking, stream, await self._asking.head(stream))
        except BaseException:
            self._asking.forget(stream.number)
            raise

    async def get(self, target: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """Ask with GET."""
        return await self.request("GET", target, headers=headers)

    async def ping(self) -> float:
        """The seconds that a PING takes there and back."""
        began = self._asking.clock()
        await self._asking.ping(os.urandom(8))
        return self._asking.clock() - began

    async def aclose(self) -> None:
        """Say goodbye and close."""
        self._asking.fail(ErrorCodes.NO_ERROR, "the client leaves")
        self._asking.transport.close()
        try:
            async with asyncio.timeout(GOODBYE):
                await self._asking.gone.wait()
        except TimeoutError:
            self._asking.transport.abort()


@asynccontextmanager
async def connect_http2(
    url: str, *, authority: Authority | None = None, limits: Limits | None = None, clock: Clock | None = None
) -> AsyncIterator[Http2Client]:
    """A connection to the server of ``url``, in whose certificate ``authority`` (or the system) believes.

    Over ``http`` it speaks HTTP/2 at once, as one may who knows that the server does.
    """
    where = urlsplit(url)
    asking = Asking(limits=limits or Limits(), clock=clock or WallClock())
    host, port = where.hostname or "", where.port or (443 if where.scheme == "https" else 80)
    if where.scheme == "https":
        await _connect_tls(asking, host, port, authority)
    else:
        await asyncio.get_running_loop().create_connection(lambda: asking, host, port)
    client = Http2Client(asking, scheme=where.scheme, authority=where.netloc)
    try:
        yield client
    finally:
        await client.aclose()


async def _connect_tls(asking: Asking, host: str, port: int, authority: Authority | None) -> None:
    if authority is not None:
        context = authority.client_context(alpn=["h2"])
    else:
        context = ssl.create_default_context()
        context.set_alpn_protocols(["h2"])
    try:
        tls, agreed = await connect_tls(asking, host, port, context=context, server_name=host)
    except ssl.SSLCertVerificationError as error:
        raise Ended(
            0, f"nobody here trusts the server's certificate ({reason(error)}): give its authority"
        ) from error
    if agreed != "h2":
        tls.abort()
        raise Ended(
            0, f"in TLS the server agreed to {agreed or 'no protocol'}, not to h2: it speaks HTTP/1.1"
        )
