"""What the tests of net share: a loop that must be left clean, raw peers, a clock that stands still."""

import asyncio
import contextlib
import functools
import gc
import heapq
import socket
import struct
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import psutil

from helpers.net import Server, Tap, serve, stop_all, tap
from helpers.trace import Arrival, Release, Trace
from helpers.vocabulary import Side

CLIENT, SERVER = Side.CLIENT, Side.SERVER
PATIENCE = 30  # s until a test that hangs fails; none comes near
new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop  # see conftest.py


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an async test in a loop of its own, in debug mode, and assert that it leaves nothing behind."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        run_async(test(*args, **kwargs))

    return run


def run_async(main: Coroutine[Any, Any, Any], *, debug: bool = True, patience: float = PATIENCE) -> Any:
    with asyncio.Runner(debug=debug, loop_factory=new_loop) as runner:
        result = runner.run(_clean(main, patience))
    gc.collect()  # an object that warns when it is collected fails this test and no later one
    return result


async def _clean(main: Coroutine[Any, Any, Any], patience: float) -> Any:
    before = open_sockets()
    try:
        async with asyncio.timeout(patience):
            return await main
    finally:
        await stop_all()
        for peer in _connected:
            peer.writer.transport.abort()
        _connected.clear()
        await turns(3)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert open_sockets() <= before


def open_sockets() -> set[int]:
    """The descriptors of all open TCP sockets of this process."""
    return {one.fd for one in psutil.Process().net_connections("tcp")}


class Peer:
    """One end of a connection, in the hands of a test."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.gone = asyncio.Event()

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def send_alone(self, data: bytes, wire: Tap) -> None:
        """Send, and wait until the tap has read it, so that nothing joins it in one read."""
        seen = arrived(wire)
        self.writer.write(data)
        await until(wire.trace, lambda: arrived(wire) >= seen + len(data))

    async def read(self, size: int) -> bytes:
        return await self.reader.readexactly(size)

    async def read_all(self) -> bytes:
        return await self.reader.read()

    def eof(self) -> None:
        self.writer.write_eof()

    def reset(self) -> None:
        """Drop the connection with RST, as a killed program's kernel may."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.gone.set()

    def close(self) -> None:
        self.writer.close()
        self.gone.set()

    async def aclose(self) -> None:
        self.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


class Far:
    """A server that hands every connection it accepts to the test."""

    def __init__(self) -> None:
        self.server: Server
        self._accepted: asyncio.Queue[Peer] = asyncio.Queue()

    async def start(self, name: str = "far", **options: Any) -> "Far":
        self.server = await serve(name, handler=self._handle, **options)
        return self

    async def accept(self) -> Peer:
        return await self._accepted.get()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = Peer(reader, writer)
        self._accepted.put_nowait(peer)
        await peer.gone.wait()


_connected: list[Peer] = []  # closed when the test ends: what is checked is what net leaves


async def connect(to: Tap | Server, **options: Any) -> Peer:
    _connected.append(Peer(*await asyncio.open_connection(to.host, to.port, **options)))
    return _connected[-1]


async def tapped(**options: Any) -> tuple[Tap, Peer, Peer]:
    """A tap with one connection through it: the tap, the client's end, the server's end."""
    far = await Far().start()
    wire = await tap("wire", far.server, **options)
    client = await connect(wire)
    return wire, client, await far.accept()


async def until(trace: Trace, condition: Callable[[], object]) -> None:
    """Return when ``condition`` is true, looking at each record that comes."""
    news = asyncio.Event()
    unsubscribe = trace.subscribe(lambda record: news.set())
    try:
        while not condition():
            news.clear()
            await news.wait()
    finally:
        unsubscribe()


async def stubborn(release: asyncio.Event) -> None:
    """Goes on though it is cancelled, until it may leave."""
    while not release.is_set():
        with contextlib.suppress(asyncio.CancelledError):
            await release.wait()


async def turns(count: int = 10) -> None:
    """Let the loop turn, where a test shows that nothing happens."""
    for _ in range(count):
        await asyncio.sleep(0)


def arrivals(wire: Tap, side: Side | None = None) -> list[Arrival]:
    return [
        one for one in wire.trace.records if isinstance(one, Arrival) and (side is None or one.side is side)
    ]


def releases(wire: Tap, side: Side | None = None) -> list[Release]:
    return [
        one for one in wire.trace.records if isinstance(one, Release) and (side is None or one.side is side)
    ]


def arrived(wire: Tap) -> int:
    return sum(len(one.data) for one in arrivals(wire))


class FakeClock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, len(self._sleepers), future))
        await future

    @property
    def sleepers(self) -> int:
        return sum(not future.done() for _, _, future in self._sleepers)

    async def advance(self, seconds: float) -> None:
        await turns()  # who is about to sleep does
        self.now += seconds
        while self._sleepers and self._sleepers[0][0] <= self.now:
            future = heapq.heappop(self._sleepers)[2]
            if not future.done():
                future.set_result(None)
        await turns()


async def settled(condition: Callable[[], object]) -> None:
    """Turn the loop until ``condition`` is true, where no record tells when; the runner's patience ends it."""
    while not condition():
        await turns(1)


async def failure(awaitable: Awaitable[object]) -> BaseException:
    """The exception that ``awaitable`` ends with."""
    try:
        await awaitable
    except Exception as error:
        return error
    raise AssertionError("it did not fail")
