"""What a tap costs, against no tap and against a relay that records nothing; ratios, taken side by side.

One echo (``asyncio.Protocol``), one client, three ways: direct, through a tap, through a relay. A batch takes the
three in turn twelve times, the best of each gives a ratio, and the median of five batches counts: so others' work on
the same machine moves it little.

- *Round trip, 64 B*: the echo in a process of its own, real seconds. All on one loop (as in a lesson) the bare relay
  alone costs exactly 2.0 × direct, having twice the reads and writes; there the tap must keep to the relay.
- *Round trip through TLS, 64 B*: the same, against direct TLS; the tap has twice as much to encrypt and decrypt.
- *Throughput, 1 MiB*: all on one loop, processor seconds. The heap is warm: what a tap keeps is memory, and fresh
  pages cost what the system takes for them (0.2 to 0.5 ms a MiB on virtual machines, as long as the echo itself).
"""

import asyncio
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.net import Server, Tap, serve, stop_all, tap
from helpers.net.registry import registry
from helpers.net.tls import Authority
from tests.benchmarks.echo_process import Echo, warm_heap

pytestmark = pytest.mark.benchmark

WARM_UP, BATCHES, ROUNDS = 1, 5, 12
Clock = Callable[[], float]


class Relay(asyncio.Protocol):
    """One end of the barest relay: passes on, keeps nothing."""

    def __init__(self, port: int | None = None, peer: "Relay | None" = None) -> None:
        self.port, self.peer = port, peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        if self.port is not None:
            transport.pause_reading()
            self.dialling = asyncio.ensure_future(self.dial(self.port))

    async def dial(self, port: int) -> None:
        self.peer = Relay(peer=self)
        far = self.peer
        await asyncio.get_running_loop().create_connection(lambda: far, "127.0.0.1", port)
        self.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        assert self.peer is not None
        self.peer.transport.write(data)

    def connection_lost(self, error: Exception | None) -> None:
        if self.peer is not None:
            self.peer.transport.close()


class Client(asyncio.Protocol):
    """Sends a message, waits for all of it to come back, sends it again."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    async def trips(self, message: bytes, count: int) -> None:
        self.message, self.left, self.missing = message, count, len(message)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport.write(message)
        await self.done

    def data_received(self, data: bytes) -> None:
        self.missing -= len(data)
        if self.missing:
            return
        self.left -= 1
        if self.left:
            self.missing = len(self.message)
            self.transport.write(self.message)
        else:
            self.done.set_result(None)


async def compare(
    port: int, *, size: int, count: int, clock: Clock, tls: ssl.SSLContext | None = None
) -> dict[str, float]:
    """Seconds a trip through the tap and the relay, each as a multiple of the direct one in the same batch."""
    wire = await tap("wire", "echo")
    relay = await serve("relay", protocol=lambda: Relay(port))
    loop = asyncio.get_running_loop()
    ways = {"direct": port, "tap": wire.port, "relay": relay.port}
    clients = {
        way: (await loop.create_connection(Client, "127.0.0.1", at, ssl=tls))[1] for way, at in ways.items()
    }
    ratios: dict[str, list[float]] = {"tap": [], "relay": []}
    for _ in range(WARM_UP + BATCHES):
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(ROUNDS):
            for way, client in clients.items():
                began = clock()
                await client.trips(bytes(size), count)
                best[way] = min(best[way], clock() - began)
            forget(wire)
        for way in ratios:
            ratios[way].append(best[way] / best["direct"])
    for client in clients.values():
        client.transport.abort()
    await stop_all()
    return {way: statistics.median(found[WARM_UP:]) for way, found in ratios.items()}


def forget(wire: Tap) -> None:
    """Give the memory of the trace back to the heap, for the next batch to find it warm."""
    wire.trace._records.clear()
    for link in wire.links.values():
        link._unsplit.clear()


class Elsewhere(Server):
    """A server that the tap finds under a name, in another process."""

    def __init__(self, name: str, port: int, authority: Authority | None) -> None:
        super().__init__(name, authority=authority)
        self.port = port


async def beside_the_echo(port: int, authority: Authority | None) -> dict[str, float]:
    registry()._things[Server, "echo"] = Elsewhere("echo", port, authority)
    tls = authority and authority.client_context()
    return await compare(port, size=64, count=100, clock=time.perf_counter, tls=tls)


def echo_elsewhere(*arguments: str, authority: Authority | None = None) -> dict[str, float]:
    warm_heap()
    command = [sys.executable, str(Path(__file__).with_name("echo_process.py")), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as echo:
        assert echo.stdin is not None
        assert echo.stdout is not None
        found = asyncio.run(beside_the_echo(int(echo.stdout.readline()), authority))
        echo.stdin.close()
    return found


async def with_the_echo(size: int, count: int) -> dict[str, float]:
    server = await serve("echo", protocol=Echo)
    return await compare(server.port, size=size, count=count, clock=time.thread_time)


def test_round_trip(record_property: Callable[[str, object], None]) -> None:
    found = echo_elsewhere()
    print(f"64 B round trip: tap {found['tap']:.2f} × direct, relay {found['relay']:.2f}")
    record_property("round trip", found)
    assert found["tap"] <= 2.2
    assert found["tap"] <= 1.3 * found["relay"]


def test_round_trip_through_tls(record_property: Callable[[str, object], None], tmp_path: Path) -> None:
    authority, pem = Authority(), tmp_path / "server.pem"
    pem.write_bytes(authority._certificate.private_key_and_cert_chain_pem.bytes())
    found = echo_elsewhere(str(pem), authority=authority)
    print(f"64 B round trip through TLS: tap {found['tap']:.2f} × direct TLS")
    record_property("round trip through TLS", found)
    assert found["tap"] <= 2.0


def test_round_trip_on_one_loop(record_property: Callable[[str, object], None]) -> None:
    warm_heap()
    found = asyncio.run(with_the_echo(64, 100))
    print(f"64 B round trip on one loop: tap {found['tap']:.2f} × direct, relay {found['relay']:.2f}")
    record_property("round trip on one loop", found)
    assert found["tap"] <= 1.3 * found["relay"]


def test_throughput(record_property: Callable[[str, object], None]) -> None:
    warm_heap()
    found = asyncio.run(with_the_echo(2**20, 2))
    print(f"1 MiB throughput: tap {1 / found['tap']:.2f} × direct, relay {1 / found['relay']:.2f}")
    record_property("throughput", found)
    # beside the relay of the same run, as above: what a relay costs beside a direct line is the machine's affair
    # 1.16 to 1.25 on one machine, 1.28 to 1.41 on another with the same code
    assert found["tap"] <= 1.5 * found["relay"]
    assert 1 / found["tap"] >= 0.33
