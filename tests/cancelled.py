"""Cancels a coroutine at its n-th suspension, for every n: wherever an interrupt may meet it, it leaves nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Generator
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any

__all__ = ["Watched", "at_each_suspension"]

Begin = Callable[[], Coroutine[Any, Any, Any]]


class Watched:
    """Counts the suspensions of a coroutine while it is awaited; at those of ``at`` its task is cancelled."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], at: Collection[int]) -> None:
        self._coroutine, self._at = coroutine, at
        self.seen = 0

    def __await__(self) -> Generator[Any, None, Any]:
        steps = self._coroutine.__await__()
        go = partial(steps.send, None)
        while True:
            try:
                waits = go()
            except StopIteration as done:
                return done.value
            self.seen += 1
            task = asyncio.current_task()
            if self.seen in self._at and task is not None:
                task.cancel()
            try:
                yield waits
                go = partial(steps.send, None)
            except BaseException as error:
                go = partial(steps.throw, error)


async def at_each_suspension(
    begin: Begin, look: Callable[[int], Awaitable[object]], *, again: int = 0
) -> int:
    """Run what ``begin`` makes, cancelled at its first suspension, then at its second, and so on to its last.

    After each run ``look`` is called, with the number. With ``again``, the task is cancelled a second time so many
    suspensions later, while it clears up. How many suspensions there were.
    """
    for number in count(1):
        watched = Watched(begin(), {number, number + again})
        await asyncio.wait([asyncio.ensure_future(_awaited(watched))])
        await look(number)
        if watched.seen < number:
            return watched.seen
    raise AssertionError


async def _awaited(watched: Watched) -> None:
    with suppress(asyncio.CancelledError):
        await watched
