"""Has a plan measured by processes of their own, and writes each result into a book. What is timed is alone; what is
counted, or waits for a timer, is done two at a time before.

Whoever waits may stop at any time: what is in the book stays, and the next run does what is left.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from helpers.measure.book import Book
from helpers.measure.crew import WORKER, Worker, hired
from helpers.measure.setting import Job, Plan, Setting, Size
from helpers.measure.ways import WAYS

__all__ = ["Say", "elsewhere", "measure"]

Say = Callable[[int, int, str], object]  # how many are done, of how many, and what is next
FEW = 100  # clients
BESIDE = 2  # are done side by side, where nothing is timed
MODELS = 4  # on a step clock, which waits more than it works: until it is sure that nothing moves


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""


async def measure(plan: Plan, book: Book, *, say: Say = _silent, worker: Sequence[str] = WORKER) -> Book:
    """Measure what ``book`` does not have yet of ``plan``; a job that fails is written down, and the next begins."""
    jobs, known = book.left(plan, list(WAYS)), itertools.count()

    async def work(one: Worker, some: Sequence[Job], at_once: int) -> None:
        def begun() -> Iterator[tuple[Job, Setting]]:
            for job in some:
                say(next(known), len(jobs), f"{job.way}, {job.size.clients:,} clients, {job.kind}")
                yield job, book.setting

        await one.do(begun(), lambda number, result: book.add(some[number], result), at_once=at_once)

    async with hired(worker) as one:
        await work(one, sorted(filter(_beside, jobs), key=lambda job: job.kind != "times"), BESIDE)
        await work(one, list(itertools.filterfalse(_beside, jobs)), 1)
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
    asked = list(itertools.product(range(len(settings)), WAYS))

    def take(number: int, result: dict[str, Any]) -> None:
        place, way = asked[number]
        found[place][way] = result

    async with hired() as one:
        jobs = ((Job(kind, way, Size(1, 0, 0)), settings[place]) for place, way in asked)
        await one.do(jobs, take, at_once=MODELS)
    return found
