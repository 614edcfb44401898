"""Waits until the event loop has nothing left to do: no callback is ready and no socket has news.

Why this is right. Everybody who talks here lives on this one loop, so bytes on their way are in one of three places.
In a callback or a task that can run: then the loop's ready queue is not empty. In a socket: then the selector calls
it readable (or writable, where a full buffer has drained). Or inside the system, between two sockets: Linux delivers
loopback data within the sender's system call, macOS a moment later on a kernel thread, so where the first two places
are empty we sleep a *moment* in the selector itself, which hands the processor to whoever has bytes to deliver. If
that finds nothing either, only real timers, threads and clocks can ever wake anybody again.

Rejected: a fixed number of loop turns (a request takes 9 turns direct and 14 through a tap, more with more parts);
a pause in real time alone (too short on a busy machine, too long on all others); counting open requests (a request
that a server holds is open and yet nothing moves). Not seen: work in threads, and sleeps in real time.
"""

import asyncio
import sys
import time
from selectors import BaseSelector
from typing import Any

__all__ = ["MOMENT", "Unsettled", "quiet"]

MOMENT = (
    0.001 if sys.platform == "linux" else 0.005
)  # s; loopback on Linux took 0 in 500,000 of 500,000 sends
LIMIT = 5.0  # s of real time


class Unsettled(TimeoutError):
    """The loop never came to rest: somebody on it always has something to do."""


async def quiet(*, moment: float = MOMENT, limit: float = LIMIT) -> None:
    """Return once nothing on the running loop can run and no bytes are on their way.

    After ``limit`` seconds of real time without rest it raises ``Unsettled``, which names the tasks there are.
    """
    ready, selector = _inside(asyncio.get_running_loop())
    give_up = time.monotonic() + limit
    while ready or selector.select(0) or (moment and selector.select(moment)):
        if time.monotonic() > give_up:
            raise Unsettled(_restless(limit))
        await asyncio.sleep(0)


def _inside(loop: asyncio.AbstractEventLoop) -> tuple[Any, BaseSelector]:
    """The loop's ready callbacks and its selector: asyncio has no public way to ask whether it would wait."""
    ready, selector = getattr(loop, "_ready", None), getattr(loop, "_selector", None)
    if ready is None or not isinstance(selector, BaseSelector):
        kind = f"{type(loop).__module__}.{type(loop).__name__}"
        raise TypeError(f"a StepClock needs asyncio's own selector loop, not {kind}")
    return ready, selector


def _restless(limit: float) -> str:
    me = asyncio.current_task()
    names = sorted(task.get_name() for task in asyncio.all_tasks() if task is not me)
    return (
        f"the event loop did not come to rest within {limit:g} s, so the clock cannot tell when everybody sleeps. "
        f"Does a loop wait with asyncio.sleep(0), or never sleep on the clock? Tasks: {', '.join(names) or 'none'}"
    )
