"""How fast do servers echo? One client, the same for all, and what each of them uses for a message.

``await compare_echoes()`` runs in a notebook: it starts each server in a process of its own, asks them in turn, and
returns ``{name: Speed}``. Only what is installed takes part. With the defaults that takes about three seconds.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from helpers.net.websocket.contest.contestant import Contestant, contestants, installed
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.handshake import client_request

__all__ = ["MAKES", "Echoing", "Speed", "compare_echoes", "echoing"]

MAKES = ("ours", "websockets", "wsproto", "aiohttp", "picows")
GOODBYE = 0.5  # s
KEY, MASK = "dGhlIHNhbXBsZSBub25jZQ==", b"\x37\xfa\x21\x3d"


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians over the rounds: µs of the server's CPU for one message, and messages a second as the client saw it."""

    cpu: float
    rate: float


class Echoing(asyncio.Protocol):
    """A client that knows what it will get: it counts bytes, and never waits for its own work."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say the head."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.open = transport, asyncio.Event()
        self.frame, self.size, self.left, self.to_send, self.came = b"", 1, 0, 0, 0
        self.gone = asyncio.Event()
        transport.write(client_request("127.0.0.1", "/", key=KEY))

    async def echo(self, payload: bytes, count: int, *, window: int, opcode: int = Opcode.BINARY) -> None:
        """Send ``count`` messages, at most ``window`` of them under way, until all have come back."""
        self.frame = Frame(True, opcode, payload, mask_key=MASK).serialize()
        self.size = len(Frame(True, opcode, payload).serialize())
        self.left, self.to_send, self.came = count, count, 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._send(window)
        await self.done

    def data_received(self, data: bytes) -> None:
        """The answer to the head, then bytes of echoes."""
        if not self.open.is_set():
            return self.open.set()
        if not self.left:
            return None  # the answer to our goodbye
        whole, self.came = divmod(self.came + len(data), self.size)
        self.left -= whole
        self._send(whole)
        if not self.left:
            self.done.set_result(None)
        return None

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody echoes any more."""
        self.gone.set()
        if self.left and not self.done.done():
            self.done.set_exception(error or ConnectionError("the server hung up"))

    async def aclose(self) -> None:
        """Say goodbye, and let the server hang up; one that does not know how is hung up on."""
        self.transport.write(Frame(True, Opcode.CLOSE, b"\x03\xe8", mask_key=MASK).serialize())
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await self.gone.wait()
        self.transport.abort()

    def _send(self, count: int) -> None:
        count = min(count, self.to_send)
        self.to_send -= count
        if count:
            self.transport.write(self.frame * count)


async def echoing(stack: AsyncExitStack, server: Contestant) -> Echoing:
    """A client of ``server`` whose handshake is over; it leaves with the stack."""
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(Echoing, "127.0.0.1", server.port)
    await client.open.wait()
    stack.push_async_callback(client.aclose)
    return client


async def compare_echoes(
    names: Sequence[str] = MAKES,
    *,
    size: int = 64,
    count: int = 3000,
    window: int = 500,
    rounds: int = 5,
    opcode: int = Opcode.TEXT,
) -> dict[str, Speed]:
    """Let each server echo ``count`` messages of ``size`` bytes in each round, one server after another.

    ``window`` messages are under way at once; with 1 it is a ping-pong. The first round warms up and is not counted.
    """
    found: dict[str, list[Speed]] = {name: [] for name in installed(names)}
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(contestants(list(found)))
        clients = [(server, await echoing(stack, server)) for server in servers]
        for _ in range(rounds + 1):
            for server, client in clients:
                began, before = perf_counter(), await server.used()
                await client.echo(b"x" * size, count, window=window, opcode=opcode)
                took = perf_counter() - began
                cpu = (await server.used()).cpu - before.cpu
                found[server.name].append(Speed(cpu / count * 1e6, count / took))
    return {name: _median(speeds[1:]) for name, speeds in found.items()}


def _median(speeds: Sequence[Speed]) -> Speed:
    return Speed(median(one.cpu for one in speeds), median(one.rate for one in speeds))
