"""A client of a hub of which nothing goes by itself: no ping, no time-out, no reconnect; each message is a call.

Enters: messages to send. Leaves: messages that came, one after the other. It gives nobody up, since a learner may
hold any of them.
"""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from helpers.net.patient import patient_session
from helpers.net.websocket.client import connect_websocket
from helpers.net.websocket.limits import Limits
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.handshake import HandshakeRequest, HandshakeResponse
from helpers.protocols.signalr.messages import Message, parse
from helpers.protocols.signalr.negotiation import VERSION, Negotiation
from helpers.protocols.signalr.records import Records, record

__all__ = ["Calling", "calling", "negotiate"]


async def negotiate(url: str) -> Negotiation:
    """Ask the hub at ``url`` for a connection."""
    async with patient_session() as http, http.post(f"{url}/negotiate?negotiateVersion={VERSION}") as reply:
        if reply.status != 200:
            raise RemoteProtocolError(await reply.text(), status=reply.status)
        return Negotiation.parse(await reply.read())


@asynccontextmanager
async def calling(url: str, negotiation: Negotiation | None = None) -> AsyncIterator["Calling"]:
    """A WebSocket to the hub at ``url``, of the connection that was negotiated; leaving hangs up."""
    named = f"?id={negotiation.secret}" if negotiation is not None else ""
    async with connect_websocket(f"{url.replace('http', 'ws', 1)}{named}", limits=Limits(every=0)) as socket:
        yield Calling(socket)


class Calling:
    """One client's half of a conversation."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket, self._records = socket, Records()
        self._come = deque[str]()

    async def handshake(self, request: HandshakeRequest = HandshakeRequest()) -> None:  # noqa: B008 – it is frozen
        """Agree on JSON."""
        await self.write(record(request.serialize()))
        await self.agreed()

    async def agreed(self) -> None:
        """The answer to a handshake; a refusal is an error."""
        answer = HandshakeResponse.parse(await self._next())
        if answer.error is not None:
            raise RemoteProtocolError(answer.error)

    async def say(self, *messages: Message) -> None:
        """All of them in one message of the WebSocket."""
        await self.write("".join(record(one.serialize()) for one in messages))

    async def write(self, text: str) -> None:
        """Whatever it is, as one message of the WebSocket."""
        await self._socket.send(text)

    async def hear(self) -> Message:
        """The next message."""
        while True:
            if (message := parse(await self._next())) is not None:
                return message

    async def _next(self) -> str:
        while not self._come:
            text = await self._socket.receive()
            self._come += self._records.receive(text if isinstance(text, str) else text.decode())
        return self._come.popleft()
