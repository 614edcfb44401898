"""1B: work that blocks, in a server that answers everybody else meanwhile.

Clients ask for reports over real connections, the answer is what the server's handler calls. What it returned must be
what ``work`` gave, what it raised what ``work`` raised, and while ``work`` runs the loop must turn.
"""

import asyncio
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, same, type_name
from helpers.checks.exercises.slow_work import LOOK, LOOKS, QUESTION, SlowWork
from helpers.checks.judges.wire import Wire, read_line, replying

__all__ = ["judge"]

WAITS = (
    "work is over, and your function still waits. What work returns may be empty, and it may raise an error."
)


@dataclass(frozen=True, slots=True)
class Job:
    """What ``work`` gives or raises for each argument, and whether it is an ``async def``."""

    about: str
    gives: Mapping[str, str | Exception]
    awaited: bool = False


def _jobs() -> Iterator[Job]:
    """In the order in which one writes the answer; the errors are new ones for each check."""
    yield Job("a client asks for monday; work blocks", {"monday": "monday: 3 visitors"})
    yield Job("a client asks for tuesday; work is an async def", {"tuesday": "tuesday: 5 visitors"}, True)
    yield Job("a client asks for wednesday; work blocks and returns an empty text", {"wednesday": ""})
    error = LookupError("no report for thursday")
    yield Job("a client asks for thursday; work blocks and raises LookupError", {"thursday": error})
    both = {"friday": "friday: 8 visitors", "saturday": "saturday: 13 visitors"}
    yield Job("two clients ask at the same time; work blocks", both)


async def judge(trial: Trial) -> None:
    """Job after job, each before a server of its own."""
    for job in trial.each(_jobs(), "jobs"):

        async def respond(line: bytes, job: Job = job) -> bytes:
            if line == QUESTION:
                return line
            day = line.decode().strip()
            outcome = await trial.attempt(slow.work(job.awaited), day, case=job.about)
            if sentence := slow.trouble or _wrong(outcome, job.gives[day], called=day in slow.begun):
                pair = (Said(outcome.reason or describe(outcome.value)), Said(_written(job.gives[day])))
                trial.fail(sentence, pair=None if slow.trouble else pair)
            return b"done"

        async with Wire(replying(respond, read=read_line)) as wire:
            with SlowWork(job.gives, wire) as slow:
                try:
                    await _play(trial, job, wire, slow)
                finally:
                    await slow.let_go()
                    await trial.children.end()


async def _play(trial: Trial, job: Job, wire: Wire, slow: SlowWork) -> None:
    """Until all clients have their replies; an answer that waits for nothing is not waited for."""
    for day in job.gives:
        wire.begin(wire.say(f"{day}\n".encode()))
    late = 0
    while not wire.look():
        late = late + 1 if slow.over else 0
        if trouble := slow.trouble or trial.children.trouble or (WAITS if late > LOOKS else ""):
            trial.fail(trouble, case=job.about)
        await asyncio.sleep(LOOK)


def _wrong(outcome: Outcome, wanted: str | Exception, *, called: bool) -> str:
    given, error = outcome.value, outcome.error
    returned = f"Your function returned {type_name(given)}"
    if error is not None and isinstance(wanted, str):
        return f"Your code raised {outcome.reason}."
    if error is not None:
        right = error is wanted or (type(error) is type(wanted) and error.args == wanted.args)
        return "" if right else "work raised one error, and another one came out: let it pass as it is."
    if inspect.iscoroutine(given) or isinstance(given, asyncio.Future):
        given.close() if inspect.iscoroutine(given) else given.cancel()
        return f"{returned}, and not what comes of it: await it."
    if not called:
        return f"{returned}, and work was never called."
    if isinstance(wanted, Exception):
        return "work raised an error, and your function kept it to itself: let it pass."
    if given is None:
        return "Your function returned None. Is a `return` missing?"
    return "" if same(given, wanted) else "Give what work returned for this argument, as it is."


def _written(wanted: str | Exception) -> str:
    return repr(wanted) if isinstance(wanted, str) else f"{type(wanted).__name__}: {wanted}"
