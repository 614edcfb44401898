"""A server in a process of its own: where it listens, and what it has used."""

import json
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec

__all__ = ["MODULE", "Contestant", "Used", "contestants", "installed"]

OURS = ("ours", "ours + C", "bare")
MODULE = "helpers.net.websocket.contest.servers"


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds of CPU so far, of the program and of the system for it; bytes of its objects, if counted."""

    cpu: float
    memory: int


class Contestant:
    """One of the servers, as its measurer sees it."""

    def __init__(self, name: str, process: Process) -> None:
        self.name, self.port, self._process = name, 0, process

    async def begin(self) -> None:
        """Wait until it listens."""
        self.port = int(await self._line())

    async def used(self) -> Used:
        """What it has used so far."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        return Used(**json.loads(await self._line()))

    async def aclose(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        if not (line := await self._process.stdout.readline()):
            raise ChildProcessError(f"the server {self.name!r} did not start, or broke")
        return line


def installed(names: Sequence[str]) -> list[str]:
    """Those of ``names`` that can be run here; what is of this course always can."""
    return [name for name in names if name in OURS or find_spec(name)]


@asynccontextmanager
async def contestants(names: Sequence[str], *options: str) -> AsyncIterator[list[Contestant]]:
    """The servers of these names, each in a process of its own, until the block ends."""
    async with AsyncExitStack() as stack:
        found = []
        for name in names:
            process = await create_subprocess_exec(
                sys.executable, "-m", MODULE, name, *options, stdin=PIPE, stdout=PIPE
            )
            found.append(Contestant(name, process))
            stack.push_async_callback(found[-1].aclose)
        for one in found:
            await one.begin()
        yield found
