"""The end of tasks that somebody else began: nobody is left running, and no error is left that nobody looked at."""

import asyncio
from collections.abc import Iterable
from typing import Any

__all__ = ["end"]


async def end(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel them all but the one that calls, and wait up to a second for those who take their time."""
    others = set(tasks) - {asyncio.current_task()}
    running = [task for task in others if not task.done()]
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=1)
    for task in others:
        if task.done() and not task.cancelled():
            task.exception()
