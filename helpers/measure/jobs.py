"""A job, in a process of its own: it says what came of it and leaves as it stands, as soon as that is known. To say
goodbye to a hundred clients takes longer than to measure them, and who hangs up in the middle of a slow line waits.

For times it forks a process that serves. Only the process that measures imports this, once for all of its jobs.
"""

import asyncio
import json
import os
import socket
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
from helpers.measure.timing import load
from helpers.measure.ways import WAYS, Way

__all__ = ["do", "failure_of"]


def do(job: dict[str, Any]) -> NoReturn:
    """Do what ``job`` says, in this process, and end it."""
    leave(failure_of(job))


def failure_of(job: dict[str, Any]) -> dict[str, Any]:
    """Do it and leave; only what fails comes back, and is a result, too."""
    way, size, setting = WAYS[job["way"]], Size(**job["size"]), Setting(**job["setting"])
    try:
        make_room(size.clients, job["kind"], lines=way.lines)
        asyncio.run(_work(job, way, size, setting))
    except NoRoom as error:
        return {"failed": str(error)}
    except Exception as error:
        return {"failed": _words(error)}
    return {"failed": "it ended without a result"}


def _work(job: dict[str, Any], way: Way, size: Size, setting: Setting) -> Coroutine[Any, Any, object]:
    match job["kind"]:
        case "counts":
            return count(way, size.clients, setting, tell=lambda counts: leave(counts.as_json()))
        case "timeout":
            return behind_timeout(way, setting, tell=lambda quiet: leave(asdict(quiet)))
        case "line":
            return over_line(way, setting, Line(), tell=lambda ages: leave({"ages": ages}))
    control = _socket_to(lambda end: serve_until_left(way, setting, end))
    seed = f"round {job['round']}"
    return _timed(
        control, partial(load, way, size, setting, tell=lambda times: leave(times.as_json()), seed=seed)
    )


async def _timed(control: socket.socket, job: Callable[[Asked], Coroutine[Any, Any, object]]) -> None:
    await job(Asked(*await asyncio.open_connection(sock=control)))


def leave(result: dict[str, Any]) -> NoReturn:
    """Say what came of it, and end this process."""
    print(json.dumps(result), flush=True)
    os._exit(0)


def _words(error: BaseException) -> str:
    """What is wrong: of a group, what its first is about."""
    return (
        _words(error.exceptions[0])
        if isinstance(error, BaseExceptionGroup)
        else f"{type(error).__name__}: {error}"
    )


def _socket_to(serve: Callable[[socket.socket], Coroutine[Any, Any, None]]) -> socket.socket:
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
