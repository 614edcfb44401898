"""Where a loop is watched: a real server on 127.0.0.1, a step clock, and the answer as a task between them.

Enters: how long each reply takes. Leaves: when what was asked and rendered, in seconds of the clock, and how many
requests were in flight. A check of a minute takes milliseconds and gives the same each time. Nothing is left open,
nobody left running, whatever the answer does.
"""

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from helpers.checks.engine.ending import end
from helpers.checks.engine.exercise import Trial
from helpers.loops.clock import StepClock
from helpers.loops.gate import Gate

__all__ = ["SharedClock", "SharedEvent", "SharedGate", "Stage"]

REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"


class _Shared:
    """What an answer gets as it is: a check copies arguments, and a copy of a clock is another clock."""

    def __deepcopy__(self, memo: object) -> "_Shared":
        return self


class SharedClock(_Shared, StepClock):
    """A step clock to pass to an answer."""


class SharedEvent(_Shared, asyncio.Event):
    """An event to pass to an answer."""


class SharedGate(_Shared, Gate):
    """A gate to pass to an answer."""


class Stage:
    """``takes`` are the seconds of the replies, the last for all that follow. Replies are numbers from 1."""

    def __init__(self, *takes: float) -> None:
        self.takes = takes
        self.clock = SharedClock()
        self.asked: list[float] = []
        self.answered: list[float] = []
        self.rendered: list[tuple[float, object]] = []
        self.most = 0  # requests in flight
        self.crowded = 0.0  # when there were more than one, first
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.close()
        self.clock.close()
        await self.cancel()
        await self._server.wait_closed()

    # ---- what the answer gets: plain functions, which a check does not copy ----

    @property
    def ask(self) -> Callable[[], Any]:
        """``await ask()`` sends a request and gives the reply's number."""

        async def ask() -> int:
            self._watch()
            reader, writer = await asyncio.open_connection(*self._server.sockets[0].getsockname())
            try:
                writer.write(b"GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                await reader.readuntil(b"\r\n\r\n")
                return int(await reader.read())
            finally:
                writer.close()

        return ask

    @property
    def render(self) -> Callable[[object], None]:
        """``render(reply)`` notes what was shown, and when."""

        def render(reply: object) -> None:
            if asyncio.iscoroutine(reply):
                reply.close()
            self.rendered.append((self.clock(), reply))

        return render

    @property
    def sleep(self) -> Callable[[float], Any]:
        """``await sleep(3)`` sleeps on the stage's clock."""

        async def sleep(seconds: float) -> None:
            self._watch()
            await self.clock.sleep(seconds)

        return sleep

    # ---- what the judge does ----

    def start(self, trial: Trial, *args: object, case: str) -> "asyncio.Task[object]":
        """Let the answer begin."""
        task = asyncio.ensure_future(trial.call(*args, case=case))
        self._tasks.add(task)
        return task

    async def until(self, moment: float, task: "asyncio.Task[object]") -> bool:
        """Let time pass until ``moment``; whether the answer has ended. What is wrong with it already is raised."""
        await self.clock.advance(moment - self.clock())
        if task.done():
            task.result()
        return task.done()

    async def cancel(self) -> None:
        """End whatever the answer has begun, and the server's work for it."""
        await end(self._tasks)

    def pauses(self) -> Sequence[float]:
        """From each reply to the next request."""
        return [asked - replied for replied, asked in zip(self.answered, self.asked[1:], strict=False)]

    # ---- the server ----

    def _watch(self) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.ensure_future(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            number = self._count()
            await self.clock.sleep(self.takes[min(number, len(self.takes)) - 1])
            self.answered.append(self.clock())
            body = b"%d" % number
            writer.write(REPLY % (len(body), body))
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _count(self) -> int:
        self.asked.append(self.clock())
        flying = len(self.asked) - len(self.answered)
        if flying > 1 and self.most <= 1:
            self.crowded = self.clock()
        self.most = max(self.most, flying)
        return len(self.asked)
