"""Many connections to servers in processes of their own: fan-out to a thousand, and what an idle one costs."""

import asyncio
import resource
from collections.abc import Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from statistics import median
from time import perf_counter

from helpers.net.websocket.contest.contestant import Contestant, contestants, installed
from helpers.net.websocket.contest.echoing import KEY, MASK
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.handshake import client_request

TEXT = b"x" * 64
SENT = Frame(True, Opcode.TEXT, TEXT, mask_key=MASK).serialize()
GOODBYE = Frame(True, Opcode.CLOSE, b"\x03\xe8", mask_key=MASK).serialize()
HEARD = len(Frame(True, Opcode.TEXT, TEXT).serialize())


class Crowd:
    """Clients of one server; it counts the bytes that all of them hear."""

    def __init__(self) -> None:
        self.transports: list[asyncio.Transport] = []
        self.missing, self.done = 0, asyncio.Event()
        self.gone, self.empty = 0, asyncio.Event()
        self.sent, self.heard, self.deaf = SENT, HEARD, 0  # one who is deaf is not waited for

    async def grow(self, server: Contestant, count: int) -> None:
        loop, head = asyncio.get_running_loop(), client_request("127.0.0.1", "/", key=KEY)
        for _ in range(count):
            transport, member = await loop.create_connection(lambda: Member(self), "127.0.0.1", server.port)
            transport.write(head)
            await member.open.wait()
            self.transports.append(transport)

    async def hear(self) -> float:
        """One says something; seconds until the last of all has heard it."""
        self.missing = self.heard * (len(self.transports) - self.deaf)
        self.done.clear()
        began = perf_counter()
        self.transports[0].write(self.sent)
        await self.done.wait()
        return perf_counter() - began

    async def aclose(self) -> None:
        """Say goodbye, and let the server hang up; one that does not know how is hung up on."""
        for transport in self.transports:
            transport.write(GOODBYE)
        with suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await self.empty.wait()
        for transport in self.transports:
            transport.abort()


class Member(asyncio.Protocol):
    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.open = crowd, asyncio.Event()

    def data_received(self, data: bytes) -> None:
        if not self.open.is_set():
            return self.open.set()
        self.crowd.missing -= len(data)
        return self.crowd.done.set() if self.crowd.missing <= 0 else None

    def connection_lost(self, error: Exception | None) -> None:
        self.crowd.gone += 1
        if self.crowd.gone == len(self.crowd.transports):
            self.crowd.empty.set()


@asynccontextmanager
async def crowds(names: Sequence[str], count: int, *options: str):
    """Each server with so many clients."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 20_000), most))
    async with AsyncExitStack() as stack:
        found = {}
        for server in await stack.enter_async_context(contestants(installed(names), *options)):
            found[server] = Crowd()
            stack.push_async_callback(found[server].aclose)
            await found[server].grow(server, count)
        yield found


async def fan_out(names: Sequence[str], *, count: int, messages: int) -> dict[str, tuple[float, float]]:
    """Medians: ms until the last of ``count`` clients has heard, and ms of the server's CPU."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in installed(names)}
    async with crowds(names, count, "room") as found:
        for _ in range(messages + 1):
            for server, crowd in found.items():
                before = await server.used()
                took = await crowd.hear()
                used = (await server.used()).cpu - before.cpu
                times[server.name].append((took * 1000, used * 1000))
    return {
        name: (median(one[0] for one in some[1:]), median(one[1] for one in some[1:])) for name, some in times.items()
    }  # fmt: skip


async def idle(names: Sequence[str], *, count: int) -> dict[str, float]:
    """KiB of Python's objects for one connection that says nothing."""
    found = {}
    async with crowds(names, 20, "memory") as servers:
        for server, crowd in servers.items():
            before = await server.used()
            await crowd.grow(server, count)
            found[server.name] = ((await server.used()).memory - before.memory) / count / 1024
    return found


async def beside_a_stalled_one(
    *options: str, count: int, messages: int, size: int
) -> tuple[float, float, float]:
    """One of ``count`` in our room reads nothing while ``messages`` are said.

    Leaves the longest time until all others had one, the same before anybody stalled (both in ms), and the KiB that
    the server's objects grew by.
    """
    said, heard = (Frame(True, Opcode.TEXT, b"x" * size, mask_key=key) for key in (MASK, None))
    async with crowds(("ours",), count, "room", *options) as servers:
        ((server, crowd),) = servers.items()
        crowd.sent, crowd.heard = said.serialize(), len(heard.serialize())
        calm = max([await crowd.hear() for _ in range(messages)][1:])
        before = (await server.used()).memory
        crowd.transports[-1].pause_reading()
        crowd.deaf = 1
        late = max([await crowd.hear() for _ in range(messages)])
        grown = (await server.used()).memory - before
    return late * 1000, calm * 1000, grown / 1024
