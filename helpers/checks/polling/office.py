"""A server on this loop whose handlers call the answer, clients that ask it all at once, and the slow work between.

Enters: what ``work`` gives or raises for each client, and how the answer is called. Leaves: every client served, or
the first finding. Whatever begins in here, by anybody, ends with it: tasks are known by the context in which they
were begun, work stops waiting, an error that ``work`` left in a thread is noted instead of printed.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from helpers.checks.polling.slow_work import LOOK, QUESTION, SlowWork

__all__ = ["Job", "Office"]

TURNS = 10  # of the loop: until who has just connected has a handler, which a task that never began would not close
LOST = "work raised an error in your thread, and there it stayed: hand it to whoever awaits your function."
CANCELLED = (
    "Your function was cancelled from inside, as a TaskGroup does when one of its tasks fails. "
    "Let the error of work pass as it is."
)

_OFFICE: ContextVar["Office | None"] = ContextVar("office", default=None)


@dataclass(frozen=True, slots=True)
class Job:
    """What ``work`` gives or raises for each argument, and whether it is an ``async def``."""

    about: str
    gives: Mapping[str, str | Exception]
    awaited: bool = False


class Office:
    """``respond(office, day)`` makes the reply to the client that asks for ``day``."""

    def __init__(self, job: Job, respond: Callable[["Office", str], Awaitable[bytes]]) -> None:
        self.job, self.respond = job, respond
        self._parts: list[asyncio.Task[None]] = []  # clients and handlers
        self._tasks: set[asyncio.Task[Any]] = set()  # those, and what an answer has begun

    async def __aenter__(self) -> "Office":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.slow = SlowWork(self.job.gives, self._server.sockets[0].getsockname())
        self._loop = asyncio.get_running_loop()
        self._usual, self._hook = self._loop.get_task_factory(), threading.excepthook
        self._loop.set_task_factory(self._begin)
        threading.excepthook = self._uncaught
        self._before = _OFFICE.set(self)
        return self

    async def __aexit__(self, *exception: object) -> None:
        _OFFICE.reset(self._before)
        self._server.close()
        self.slow.let_go()
        for _ in range(TURNS):
            await asyncio.sleep(0)
        running = [task for task in self._tasks if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=1)
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.exception()
        await self.slow.ended()
        self._loop.set_task_factory(self._usual)
        threading.excepthook = self._hook
        await self._server.wait_closed()

    def _begin(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> Any:
        """A task factory: with Python 3.11 there is no other way to learn in which context a task was begun."""
        make: Any = self._usual or _task
        task = make(loop, coroutine, **more)
        if _OFFICE.get() is self:
            self._tasks.add(task)
        return task

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
            if part.cancelled():
                self.slow.note(CANCELLED)
            elif part.done():
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
        token = _OFFICE.set(self)
        self._parts.append(asyncio.create_task(self._serve(reader, writer)))
        _OFFICE.reset(token)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            day = line.decode().strip().removeprefix("report ")
            writer.write(line if line == QUESTION else await self.respond(self, day))
        except ConnectionError:
            return
        finally:
            writer.close()


def _task(loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> "asyncio.Task[Any]":
    return asyncio.Task(coroutine, loop=loop, **more)
