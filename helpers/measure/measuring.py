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
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
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

    async def work(some: Iterator[Job]) -> None:
        async with _running(worker) as process:
            for job in some:
                say(next(known), len(jobs), f"{job.way}, {job.size.clients:,} clients, {job.kind}")
                book.add(job, await _ask(process, job, book.setting))

    beside = iter(sorted(filter(_beside, jobs), key=lambda job: job.kind != "times"))
    two = [asyncio.ensure_future(work(beside)) for _ in range(2)]
    try:
        await asyncio.gather(*two)
    finally:
        await cancel(two)
    await work(job for job in jobs if not _beside(job))
    say(len(jobs), len(jobs), "done")
    return book


def _beside(job: Job) -> bool:
    """Whether it may run beside another: nothing is timed, or what some clients wait for is a timer of a second."""
    return job.kind == "counts" or (WAYS[job.way].on_a_timer and job.size.clients <= FEW)


async def elsewhere(kind: str, *settings: Setting) -> list[dict[str, dict[str, Any]]]:
    """What each way does behind a proxy that gives up (``timeout``) or over a slow ``line``, in a process of its own.

    A dict by ways for each of the settings. Where a learner holds a wire, no WebSocket of the same kernel pings: so
    this must not share it.
    """
    async with _running(WORKER) as process:
        jobs = [Job(kind, way, Size(1, 0, 0)) for way in WAYS]
        return [{job.way: await _ask(process, job, setting) for job in jobs} for setting in settings]


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
