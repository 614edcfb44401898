"""What a worker's process does: serve on a socket that it was given, and end with whoever gave it.

What enters: a listening socket, the end of a pipe, and a ``Plan``. Nothing leaves: the process ends here. Nobody
writes into the pipe: its end means that the supervisor is gone, and then the worker goes at once.
"""

import asyncio
import os
import socket

from aiohttp import web

from helpers.chat.scale.app import Worker
from helpers.chat.scale.log import Log
from helpers.chat.scale.plan import Plan
from helpers.chat.scale.sqlite_log import SqliteLog

__all__ = ["run"]

SHUTDOWN = 0.2  # s for the requests that are under way


def run(listening: socket.socket, lifeline: int, plan: Plan) -> None:
    """Serve until the lifeline ends."""
    asyncio.run(_serve(listening, lifeline, plan))


async def _serve(listening: socket.socket, lifeline: int, plan: Plan) -> None:
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(_Lifeline, os.fdopen(lifeline, "rb", buffering=0))
    worker = Worker(plan.name, _log(plan), bus=plan.bus, beat=plan.beat)
    runner = web.AppRunner(worker.app(), access_log=None, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    await web.SockSite(runner, listening, backlog=2048).start()
    await loop.create_future()  # the lifeline ends it


def _log(plan: Plan) -> Log:
    if plan.bus is None:
        return SqliteLog(plan.log)
    from helpers.chat.scale.stream_log import StreamLog  # 100 ms: only where there is a bus

    return StreamLog(plan.bus)


class _Lifeline(asyncio.Protocol):
    def connection_lost(self, error: Exception | None) -> None:
        os._exit(0)
