"""On which connections somebody's code talks: the addresses they were opened from, as its frames know them.

Nobody tells who opened a connection to a tap; the code that waits for it, or failed on it, has it in its hands.
Enters: a task that waits, or the traceback of an error. Leaves: addresses; where none is found, nothing is known.
"""

import asyncio
import gc
import traceback
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any

__all__ = ["failed_on", "waits_on"]

LIBRARIES = {"aiohttp", "asyncio", "websockets", "helpers"}
AWAITING = (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await"))


def waits_on(task: "asyncio.Future[Any]") -> frozenset[Any]:
    """Where the connection comes from that a task waits for, by its innermost frame that has one in hand."""
    found: frozenset[Any] = frozenset()
    for frame in _awaiting(task):
        found = _held_in(frame, closed=False) or found
    return found


def failed_on(trace: TracebackType | None) -> frozenset[Any]:
    """Where the connections come from that the frames of an error had in hand."""
    return frozenset().union(*(_held_in(frame) for frame, _ in traceback.walk_tb(trace)))


def _held_in(frame: FrameType, *, closed: bool = True) -> frozenset[Any]:
    transports = [one for value in tuple(frame.f_locals.values()) for one in _transports(value)]
    known = {one.get_extra_info("sockname") for one in transports if closed or not one.is_closing()}
    return frozenset(known - {None})


def _awaiting(task: "asyncio.Future[Any]") -> Iterator[FrameType]:
    """The frames of a task that waits, the outermost first."""
    inner: Any = task.get_coro() if isinstance(task, asyncio.Task) else None
    while inner is not None:
        for frame_of, awaited in AWAITING:
            if frame := getattr(inner, frame_of, None):
                yield frame
                inner = getattr(inner, awaited)
                break
        else:  # coroutine.__await__() gives an object that hides the coroutine
            inner = next(filter(asyncio.iscoroutine, gc.get_referents(inner)), None)


def _transports(value: object) -> Iterator[asyncio.BaseTransport]:
    """What a value writes to, if it is one of a library's."""
    if type(value).__module__.partition(".")[0] not in LIBRARIES and not isinstance(
        value, asyncio.BaseProtocol
    ):
        return
    for owner in (value, getattr(value, "_protocol", None)):
        for held in (owner, getattr(owner, "transport", None), getattr(owner, "_transport", None)):
            if isinstance(held, asyncio.BaseTransport):
                yield held
