"""The process that measures: a job a line in, a result a line out. For each job it forks a process, so that none has
what another left behind; for times that one forks another, which serves. Both leave as they stand as soon as the
times are known: to say goodbye to a hundred clients takes longer than to measure them.

``python -m helpers.measure.worker`` imports once what all of them need. Nothing here is imported by a kernel.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from functools import partial
from typing import Any, NoReturn

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
        make_room(size.clients, job["kind"], lines=way.lines)
        if job["kind"] == "counts":
            return asyncio.run(count(way, size.clients, setting)).as_json()
        if job["kind"] == "timeout":
            return asdict(asyncio.run(behind_timeout(way, setting)))
        if job["kind"] == "line":
            return {"ages": asyncio.run(over_line(way, setting, Line()))}
        control = socket_to(lambda end: serve_until_left(way, setting, end))
        run = partial(load, way, size, setting, tell=lambda times: leave(times.as_json()), seed=seed)
        return asyncio.run(_timed(control, run)).as_json()
    except NoRoom as error:
        return {"failed": str(error)}
    except Exception as error:
        return {"failed": _words(error)}


def _words(error: BaseException) -> str:
    """What is wrong: of a group, what its first is about."""
    return (
        _words(error.exceptions[0])
        if isinstance(error, BaseExceptionGroup)
        else f"{type(error).__name__}: {error}"
    )


async def _timed(control: socket.socket, job: Callable[[Asked], Coroutine[Any, Any, Times]]) -> Times:
    return await job(Asked(*await asyncio.open_connection(sock=control)))


def leave(result: dict[str, Any]) -> NoReturn:
    """Say what came of it, and end this process."""
    print(json.dumps(result), flush=True)
    os._exit(0)


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
            leave(result_of(json.loads(line)))
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"failed": f"its process ended with status {status}"}), flush=True)


if __name__ == "__main__":
    main()
