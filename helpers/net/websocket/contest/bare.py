"""What any server of WebSocket costs: asyncio's protocol and transport, and a head that is answered."""

import asyncio

from helpers.protocols.http1 import parse_request_head, serialize
from helpers.protocols.websocket.handshake import accept

__all__ = ["Bare"]

END = b"\r\n\r\n"


class Bare(asyncio.Protocol):
    """Says yes to a handshake that comes in one read, and sends back what follows, byte by byte as it is."""

    opened = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """The head, then anything."""
        if self.opened:
            return self.answer(data)
        head, end, rest = data.partition(END)
        self.transport.write(serialize(accept(parse_request_head(head + end))))
        self.opened = True
        if rest:
            self.answer(rest)

    def answer(self, data: bytes) -> None:
        """Bytes behind the head."""
        self.transport.write(data)
