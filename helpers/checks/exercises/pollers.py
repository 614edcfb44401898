"""Clients that poll as lesson 2A says, ask and then sleep, and a server that counts: what an interval really costs.

Enters: an interval, a round trip, how many poll. Leaves: the requests of a minute, the mean age of messages. Both are
looked at over real connections on a step clock, so that minutes take milliseconds. A question reaches the server half
a round trip after it was sent, and the other half brings the reply.
"""

import asyncio
import json

from helpers.checks.engine.ending import end
from helpers.loops.clock import StepClock
from helpers.loops.poll import ask_then_sleep

__all__ = ["mean_age", "requests_in_a_minute"]

REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
MESSAGES = 10  # in a cycle


async def requests_in_a_minute(interval: float, round_trip: float, *, clients: int, most: int) -> int:
    """Counted at the server from its first request on, of clients spread evenly; over ``most`` it stops counting."""
    async with _Pollers(interval, round_trip, clients=clients) as pollers:
        until = 60 + round_trip / 2
        for _ in range(12):
            if len(pollers.came) <= most:
                await pollers.clock.advance(until / 12)
        return sum(moment < until - 1e-6 for moment in pollers.came)


async def mean_age(interval: float, round_trip: float) -> float:
    """In seconds, of messages said at moments spread evenly over two cycles, when the one client gets them."""
    cycle = interval + round_trip
    said = [round_trip / 2 + cycle * (number + 0.5) / MESSAGES for number in range(2 * MESSAGES)]
    async with _Pollers(interval, round_trip, said=said) as pollers:
        await pollers.clock.advance(2 * cycle + round_trip + 1e-6)
        return sum(pollers.ages) / len(pollers.ages)


class _Pollers:
    """A server with ``said``, the moments at which its messages come, and its clients; nothing is left of them."""

    def __init__(
        self, interval: float, round_trip: float, *, clients: int = 1, said: list[float] | None = None
    ) -> None:
        self.clock = StepClock()
        self.came: list[float] = []
        self.ages: list[float] = []
        self._interval, self._half, self._clients = interval, round_trip / 2, clients
        self._news = said or []
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "_Pollers":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        apart = (self._interval + 2 * self._half) / self._clients
        for number in range(self._clients):
            self._tasks.append(asyncio.create_task(self._poll(number * apart)))
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.close()
        self.clock.close()
        await end(self._tasks)
        await self._server.wait_closed()

    async def _poll(self, first: float) -> None:
        await self.clock.sleep(first)
        await ask_then_sleep(self._ask, self._render, seconds=self._interval, clock=self.clock)

    async def _ask(self) -> list[float]:
        reader, writer = await asyncio.open_connection(*self._server.sockets[0].getsockname())
        try:
            writer.write(b"GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            _, _, body = (await reader.read()).partition(b"\r\n\r\n")
            news: list[float] = json.loads(body)
            return news
        finally:
            writer.close()

    def _render(self, news: list[float]) -> None:
        self.ages += [self.clock() - moment for moment in news]

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.append(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await self.clock.sleep(self._half)
            self.came.append(now := self.clock())
            news = [moment for moment in self._news if moment <= now]
            self._news = [moment for moment in self._news if moment > now]
            await self.clock.sleep(self._half)
            body = json.dumps(news).encode()
            writer.write(REPLY % (len(body), body))
        finally:
            writer.close()
