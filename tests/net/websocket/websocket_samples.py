"""What the tests of WebSocket servers share: handlers, and a peer that writes frames by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from helpers.net import Server, Tap
from helpers.net.raw_websocket import KEY, frames, plain
from helpers.net.websocket import WebSocket
from helpers.protocols.websocket.frames import Frame
from helpers.protocols.websocket.handshake import client_request
from tests.net.net_samples import Peer, connect, settled

__all__ = ["Room", "echo", "opened", "plain"]


async def echo(socket: WebSocket) -> None:
    async for message in socket:
        await socket.send(message)


class Room:
    """Says what anybody says to all."""

    def __init__(self) -> None:
        self.sockets: list[WebSocket] = []

    async def __call__(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        try:
            async for message in socket:
                self.say(message)
        finally:
            self.sockets.remove(socket)

    def say(self, message: str | bytes) -> list[bool]:
        return [socket.offer(message) for socket in self.sockets]

    async def until(self, count: int) -> None:
        await settled(lambda: len(self.sockets) == count)


class Raw:
    def __init__(self, peer: Peer) -> None:
        self.peer, self.send, self.frames = peer, peer.send, frames(peer.reader, 2**24)

    async def frame(self) -> Frame:
        return await anext(self.frames)


@asynccontextmanager
async def opened(place: Server | Tap, *, behind: bytes = b"", **options) -> AsyncIterator[Raw]:
    """A peer whose handshake is over; ``behind`` comes with the head in one write."""
    peer = await connect(place, **options)
    peer.send(client_request("127.0.0.1", "/", key=KEY) + behind)
    assert (await peer.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    yield Raw(peer)
