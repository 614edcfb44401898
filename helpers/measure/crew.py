"""Has jobs done by a process that measures. One may stand by: it imports what it needs before anybody asks, and stays
for whoever asks next. It ends with ``stop_all``, and with the kernel, however that ends.

The kernel's loop only writes and reads lines: neither the server nor the load shares it.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from itertools import islice
from typing import Any

from helpers.measure.setting import Job, Setting
from helpers.net.registry import registry

__all__ = ["WORKER", "Ended", "Worker", "hired", "stand_by"]

LINE = 2**24  # bytes of a result
WORKER = (sys.executable, "-m", "helpers.measure.worker")


class Ended(RuntimeError):
    """Somebody has killed the process that measures; what was measured is kept."""


class Worker:
    """A process that measures, in a group of its own with all that it has forked."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, command: Sequence[str]) -> "Worker":
        """Return at once; it does its first job as soon as it has imported what all need."""
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, start_new_session=True, limit=LINE
        )
        return cls(process)

    @property
    def over(self) -> bool:
        """Whether somebody has killed it."""
        return self._process.returncode is not None

    async def do(
        self,
        jobs: Iterable[tuple[Job, Setting]],
        take: Callable[[int, dict[str, Any]], object],
        *,
        at_once: int,
    ) -> None:
        """Have ``jobs`` done, so many side by side; ``take`` each result as it comes, with the number of its job."""
        begun = map(self._begin, enumerate(jobs))
        busy = len(list(islice(begun, at_once)))
        while busy:
            take(*await self._hear())
            busy -= next(begun, None) is None

    async def end(self) -> None:
        """Kill it, with all it has forked, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    def _begin(self, numbered: tuple[int, tuple[Job, Setting]]) -> int:
        number, (job, setting) = numbered
        assert self._process.stdin is not None
        said = json.dumps({**asdict(job), "setting": asdict(setting)})
        self._process.stdin.write(f"{number} {said}\n".encode())
        return number

    async def _hear(self) -> tuple[int, dict[str, Any]]:
        assert self._process.stdout is not None
        number, _, result = (await self._process.stdout.readline()).partition(b" ")
        if not result:
            raise Ended("the process that measures has ended: run this again for what is left")
        return int(number), json.loads(result)


class _StandBy:
    """Room for one worker whom nobody has hired, as long as the registry has this."""

    def __init__(self, command: Sequence[str]) -> None:
        self.name, self.command = " ".join(command), command
        self._idle: Worker | None = None

    async def take(self) -> Worker:
        """Who stands by, and from now on does not; where nobody does, somebody new."""
        one, self._idle = self._idle, None
        return one if one is not None and not one.over else await Worker.start(self.command)

    async def keep(self, one: Worker) -> None:
        """Let a worker stand by, or end it where that is one too many."""
        if self._idle is None and self in registry().all(_StandBy):
            self._idle = one
        else:
            await one.end()

    def situation(self) -> str:
        """It holds nobody up."""
        return ""

    async def aclose(self) -> None:
        """End who stands by; nobody does from now on."""
        registry().forget(self)
        one, self._idle = self._idle, None
        if one is not None:
            await one.end()


async def stand_by(command: Sequence[str] = WORKER) -> None:
    """Let a worker get ready for whoever has something measured, unless one is; it is kept until ``stop_all``."""
    room = _room(command) or registry().put(_StandBy(command))
    await room.keep(await room.take())


@asynccontextmanager
async def hired(command: Sequence[str] = WORKER) -> AsyncIterator[Worker]:
    """A worker that is nobody else's: who stands by, or somebody new. A block that is interrupted ends it."""
    room = _room(command) or _StandBy(command)
    one = await room.take()
    try:
        yield one
    except BaseException:
        await one.end()
        raise
    await room.keep(one)


def _room(command: Sequence[str]) -> _StandBy | None:
    return next((room for room in registry().all(_StandBy) if room.command == command), None)
