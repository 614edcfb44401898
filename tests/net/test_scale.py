"""Much through one tap, many connections on one tap: the time grows with what passes, not with its square."""

import asyncio
import time

import pytest

from helpers.net import serve, tap
from tests.net.net_samples import CLIENT, arrived, connect, run_async, until

pytestmark = pytest.mark.slow
GET = b"GET / HTTP/1.1\r\n\r\n"


class Sink(asyncio.Protocol):
    """Counts what it gets."""

    received = 0

    def data_received(self, data: bytes) -> None:
        Sink.received += len(data)


def test_a_hundred_megabytes_pass_in_seconds_and_are_kept_once() -> None:
    async def pour() -> None:
        wire = await tap("wire", await serve("sink", protocol=Sink))
        client = await connect(wire)
        block, began = bytes(2**20), time.monotonic()
        for _ in range(100):
            client.send(block)
            await client.writer.drain()
        await until(wire.trace, lambda: arrived(wire) == 100 * 2**20)
        assert time.monotonic() - began < 20
        link = wire.links[0]
        kept = [record for record in wire.trace.records if isinstance(record, type(link._unsplit[0]))]
        assert all(ours is theirs for ours, theirs in zip(link._unsplit, kept, strict=True))

    run_async(pour(), debug=False)


def seconds_for(connections: int) -> float:
    """Processor time to hold a unit of each of so many connections, step half of them and cut all."""

    async def crowd() -> float:
        wire = await tap("wire", await serve("sink", protocol=Sink), hold=True)
        began = time.process_time()
        clients = [await connect(wire) for _ in range(connections)]
        for client in clients:
            client.send(GET + GET)
        await until(wire.trace, lambda: len(wire.held) == 2 * connections)
        for _ in range(connections):
            wire._release(await wire._oldest(1))
        for number in [*wire.links]:
            wire.cut(connection=number)
        assert not wire.held
        assert len(wire.trace.stream(0, CLIENT)) == 2 * len(GET)
        return time.process_time() - began

    return float(run_async(crowd(), debug=False))


def test_a_thousand_connections_cost_ten_times_a_hundred() -> None:
    seconds_for(100)
    assert seconds_for(1000) < 10 * 4 * seconds_for(100)
