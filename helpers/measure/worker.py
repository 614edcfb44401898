"""The process that measures: a job a line in, a result a line out. For each job it forks a process, so that none has
what another left behind; for times that one forks another, which serves.

``python -m helpers.measure.worker`` imports once what all of them need. Nothing here is imported by a kernel.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from typing import Any

from helpers.measure.behind import behind_timeout, over_line
from helpers.measure.counting import count
from helpers.measure.limits import NoRoom, make_room
from helpers.measure.line import Line
from helpers.measure.served import Asked, serve_until_left
from helpers.measure.setting import Setting, Size
from helpers.measure.timing import Times, load
from helpers.measure.ways import WAYS

__all__ = ["main", "result_of"]


def result_of(job: dict[str, Any]) -> dict[str, Any]:
    """Do what ``job`` says, in this process; what fails is a result, too."""
    way, size, setting = WAYS[job["way"]], Size(**job["size"]), Setting(**job["setting"])
    seed = f"round {job['round']}"
    try:
        make_room(size.clients, job["kind"])
        if job["kind"] == "counts":
            return asyncio.run(count(way, size.clients, setting)).as_json()
        if job["kind"] == "timeout":
            return asdict(asyncio.run(behind_timeout(way, setting)))
        if job["kind"] == "line":
            return {"ages": asyncio.run(over_line(way, setting, Line()))}
        control = socket_to(lambda end: serve_until_left(way, setting, end))
        times = asyncio.run(_timed(control, lambda asked: load(way, size, setting, asked, seed=seed)))
        return times.as_json()
    except NoRoom as error:
        return {"failed": str(error)}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


async def _timed(control: socket.socket, job: Callable[[Asked], Coroutine[Any, Any, Times]]) -> Times:
    asked = Asked(*await asyncio.open_connection(sock=control))
    return await job(asked)


def socket_to(serve: Callable[[socket.socket], Coroutine[Any, Any, None]]) -> socket.socket:
    """A socket to a process that runs ``serve`` until it is closed."""
    ours, theirs = socket.socketpair()
    if os.fork():
        theirs.close()
        return ours
    ours.close()
    try:
        asyncio.run(serve(theirs))
    finally:
        os._exit(0)


def main() -> None:
    """Take jobs until there are none."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            print(json.dumps(result_of(json.loads(line))), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"failed": f"its process ended with status {status}"}), flush=True)


if __name__ == "__main__":
    main()
