"""The server's process: the chat by one way, and what it has cost so far whenever somebody asks.

What enters: a socket to who asks. What leaves: a number for each line: the port, or the processor time or the
memory of this process. It ends as it stands when nobody can ask any more, and says goodbye to nobody.
"""

import asyncio
import gc
import os
import socket
import time
from typing import NoReturn

from helpers.chat.domain import Chat
from helpers.loops.clock import WallClock
from helpers.measure.setting import Setting
from helpers.measure.ways import Way, serve_way
from helpers.net.watchdog import unwatch

__all__ = ["Asked", "serve_until_left"]


class Asked:
    """The other end: asks the server's process what it has cost."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def port(self) -> int:
        """Where it listens."""
        return round(await self._ask("port"))

    async def cpu(self) -> float:
        """Seconds of the processor so far."""
        return await self._ask("cpu")

    async def memory(self) -> float:
        """Bytes, without garbage: to collect it takes time, which is in the next ``cpu``."""
        return await self._ask("memory")

    async def _ask(self, what: str) -> float:
        self._writer.write(f"{what}\n".encode())
        try:
            line = await self._reader.readline()
        except ConnectionError:
            line = b""
        if not line:
            raise RuntimeError("the server's process has ended")
        return float(line)


async def serve_until_left(way: Way, setting: Setting, control: socket.socket) -> NoReturn:
    """Serve ``way`` and answer, until the other end of ``control`` is closed."""
    server = await serve_way(way, Chat("epoch", time.time), setting, WallClock(), [])
    unwatch(server)  # what blocks this loop is what is measured
    reader, writer = await asyncio.open_connection(sock=control)
    # the system counts a process's time in steps of 10 ms: its own clock is finer
    answers = {"port": lambda: server.port, "cpu": time.process_time, "memory": _memory}
    while what := (await reader.readline()).decode().strip():
        writer.write(f"{answers[what]()}\n".encode())
    os._exit(0)


def _memory() -> int:
    import psutil  # compiled: a lesson in a browser tab begins without it

    gc.collect()
    return int(psutil.Process().memory_info().rss)
