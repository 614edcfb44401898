"""A client of Engine.IO of which nothing goes by itself: each request and each packet is a call.

Enters: packets to send. Leaves: packets that came. A refusal is a ``RemoteProtocolError`` with the status and the
sentence of the server. It gives nobody up, since a learner may hold any of it.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from helpers.net.patient import patient_session
from helpers.net.websocket.client import connect_websocket
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.engineio.handshake import Handshake
from helpers.protocols.engineio.packets import Packet
from helpers.protocols.engineio.payloads import parse_payload, serialize_payload
from helpers.protocols.errors import RemoteProtocolError

if TYPE_CHECKING:
    from aiohttp import ClientSession

__all__ = ["Asking", "asking"]


@asynccontextmanager
async def asking(url: str) -> AsyncIterator["Asking"]:
    """A client for the server at ``url``, which ends with ``/socket.io/`` or ``/engine.io/``; leaving hangs up."""
    async with patient_session() as http:
        yield Asking(http, url)


class Asking:
    """``sid`` names the session in every address, once ``open`` has begun one."""

    def __init__(self, http: "ClientSession", url: str) -> None:
        self.sid = ""
        self._http, self._url = http, url

    def address(self, transport: str) -> str:
        """Where to ask for this session."""
        named = f"&sid={self.sid}" if self.sid else ""
        return f"{self._url}?EIO=4&transport={transport}{named}"

    async def open(self) -> Handshake:
        """Begin a session, by the first poll."""
        (packet,) = await self.get()
        handshake = Handshake.parse(packet.data)
        self.sid = handshake.sid
        return handshake

    async def get(self) -> list[Packet]:
        """Poll: the packets that wait, as soon as there are some."""
        return parse_payload(await self.ask("GET"))

    async def post(self, *packets: Packet) -> bytes:
        """Bring packets; the answer is ``ok``."""
        return await self.ask("POST", serialize_payload(packets))

    async def ask(self, method: str, body: bytes = b"") -> bytes:
        """One request; anything but 200 is an error."""
        headers = {"Content-Type": "text/plain; charset=UTF-8"} if body else {}
        async with self._http.request(
            method, self.address("polling"), data=body or None, headers=headers
        ) as reply:
            if reply.status != 200:
                raise RemoteProtocolError(await reply.text(), status=reply.status)
            return await reply.read()

    def websocket(self) -> AbstractAsyncContextManager[WebSocket]:
        """A WebSocket: to upgrade the session by, or (where none is open) for one of its own."""
        url = self.address("websocket").replace("http", "ws", 1)
        return connect_websocket(url, limits=Limits(every=0))
