"""The poll loops through a real server and a tap, on a step clock: what lesson 2C shows, many times over."""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator

import aiohttp
import pytest
from aiohttp import web

from helpers.loops.clock import StepClock
from helpers.loops.poll import ask_then_sleep, fixed_rate
from helpers.net import serve, stop_all, tap
from helpers.trace import Arrival
from helpers.vocabulary import Side

SECONDS, TAKES, RATE = 23.5, 4, 3


class Wire:
    """A server that takes 4 s for each reply, a tap before it, and the count of requests in flight at the tap."""

    def __init__(self, *, serial: bool) -> None:
        self.clock = StepClock()
        self.turn = asyncio.Semaphore(1 if serial else 1000)
        self.asked = self.answered = self.most = 0

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/poll", self.answer)
        self.tap = await tap("wire", await serve("slow", app=app), clock=self.clock)
        self.tap.trace.subscribe(self.count)
        self.session = aiohttp.ClientSession()

    async def answer(self, request: web.Request) -> web.Response:
        async with self.turn:
            await self.clock.sleep(TAKES)
        return web.json_response([])

    def count(self, record: object) -> None:
        if isinstance(record, Arrival):
            self.asked += (record.side is Side.CLIENT) * record.data.count(b"GET /poll HTTP/1.1\r\n")
            self.answered += (record.side is Side.SERVER) * record.data.count(b"HTTP/1.1 200 OK\r\n")
            self.most = max(self.most, self.asked - self.answered)

    async def ask(self) -> int:
        async with self.session.get(self.tap.url("/poll")) as reply:
            await reply.json()
            return reply.status

    async def run(self, loop: Callable[..., Awaitable[None]], seconds: float) -> tuple[int, int, int]:
        """(asked, rendered, most in flight) of ``seconds`` of polling."""
        self.asked = self.answered = self.most = 0
        shown: list[int] = []
        task = asyncio.ensure_future(loop(self.ask, shown.append, seconds=RATE, clock=self.clock))
        await self.clock.advance(seconds)
        task.cancel()
        await asyncio.wait([task])
        await self.clock.advance(100)  # the server ends what it began
        return self.asked, len(shown), self.most

    async def end(self) -> None:
        await self.session.close()
        await stop_all()
        self.clock.close()


async def many(
    runs: int, loop: Callable[..., Awaitable[None]], *, serial: bool = False
) -> set[tuple[int, int, int]]:
    wire = Wire(serial=serial)
    await wire.start()
    try:
        return {await wire.run(loop, SECONDS) for _ in range(runs)}
    finally:
        await wire.end()


RUNS = [
    pytest.param(20, id="20 runs"),
    pytest.param(1000, id="1,000 runs under load", marks=pytest.mark.slow),
]


@pytest.fixture(autouse=True)
def _load(request: pytest.FixtureRequest) -> Iterator[None]:
    """For the long runs: twice as many processes as processors compute all the time beside us."""
    busy = 2 * (os.cpu_count() or 1) if "under load" in request.node.name else 0
    beside = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(busy)]
    yield
    for process in beside:
        process.kill()
        process.wait()


@pytest.mark.parametrize("runs", RUNS)
def test_ask_then_sleep_never_has_two_in_flight(runs: int):
    assert asyncio.run(many(runs, ask_then_sleep)) == {(4, 3, 1)}


@pytest.mark.parametrize("runs", RUNS)
def test_a_fixed_rate_has_two_in_flight_at_a_concurrent_server(runs: int):
    assert asyncio.run(many(runs, fixed_rate)) == {(8, 7, 2)}


@pytest.mark.parametrize("runs", RUNS)
def test_a_fixed_rate_queues_at_a_serial_server(runs: int):
    """After t seconds t/3 were asked and t/4 answered: here 8 - 5, and the queue had 3."""
    assert asyncio.run(many(runs, fixed_rate, serial=True)) == {(8, 5, 3)}


def test_the_queue_grows_by_one_every_twelve_seconds():
    async def main() -> None:
        wire = Wire(serial=True)
        await wire.start()
        task = asyncio.ensure_future(fixed_rate(wire.ask, id, seconds=RATE, clock=wire.clock))
        for minute in range(1, 6):
            await wire.clock.advance(60)
            t = 60 * minute
            assert wire.asked - wire.answered == t // RATE + 1 - t // TAKES == 1 + t // 12
        task.cancel()
        await asyncio.wait([task])
        await wire.end()

    asyncio.run(main())


def test_a_clock_that_is_closed_leaves_no_error_to_those_in_the_queue(caplog: pytest.LogCaptureFixture):
    """What an experiment of lesson 2C leaves behind at a serial server: one that sleeps, and three that wait."""

    async def main() -> None:
        wire = Wire(serial=True)
        await wire.start()
        task = asyncio.ensure_future(fixed_rate(wire.ask, id, seconds=RATE, clock=wire.clock))
        await wire.clock.advance(37)
        assert wire.asked - wire.answered == 4
        task.cancel()
        wire.clock.close()
        await asyncio.wait([task])
        await wire.end()

    asyncio.run(main())
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
