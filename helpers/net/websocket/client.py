"""A small client: one connection, opened by our own handshake. It gives nobody up while a tap holds."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from urllib.parse import SplitResult, urlsplit

from helpers.loops.clock import Clock, WallClock
from helpers.net.tls import Authority
from helpers.net.tls_transport import connect_tls
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.opening import Opening
from helpers.net.websocket.server import somebody_holds
from helpers.net.websocket.shelf import Shelf
from helpers.net.websocket.socket import Ended, WebSocket
from helpers.net.websocket.watch import Watch
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Headers, parse_response_head
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import NAME, Deflate, check_answer
from helpers.protocols.websocket.extensions import Extension
from helpers.protocols.websocket.handshake import check_response, client_request
from helpers.protocols.websocket.mask import Unmask, unmask
from helpers.protocols.websocket.messages import Codec
from helpers.vocabulary import Side

__all__ = ["connect_websocket"]

OFFER = (Extension(NAME, (("client_max_window_bits", None),)),)
GOODBYE = 1.0  # s that a server has to answer our close


@asynccontextmanager
async def connect_websocket(
    url: str,
    *,
    subprotocols: Sequence[str] = (),
    origin: str | None = None,
    headers: Headers = (),
    authority: Authority | None = None,
    deflate: bool = False,
    unmask: Unmask = unmask,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[WebSocket]:
    """A connection to the server of ``url`` (``ws:`` or ``wss:``); leaving closes it with 1000.

    ``deflate`` offers to compress; ``unmask`` may be a faster function than our own.
    ``RemoteProtocolError`` says that the server refused, and carries its status; ``OSError`` that nobody is there.
    """
    limits, watch = limits or Limits(), Watch(clock or WallClock(), somebody_holds)
    offer = OFFER if deflate else ()
    dialing = _Dialing(url, subprotocols, origin, offer, unmask, limits, watch, headers)
    watching = asyncio.ensure_future(watch.run())
    try:
        socket = await _open(dialing, authority)
        try:
            yield socket
        finally:
            await _say_goodbye(socket)
    finally:
        watching.cancel()
        await asyncio.wait([watching])


async def _say_goodbye(socket: WebSocket) -> None:
    socket.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(GOODBYE):
            await socket.gone.wait()
    if not socket.gone.is_set():
        socket.abort("the server did not close the connection")
        await socket.gone.wait()


class _Dialing:
    """A client's half of the handshake; ``done`` is the socket, or why there is none."""

    def __init__(
        self,
        url: str,
        subprotocols: Sequence[str],
        origin: str | None,
        extensions: Sequence[Extension],
        unmask: Unmask,
        limits: Limits,
        watch: Watch,
        headers: Headers,
    ) -> None:
        self.where, self._key = urlsplit(url), base64.b64encode(secrets.token_bytes(16)).decode()
        self._target = (self.where.path or "/") + (f"?{self.where.query}" if self.where.query else "")
        self.request = client_request(
            self.where.netloc,
            self._target,
            key=self._key,
            origin=origin,
            subprotocols=subprotocols,
            extensions=extensions,
            more=headers,
        )
        self.done: asyncio.Future[WebSocket] = asyncio.get_running_loop().create_future()
        self._subprotocols, self._extensions = subprotocols, extensions
        self._unmask, self.limits, self.watch = unmask, limits, watch

    def opened(self, head: bytes) -> tuple[bytes, WebSocket | None]:
        """The socket that the server's answer opens; nothing more is to be said."""
        try:
            response = parse_response_head(head)
            agreed = check_response(
                response, self._key, subprotocols=self._subprotocols, extensions=self._extensions
            )
            granted = check_answer(agreed.extensions, self._extensions)
        except RemoteProtocolError as error:
            self._fail(error)
            return b"", None
        codec = Deflate(Side.CLIENT, granted) if granted else None
        shelf = Shelf(self._connection, self.limits, self.watch, masks=True)
        return b"", WebSocket(
            shelf, codec, request=self.request, target=self._target, subprotocol=agreed.subprotocol
        )

    def _connection(self, codec: Codec | None) -> Connection:
        return Connection(
            Side.CLIENT,
            mask_source=lambda: secrets.token_bytes(4),
            max_message=self.limits.message,
            codec=codec,
            unmask=self._unmask,
        )

    def talk(self, socket: WebSocket) -> None:
        """It is open."""
        self.watch.add(socket)
        if not self.done.done():
            self.done.set_result(socket)

    def lost(self) -> None:
        """Nobody answered."""
        self._fail(Ended(1006, "the server hung up in the handshake"))

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # whoever still waits hears of it; nobody need


async def _open(dialing: _Dialing, authority: Authority | None) -> WebSocket:
    most, patience = dialing.limits.head, dialing.limits.opening
    opening = Opening(
        dialing.opened, dialing.talk, most=most, patience=patience, watch=dialing.watch, lost=dialing.lost
    )
    transport = await _connect(opening, dialing.where, authority)
    try:
        transport.write(dialing.request)
        return await dialing.done
    except BaseException:
        transport.abort()
        raise


async def _connect(opening: Opening, where: SplitResult, authority: Authority | None) -> asyncio.Transport:
    secure = where.scheme in ("wss", "https")
    host, port = where.hostname or "", where.port or (443 if secure else 80)
    if not secure:
        transport, _ = await asyncio.get_running_loop().create_connection(lambda: opening, host, port)
        return transport
    if authority is None:
        raise ValueError("say which authority vouches for the server: authority=")
    context = authority.client_context(alpn=["http/1.1"])
    tls, _ = await connect_tls(opening, host, port, context=context, server_name=host)
    return tls
