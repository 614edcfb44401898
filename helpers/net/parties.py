"""The people and programs that talk: coroutines that run under a name while cells go on.

``spawn`` starts one and returns at once; ``finish`` waits for it, at most 5 s, and then says what the wire holds.
A party's error is kept for ``finish``; nobody's error is lost in the log of the event loop.
"""

import asyncio
import time
from collections.abc import Awaitable, Generator
from typing import Any, Generic, TypeVar

from helpers.net.cancel import cancel
from helpers.net.crashes import Crash
from helpers.net.registry import registry, situation
from helpers.net.settle import settle
from helpers.net.talking import failed_on, waits_on
from helpers.vocabulary import Side

__all__ = ["Party", "Unfinished", "finish", "may_talk", "spawn"]

Result = TypeVar("Result")
LIMIT = 5.0  # s that finish() waits


class Unfinished(TimeoutError):
    """What was waited for did not end in time; the message says what may hold it up."""


class Party(Generic[Result]):
    """A coroutine that runs under a name. ``await`` it for its result, or better ``finish`` it."""

    def __init__(self, name: str, awaitable: Awaitable[Result]) -> None:
        self.name = name
        self.born = time.monotonic()
        self.task: asyncio.Future[Result] = asyncio.ensure_future(awaitable)
        if isinstance(self.task, asyncio.Task) and self.task is not awaitable:
            self.task.set_name(name)  # so that a clock can say who sleeps
        self.task.add_done_callback(self._ended)
        self._before: list[asyncio.Future[Any]] = []
        self._replaced = False

    def __await__(self) -> Generator[object, None, Result]:
        return asyncio.shield(self.task).__await__()  # who waits may be interrupted; the party goes on

    def replace(self, old: "Party[Any]") -> None:
        """Cancel ``old``, whose name this party takes; closing this one waits for the other's end too.

        What ``old`` raised, perhaps since a cell that runs again has closed its tap, is no news any more.
        """
        old._replaced = True
        if not old.task.cancel():
            registry().crashes.seen(_error(old.task))
        self._before = [task for task in (*old._before, old.task) if not task.done()]

    @property
    def state(self) -> str:
        """What a person would say of it: running, cancelled, ended, or ended with an error."""
        if not self.task.done():
            return "is still running"
        if self.task.cancelled():
            return "was cancelled"
        error = self.task.exception()
        return "has ended" if error is None else f"ended with {type(error).__name__}: {error}"

    def situation(self) -> str:
        """The error it ended with, if it did."""
        failed = self.task.done() and _error(self.task) is not None
        return f"{self.name} {self.state}." if failed else ""

    def _ended(self, task: "asyncio.Future[Result]") -> None:
        if isinstance(error := _error(task), Exception) and not self._replaced:
            origins, now = failed_on(error.__traceback__), time.monotonic()
            crash = Crash(self.name, error, Side.CLIENT, self.name, origins, now, self.born)
            registry().crashes.tell(crash, cause=False)

    async def aclose(self) -> None:
        """Cancel it and wait until it is gone."""
        stubborn = await cancel([*self._before, self.task])
        registry().forget(self)
        if stubborn:
            raise Unfinished(f"{self.name} goes on though it was cancelled: does it catch CancelledError?")

    def __repr__(self) -> str:
        return f"<{self.name} {self.state}>"


def spawn(name: str, awaitable: Awaitable[Result]) -> Party[Result]:
    """Run ``awaitable`` under ``name`` while cells go on; what ran under the name before is cancelled."""
    party = Party(name, awaitable)
    for old in registry().all(Party):
        if old.name == name:
            party.replace(old)
    return registry().put(party)


async def finish(awaitable: Awaitable[Result], *, limit: float = LIMIT) -> Result:
    """Wait for a party (or any awaitable) and return its result, or raise its error.

    Where a server's handler in this kernel crashed meanwhile, that is the cause and is raised instead.
    After ``limit`` seconds it raises ``Unfinished``, which says what the taps still hold; a party or a task runs on,
    a bare coroutine, which nobody else could ever end, is cancelled.
    """
    task = awaitable.task if isinstance(awaitable, Party) else asyncio.ensure_future(awaitable)
    born = awaitable.born if isinstance(awaitable, Party) else time.monotonic()
    try:
        await asyncio.wait([task], timeout=limit)
        if not task.done():
            name = awaitable.name if isinstance(awaitable, Party) else "it"
            raise Unfinished(f"{name} did not finish within {limit:g} s. {situation()}")
        await settle()
        crashes, error = registry().crashes, _error(task)
        cause = crashes.since(born) if error else None
        crashes.seen(error, cause)
        crashes.show()
        if cause and error:
            raise _noted(cause, f"So the client got {type(error).__name__}: {error}") from None
        return task.result()
    finally:
        if not isinstance(awaitable, Party) and task is not awaitable:
            await cancel([task])


def may_talk(party: Party[Any]) -> bool:
    """Whether a party may yet open a connection: it goes on, and does not wait for one that it has."""
    return not party.task.done() and not waits_on(party.task)


def _error(task: "asyncio.Future[Result]") -> BaseException | None:
    return None if task.cancelled() else task.exception()


def _noted(crash: BaseException, note: str) -> BaseException:
    """What the client got stands below the cause; its traceback, all of it a library's, would stand above."""
    if note not in getattr(crash, "__notes__", ()):
        crash.add_note(note)
    return crash
