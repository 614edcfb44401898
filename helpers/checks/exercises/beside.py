"""1B: work that blocks, in a server that answers everybody else meanwhile.

Clients ask for reports over real connections, the answer is what the server's handler calls. What it returned must be
what ``work`` gave, what it raised what ``work`` raised, and while ``work`` runs the loop must turn.
"""

import asyncio
import inspect
from collections.abc import Iterator

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, same, type_name
from helpers.checks.judges.office import Job, Office
from helpers.checks.judges.slow_work import LOOKS

__all__ = ["BESIDE"]

WAITS = (
    "work is over, and your function still waits. What work returns may be empty, and it may raise an error."
)


def _jobs() -> Iterator[Job]:
    """In the order in which one writes the answer; the errors are new ones for each check."""
    yield Job("a client asks for monday; work blocks", {"monday": "monday: 3 visitors"})
    yield Job("a client asks for tuesday; work is an async def", {"tuesday": "tuesday: 5 visitors"}, True)
    yield Job("a client asks for wednesday; work blocks and returns an empty text", {"wednesday": ""})
    error = LookupError("no report for thursday")
    yield Job("a client asks for thursday; work blocks and raises LookupError", {"thursday": error})
    both = {"friday": "friday: 8 visitors", "saturday": "saturday: 13 visitors"}
    yield Job("two clients ask at the same time; work blocks", both)


async def _judge(trial: Trial) -> None:
    jobs = list(_jobs())
    trial.total, trial.unit = len(jobs), "jobs"

    async def respond(office: Office, day: str) -> bytes:
        outcome = await trial.attempt(office.work, day, case=office.job.about)
        return _reply(trial, office, day, outcome)

    for job in jobs:
        async with Office(job, respond, children=trial.children) as office:
            await _play(trial, office)
        trial.done += 1


async def _play(trial: Trial, office: Office) -> None:
    """Until all clients have their replies; an answer that waits for nothing is not waited for."""
    office.open()
    done, late = False, 0
    while not done:
        done = await office.look()
        late = late + 1 if office.slow.over else 0
        if office.trouble or late > LOOKS:
            trial.fail(office.trouble or WAITS, case=office.job.about)


def _reply(trial: Trial, office: Office, day: str, outcome: Outcome) -> bytes:
    if office.trouble:
        trial.fail(office.trouble)
    given, wanted = outcome.value, office.job.gives[day]
    if outcome.error is not None:
        return _judge_error(trial, outcome, wanted)
    if inspect.iscoroutine(given) or isinstance(given, asyncio.Future):
        given.close() if inspect.iscoroutine(given) else given.cancel()
        trial.fail(f"Your function returned {type_name(given)}, and not what comes of it: await it.")
    if day not in office.slow.begun:
        trial.fail(f"Your function returned {type_name(given)}, and work was never called.")
    if isinstance(wanted, Exception):
        pair = (Said(describe(given)), Said(_written(wanted)))
        trial.fail("work raised an error, and your function kept it to itself: let it pass.", pair=pair)
    if given is None:
        trial.fail("Your function returned None. Is a `return` missing?")
    if not same(given, wanted):
        trial.fail("Give what work returned for this argument, as it is.", pair=(given, wanted))
    return wanted.encode() + b"\n"


def _judge_error(trial: Trial, outcome: Outcome, wanted: str | Exception) -> bytes:
    error = outcome.error
    if isinstance(wanted, str):
        trial.fail(f"Your code raised {outcome.reason}.")
    if error is not wanted and not (type(error) is type(wanted) and error.args == wanted.args):
        pair = (Said(outcome.reason), Said(_written(wanted)))
        trial.fail("work raised one error, and another one came out: let it pass as it is.", pair=pair)
    return b"sorry\n"


def _written(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


BESIDE = Exercise(
    name="beside",
    lesson="1B",
    title="Beside the others",
    task="Nothing is written yet. Begin with a work that blocks: another thread can wait for it.",
    hints=(
        "another_thread, further up in this lesson, does it for time.sleep: await asyncio.to_thread(…). What comes "
        "after the function are its arguments.",
        "to_thread wants the function itself: work, and not work(argument), which would call it here and now.",
        "if inspect.iscoroutinefunction(work): return await work(argument). Everything else goes to a thread.",
    ),
    rfc="",
    judge=_judge,
    praise="Six clients asked, and while work ran for each of them the server answered the others.",
)
