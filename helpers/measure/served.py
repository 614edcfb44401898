"""The server's process: the chat by one way, and what it has cost so far whenever somebody asks.

What enters: a socket to who asks. What leaves: a line of JSON for each line: the port, then the processor time and
memory of this process. It ends as it stands when nobody can ask any more, and says goodbye to nobody.
"""

import asyncio
import gc
import json
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

    async def cost(self) -> dict[str, float]:
        """``port``, ``cpu`` (s so far), ``memory`` (bytes), ``requests`` so far."""
        self._writer.write(b"?\n")
        try:
            line = await self._reader.readline()
        except ConnectionError:
            line = b""
        if not line:
            raise RuntimeError("the server's process has ended")
        answer: dict[str, float] = json.loads(line)
        return answer


async def serve_until_left(way: Way, setting: Setting, control: socket.socket) -> NoReturn:
    """Serve ``way`` and answer, until the other end of ``control`` is closed."""
    log: list[str] = []
    server = await serve_way(way, Chat("epoch", time.time), setting, WallClock(), log)
    unwatch(server)  # what blocks this loop is what is measured
    reader, writer = await asyncio.open_connection(sock=control)
    while await reader.readline():
        writer.write(json.dumps(_cost() | {"port": server.port, "requests": len(log)}).encode() + b"\n")
    os._exit(0)


def _cost() -> dict[str, float]:
    """The system counts a process's time in steps of 10 ms: its own clock is finer."""
    import psutil  # compiled: a lesson in a browser tab begins without it

    gc.collect()
    return {"cpu": time.process_time(), "memory": psutil.Process().memory_info().rss}
