"""Where an answer guards a server with bad times: real requests on 127.0.0.1, a step clock, and what the server saw.

Enters: in which seconds the server fails, and how long a reply takes. Leaves: when requests reached it; each client
reports how its own went. Nothing is left open, whatever the answer does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Container

from helpers.checks.judges.stage import Stage
from helpers.protocols.http1 import parse_response_head

__all__ = ["Outage"]

REQUEST = b"GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
WELL, DOWN = b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 503 Service Unavailable\r\n\r\n"

Report = Callable[[bool], Awaitable[None]]


class Outage(Stage):
    """A request that comes in a second of ``down`` gets a 503; every reply takes ``takes`` seconds."""

    def __init__(self, down: Container[int], takes: float) -> None:
        super().__init__(takes)
        self.down = down
        self.clients: list[asyncio.Task[None]] = []

    def send(self, report: Report) -> None:
        """One more client asks; ``report`` hears whether it went well."""
        self.clients.append(client := asyncio.ensure_future(self._send(report)))
        self._tasks.add(client)

    async def wait(self, moment: float) -> None:
        """Let time pass until ``moment``; what went wrong in a client is raised."""
        await self.clock.advance(moment - self.clock())
        for client in self.clients:
            if client.done():
                client.result()

    async def _send(self, report: Report) -> None:
        reader, writer = await asyncio.open_connection(*self._server.sockets[0].getsockname())
        try:
            writer.write(REQUEST)
            head = await reader.read()
        finally:
            writer.close()
        await report(parse_response_head(head).status < 500)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            moment = self.clock()
            self.asked.append(moment)
            await self.clock.sleep(self.takes[0])
            writer.write(DOWN if int(moment) in self.down else WELL)
        finally:
            writer.close()
