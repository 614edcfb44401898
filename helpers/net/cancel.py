"""Cancelling tasks and waiting until they are gone, but not for ever: a task may swallow its cancellation."""

import asyncio
from collections.abc import Iterable
from typing import Any

__all__ = ["cancel"]

LIMIT = 1.0  # s that a cancelled task has for its last words


async def cancel(tasks: Iterable["asyncio.Future[Any]"], *, limit: float = LIMIT) -> int:
    """Cancel ``tasks`` and wait for their ends; how many go on all the same after ``limit`` seconds."""
    running = [task for task in tasks if not task.done() and task is not asyncio.current_task()]
    for task in running:
        if not (
            isinstance(task, asyncio.Task) and task.cancelling()
        ):  # once is enough: twice cuts its last words
            task.cancel()
    if not running:
        return 0
    _, stubborn = await asyncio.wait(running, timeout=limit)
    return len(stubborn)
