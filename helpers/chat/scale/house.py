"""The kernel's end of the supervisor: starts programs and workers in processes of their own, by name.

What enters: commands and plans. What leaves: ports, or an ``OSError`` or a ``RuntimeError`` that says what a program
said. The supervisor has a session of its own, so that an interrupt of the kernel does not reach what it holds.
"""

import asyncio
import itertools
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helpers.chat.scale.plan import Plan
from helpers.net.listener import HOST, taken_port
from helpers.net.registry import registry

__all__ = ["House", "free_port", "house"]

SUPERVISOR = [sys.executable, "-m", "helpers.chat.scale.supervisor"]
ROOT = Path(__file__).parents[3]  # where helpers is found, installed or not
START, PAUSE = 15.0, 0.02  # s until a program has to listen, and between two looks
TRIES = 3  # a port that was free a moment ago may be taken when a program comes to it


class House:
    """All the processes of one kernel; ``folder`` has their configurations, and what they say."""

    def __init__(self, folder: Path, process: Process) -> None:
        self.name, self.folder = "house", folder
        self._process, self._numbers, self._turn = process, itertools.count(), asyncio.Lock()

    async def run(self, name: str, command: Callable[[int], Sequence[str]], port: int = 0) -> int:
        """Start a program that listens, and wait until it does; its port. ``command`` is given the port."""
        for attempt in range(1, TRIES + 1):
            chosen = port or free_port()
            with taken_port(port):
                if port:
                    free_port(port)
            await self._do("run", name, argv=list(command(chosen)))
            if await self._listens(name, chosen):
                return chosen
            if port or attempt == TRIES:
                break
        raise RuntimeError(f"{name} does not start: {self.said(name) or 'it says nothing'}")

    async def bind(self, name: str, port: int = 0) -> int:
        """Listen for the worker that will have this name; the port."""
        with taken_port(port):
            return int((await self._do("bind", name, port=port))["port"])

    async def fork(self, plan: Plan) -> None:
        """Start the worker for which we listen."""
        how = asdict(plan)
        await self._do("fork", how.pop("name"), plan=how)

    async def signal(self, name: str, number: int) -> None:
        """Send a signal; after ``SIGKILL`` the process is gone."""
        await self._do("signal", name, number=int(number))

    async def kill(self, name: str) -> None:
        """Kill it, as ``kill -9`` does; nothing happens where it is gone."""
        if await self.alive(name):
            await self.signal(name, signal.SIGKILL)

    async def alive(self, name: str) -> bool:
        """Whether it runs still."""
        return bool((await self._do("alive", name))["alive"])

    def said(self, name: str, lines: int = 3) -> str:
        """The last lines that it said."""
        path = self.folder / f"{name}.txt"
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        return "\n".join(text.strip().splitlines()[-lines:])

    async def aclose(self) -> None:
        """End all of it, and wait until it has ended."""
        registry().forget(self)
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def situation(self) -> str:
        """Nothing: nobody waits for a process."""
        return ""

    async def _do(self, do: str, name: str, **how: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn:
            number = next(self._numbers)
            said = {"do": do, "name": name, "number_of_command": number, **how}
            self._process.stdin.write(json.dumps(said).encode() + b"\n")
            while True:
                line = await self._process.stdout.readline()
                if not line:
                    raise RuntimeError("the supervisor has gone, and with it all that it held: start again")
                answer: dict[str, Any] = json.loads(line)
                if answer["number_of_command"] == number:  # others are of cells that were interrupted
                    break
        if "error" not in answer:
            return answer
        if answer["errno"] is not None:
            raise OSError(answer["errno"], answer["error"])
        raise RuntimeError(answer["error"])

    async def _listens(self, name: str, port: int) -> bool:
        """Wait until somebody answers at ``port``; not for longer than the program lives."""
        for _ in range(round(START / PAUSE)):
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                if not await self.alive(name):
                    return False
                await asyncio.sleep(PAUSE)
            else:
                writer.close()
                return True
        return False


def free_port(port: int = 0) -> int:
    """A port that is free now; an ``OSError`` where ``port`` is not."""
    with socket.create_server((HOST, port)) as probe:
        return int(probe.getsockname()[1])


async def house() -> House:
    """The house of this kernel; it is opened where there is none."""
    for one in registry().all(House):
        return one
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        process = await create_subprocess_exec(
            *SUPERVISOR,
            folder,
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return registry().put(House(folder, process))
