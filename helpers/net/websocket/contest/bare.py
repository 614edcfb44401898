"""What any server of WebSocket costs: asyncio's protocol and transport, and a head that is answered."""

import asyncio

from helpers.protocols.http1 import parse_request_head, serialize
from helpers.protocols.http1.head_reader import HeadReader
from helpers.protocols.websocket.handshake import accept

__all__ = ["Bare"]


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
        reader = HeadReader(most=2**14)
        if (head := reader.receive_data(data)) is None:
            return self.transport.abort()
        self.transport.write(serialize(accept(parse_request_head(head))))
        self.opened = True
        return self.answer(reader.rest) if reader.rest else None

    def answer(self, data: bytes) -> None:
        """Bytes behind the head."""
        self.transport.write(data)
