"""Has a plan measured by processes of their own, and writes each result into a book. What is timed is alone; what is
counted, or waits for a timer, is done two at a time before.

Whoever waits may stop at any time: what is in the book stays, and the next run does what is left. The kernel's loop
only reads lines: neither the server nor the load shares it.
"""

import asyncio
import itertools
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

from helpers.measure.book import Book
from helpers.measure.setting import Job, Plan, Setting, Size
from helpers.measure.ways import WAYS
from helpers.net.cancel import cancel

__all__ = ["Ended", "Say", "elsewhere", "measure"]

Say = Callable[[int, int, str], object]  # how many are done, of how many, and what is next
FEW = 100  # clients
LINE = 2**24  # bytes of a result
WORKER = (sys.executable, "-m", "helpers.measure.worker")


class Ended(RuntimeError):
    """Somebody has killed the process that measures; what was measured is kept."""


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""


async def measure(plan: Plan, book: Book, *, say: Say = _silent, worker: Sequence[str] = WORKER) -> Book:
    """Measure what ``book`` does not have yet of ``plan``; a job that fails is written down, and the next begins."""
    jobs = book.left(plan, list(WAYS))
    known = itertools.count()

    async def work(process: Process, some: Iterable[Job]) -> None:
        for job in some:
            say(next(known), len(jobs), f"{job.way}, {job.size.clients:,} clients, {job.kind}")
            book.add(job, await _ask(process, job, book.setting))

    beside = iter(sorted(filter(_beside, jobs), key=lambda job: job.kind != "times"))
    async with _running(worker) as one, _running(worker) as other:
        await _both(work(one, beside), work(other, beside))
        await work(one, itertools.filterfalse(_beside, jobs))
    say(len(jobs), len(jobs), "done")
    return book


def _beside(job: Job) -> bool:
    """Whether it may run beside another: nothing is timed, or what some clients wait for is a timer of a second."""
    return job.kind == "counts" or (WAYS[job.way].on_a_timer and job.size.clients <= FEW)


async def elsewhere(kind: str, *settings: Setting) -> list[dict[str, dict[str, Any]]]:
    """What each way does behind a proxy that gives up (``timeout``) or over a slow ``line``, in other processes.

    A dict by ways for each of the settings. Where a learner holds a wire, no WebSocket of the same kernel pings: so
    this must not share it.
    """
    found: list[dict[str, dict[str, Any]]] = [{way: {} for way in WAYS} for _ in settings]
    jobs = itertools.product(zip(found, settings, strict=True), WAYS)

    async def work(process: Process) -> None:
        for (results, setting), way in jobs:
            results[way] = await _ask(process, Job(kind, way, Size(1, 0, 0)), setting)

    async with _running(WORKER) as one, _running(WORKER) as other:
        await _both(work(one), work(other))
    return found


async def _both(*works: Coroutine[Any, Any, None]) -> None:
    """Wait for both; where one fails, the other ends with it."""
    two = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*two)
    finally:
        await cancel(two)


async def _ask(process: Process, job: Job, setting: Setting) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({**asdict(job), "setting": asdict(setting)}).encode() + b"\n")
    line = await process.stdout.readline()
    if not line:
        raise Ended("the process that measures has ended: run this again for what is left")
    result: dict[str, Any] = json.loads(line)
    return result


@asynccontextmanager
async def _running(worker: Sequence[str]) -> AsyncIterator[Process]:
    """The worker, in a group of its own, which is ended with all it has forked."""
    process = await asyncio.create_subprocess_exec(
        *worker, stdin=PIPE, stdout=PIPE, start_new_session=True, limit=LINE
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
