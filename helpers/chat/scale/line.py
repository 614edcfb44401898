"""One connection by Socket.IO over WebSocket, from Python: events come to handlers, a call waits for its answer.

What enters: an address, and what is said on connect. What leaves: a ``Line`` that stands or is over; it never comes
back. It is on our own codecs. Rejected: python-socketio's client, whose way to come back cannot be ended while it
waits for a worker that hangs.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from helpers.loops.retry import TryAgain
from helpers.net.websocket import Ended, Limits, WebSocket, connect_websocket
from helpers.protocols.engineio.handshake import Handshake
from helpers.protocols.engineio.packets import Packet as Carrier
from helpers.protocols.engineio.packets import PacketType as CarrierType
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.socketio.packets import Packet, PacketType, parse

__all__ = ["Handlers", "Line", "line"]

GREETING = 6.0  # s for a connection: a herd takes its time, a worker that hangs takes for ever
PATIENCE = 3.0  # s for an acknowledgement
PATH = "/socket.io/?EIO=4&transport=websocket"
LIMITS = Limits(every=0, opening=GREETING)  # Engine.IO has pings of its own

Handlers = Mapping[str, Callable[[Any], None]]


class Line:
    """A connection that has been accepted. ``listen`` hands what comes to the handlers, until it is over."""

    def __init__(self, socket: WebSocket, silence: float, handlers: Handlers) -> None:
        self._socket, self._silence, self._handlers = socket, silence, handlers
        self._numbers, self._answers = itertools.count(), dict[int, asyncio.Future[Any]]()

    async def listen(self) -> None:
        """Return when the server has gone, or was silent for longer than it said it would be."""
        try:
            while True:
                async with asyncio.timeout(self._silence):
                    message = await self._socket.receive()
                carrier = Carrier.parse(message)
                if carrier.type is CarrierType.PING:
                    self._socket.offer(Carrier(CarrierType.PONG).serialize())
                elif carrier.type is CarrierType.MESSAGE:
                    self._take(parse(str(carrier.data))[0])
        except TimeoutError:
            self._socket.abort("the server is silent")
        except (Ended, RemoteProtocolError):
            pass
        finally:
            for future in self._answers.values():
                future.cancel()

    async def call(self, event: str, value: Any) -> Any:
        """Say something, and wait for its acknowledgement; ``TryAgain`` where none comes."""
        number = next(self._numbers)
        future = self._answers[number] = asyncio.get_running_loop().create_future()
        try:
            await _say(self._socket, Packet(PacketType.EVENT, payload=[event, value], id=number))
            await asyncio.wait([future], timeout=PATIENCE)
        except Ended as error:
            raise TryAgain(f"there is no line: {error}") from None
        finally:
            del self._answers[number]
        if not future.done() or future.cancelled():
            raise TryAgain("no answer came")
        return future.result()

    def _take(self, packet: Packet) -> None:
        match packet:
            case Packet(type=PacketType.EVENT, payload=[str(event), value]) if event in self._handlers:
                self._handlers[event](value)
            case Packet(type=PacketType.ACK, payload=[value], id=int(number)) if number in self._answers:
                if not (future := self._answers[number]).done():
                    future.set_result(value)


@asynccontextmanager
async def line(url: str, *, auth: Any, handlers: Handlers) -> AsyncIterator[Line]:
    """A line to the server at ``url`` (``http:``), or ``TryAgain``."""
    address = url.replace("http", "ws", 1) + PATH
    try:
        async with asyncio.timeout(GREETING) as opening, connect_websocket(address, limits=LIMITS) as socket:
            handshake = await _greeted(socket, auth)
            opening.reschedule(None)
            yield Line(socket, (handshake.ping_interval + handshake.ping_timeout) / 1000, handlers)
    except (Ended, RemoteProtocolError, OSError) as error:  # a TimeoutError, too
        raise TryAgain(f"there is no line: {error or type(error).__name__}") from None


async def _greeted(socket: WebSocket, auth: Any) -> Handshake:
    """Open a session of Engine.IO, and connect to the namespace of Socket.IO in it."""
    handshake = Handshake.parse(Carrier.parse(await socket.receive()).data)
    await _say(socket, Packet(PacketType.CONNECT, payload=auth))
    answer = parse(str(Carrier.parse(await socket.receive()).data))[0]
    if answer.type is not PacketType.CONNECT:
        raise RemoteProtocolError(f"the server answers {answer.type.name}: {answer.payload!r}")
    return handshake


async def _say(socket: WebSocket, packet: Packet) -> None:
    for message in packet.serialize():
        await socket.send(Carrier(CarrierType.MESSAGE, message).serialize())
