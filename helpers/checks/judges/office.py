"""A server on this loop whose handlers call the answer, clients that ask it all at once, and the slow work between.

Enters: what ``work`` gives or raises for each client, and how the answer is called. Leaves: every client served, or
the first finding. Whatever begins in here, by anybody, ends with it: the answer's tasks are under its limit, work
stops waiting, an error that ``work`` left in a thread is noted instead of printed.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from helpers.checks.engine.children import Children
from helpers.checks.engine.ending import end
from helpers.checks.judges.slow_work import LOOK, QUESTION, SlowWork

__all__ = ["Job", "Office"]

TURNS = 10  # of the loop: until who has just connected has a handler, which a task that never began would not close
LOST = "work raised an error in your thread, and there it stayed: hand it to whoever awaits your function."


@dataclass(frozen=True, slots=True)
class Job:
    """What ``work`` gives or raises for each argument, and whether it is an ``async def``."""

    about: str
    gives: Mapping[str, str | Exception]
    awaited: bool = False


class Office:
    """``respond(office, day)`` makes the reply to the client that asks for ``day``."""

    def __init__(
        self, job: Job, respond: Callable[["Office", str], Awaitable[bytes]], *, children: Children
    ) -> None:
        self.job, self.respond = job, respond
        self._parts: list[asyncio.Task[None]] = []  # clients and handlers
        self._children = children

    async def __aenter__(self) -> "Office":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.slow = SlowWork(self.job.gives, self._server.sockets[0].getsockname())
        self._hook, threading.excepthook = threading.excepthook, self._uncaught
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Work first: who connects while a server closes is in nobody's hands."""
        try:
            self.slow.let_go()
            await self.slow.ended()
            for _ in range(TURNS):
                await asyncio.sleep(0)
            await end(self._parts)
            await self._children.end()
        finally:
            self._server.close()
            threading.excepthook = self._hook
        await self._server.wait_closed()

    @property
    def trouble(self) -> str:
        """The first thing that was not as it should be, with ``work`` or in a task of the answer."""
        return self.slow.trouble or self._children.trouble

    def _uncaught(self, args: threading.ExceptHookArgs) -> None:
        if any(args.exc_value is given for given in self.job.gives.values()):
            self.slow.note(LOST)
        else:
            self._hook(args)

    @property
    def work(self) -> Callable[[str], object]:
        """What the answer gets: a function and no method, whose object a check would copy."""
        slow = self.slow

        def work(day: str) -> str:
            return slow.plain(day)

        async def awaited(day: str) -> str:
            return await slow.awaited(day)

        awaited.__qualname__ = work.__qualname__ = "work"  # which a TypeError writes
        return awaited if self.job.awaited else work

    def open(self) -> None:
        """Let all clients ask."""
        self._parts += [asyncio.create_task(self._client(day)) for day in self.job.gives]

    async def look(self) -> bool:
        """Whether all have what they asked for, now or in a moment; what went wrong in a part is raised."""
        running = [part for part in self._parts if not part.done()]
        if running:
            await asyncio.wait(running, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
        for part in self._parts:
            if part.done():
                part.result()
        return all(part.done() for part in self._parts)

    async def _client(self, day: str) -> None:
        reader, writer = await asyncio.open_connection(*self._server.sockets[0].getsockname())
        try:
            writer.write(f"report {day}\n".encode())
            await reader.read()
        finally:
            writer.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._parts.append(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            day = line.decode().strip().removeprefix("report ")
            writer.write(line if line == QUESTION else await self.respond(self, day))
        except ConnectionError:
            return
        finally:
            writer.close()
