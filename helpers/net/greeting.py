"""The first protocol object of a client that speaks TLS to a tap.

It reads which protocols the client offers, and keeps the bytes for whoever answers them.
"""

import asyncio
from collections.abc import Callable

from helpers.net.flow import reset
from helpers.net.tls_transport import TlsTransport
from helpers.protocols.client_hello import offered_protocols
from helpers.protocols.errors import RemoteProtocolError

__all__ = ["Greeting"]

Heard = Callable[["Greeting", list[str]], object]
Gone = Callable[[Exception | None], object]


class Greeting(asyncio.Protocol):
    """Calls ``heard`` with what the client offers and then reads no further, or ``gone`` where no hello comes."""

    def __init__(self, heard: Heard, gone: Gone) -> None:
        self._heard, self._gone = heard, gone
        self._begin = b""
        self._lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """More of the hello."""
        self._begin += data
        try:
            offered = offered_protocols(self._begin)
        except RemoteProtocolError as error:
            self.refuse()
            self._gone(error)
        else:
            if offered is not None:
                self._transport.pause_reading()
                self._heard(self, [name.decode("ascii") for name in offered if name.isascii()])

    def eof_received(self) -> None:
        """It leaves in the middle of its hello: so does the transport."""

    def connection_lost(self, error: Exception | None) -> None:
        """It has left."""
        if not self._lost:
            self._lost = True
            self._gone(error)

    def answer(self, tls: TlsTransport) -> None:
        """Let ``tls`` have the connection, and the hello first of all."""
        if self._lost:
            return
        self._transport.set_protocol(tls)
        tls.connection_made(self._transport)
        tls.data_received(self._begin)
        self._transport.resume_reading()

    def refuse(self) -> None:
        """Drop the connection with RST."""
        self._lost = True
        reset(self._transport)
