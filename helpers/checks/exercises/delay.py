"""2E: the delays of four strategies, judged on their properties, not on one sequence."""

import math
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.values import type_name

__all__ = ["DELAY"]

DRAWS = (
    150  # of each case with chance in it: missing a tenth of the range by chance has odds of 1 to 7 million
)
CAP = 60.0


@dataclass(frozen=True, slots=True)
class Case:
    """Arguments, and where the delays must lie; ``low == high`` for a strategy without chance."""

    args: tuple[str, int, float]
    low: float
    high: float
    mean: float
    drawn_to: float  # where the delays would end without a cap


def _cases() -> Iterator[Case]:
    for failures in (1, 2, 10):
        yield _fixed("linear", failures, 3.0 + 5 * failures)
    for failures in (1, 2, 3, 6, 7, 20, 2000):
        yield _fixed("exponential", failures, min(CAP, 2.0 ** min(failures - 1, 99)))
    for failures in (1, 3, 6, 7, 2000):
        most = min(CAP, 2.0 ** min(failures - 1, 99))
        yield Case(("full jitter", failures, 1.0), 0.0, most, most / 2, most)
    for previous in (1.0, 2.0, 10.0, 30.0, 60.0):
        high = 3 * previous
        below = min(high, CAP)
        mean = ((below**2 - 1) / 2 + CAP * (high - below)) / (high - 1)
        yield Case(("decorrelated jitter", 4, previous), 1.0, below, mean, high)


def _fixed(strategy: str, failures: int, seconds: float) -> Case:
    return Case((strategy, failures, 1.0), seconds, seconds, seconds, seconds)


async def _judge(trial: Trial) -> None:
    cases = list(_cases())
    trial.total = len(cases)
    before = random.getstate()
    random.seed("delay")  # the same verdict each time, for whoever draws from the module
    try:
        for case in cases:
            await _one(trial, case)
            trial.done += 1
    finally:
        random.setstate(before)


async def _one(trial: Trial, case: Case) -> None:
    fixed = case.low == case.high
    drawn = [await _draw(trial, case) for _ in range(3 if fixed else DRAWS)]
    for seconds in drawn:
        if not case.low - 1e-9 <= seconds <= case.high + 1e-9:
            wanted = f"{case.low:g} s" if fixed else f"{case.low:g} to {case.high:g} s"
            trial.fail(_outside(case, seconds), pair=(Said(f"{seconds:.6g} s"), Said(wanted)))
    if not fixed:
        _spread(trial, case, drawn)


async def _draw(trial: Trial, case: Case) -> float:
    value = await trial.call(*case.args)
    if isinstance(value, bool) or not isinstance(value, int | float):
        trial.fail(f"Your function returned {type_name(value)}, expected a number of seconds.")
    return math.inf if value > sys.float_info.max else float(value)


def _outside(case: Case, seconds: float) -> str:
    strategy, failures, previous = case.args
    if seconds > CAP and strategy != "linear":
        return "No delay is longer than the cap, 60 s."
    match strategy:
        case "linear":
            return f"After {failures} failures linear waits 3 s and {failures} times 5 s."
        case "exponential":
            return "1 s after the first failure, then twice as long after each: 2 ** (failures - 1), capped."
        case "full jitter":
            return "Full jitter lies between 0 and what exponential says."
    return f"Between the base, 1 s, and three times the delay before, {previous:g} s; never more than 60 s."


def _spread(trial: Trial, case: Case, drawn: list[float]) -> None:
    room = case.high - case.low
    least, most = min(drawn), max(drawn)
    pair = (
        Said(f"{DRAWS} delays from {least:.3g} to {most:.3g} s"),
        Said(f"from {case.low:g} to {case.high:g} s"),
    )
    if most - least < 1e-9:
        trial.fail("The same delay each time: chance has no part in it.", pair=pair)
    if least > case.low + (case.drawn_to - case.low) / 10 or most < case.high - room / 10:
        trial.fail("The delays do not reach over all that is allowed.", pair=pair)
    if case.args[0] == "decorrelated jitter" and case.args[2] == CAP and most < CAP:
        trial.fail("The cap is 60 s: what is drawn beyond it becomes 60 s.", pair=pair)
    mean = sum(drawn) / DRAWS
    if abs(mean - case.mean) > 0.15 * room:
        pair = (Said(f"{mean:.3g} s on average"), Said(f"about {case.mean:.3g} s"))
        trial.fail(
            "Not every delay is equally likely. The cap comes last: min(60, …) of the drawn one."
            * (room > 58)
            or "Not every delay that is allowed is equally likely: random.uniform draws so.",
            pair=pair,
        )


DELAY = Exercise(
    name="delay",
    lesson="2E",
    title="Delays for each strategy",
    task='Nothing is written yet. Begin with "linear": 3 + 5 * failures.',
    hints=(
        "Exponential is 2 ** (failures - 1), and min(60, …) caps it. With whole numbers nothing can overflow.",
        "random.uniform(low, high) draws evenly; full jitter draws between 0 and the exponential delay.",
        "Decorrelated jitter looks at previous, not at failures: min(60, random.uniform(1, 3 * previous)).",
    ),
    rfc="",
    judge=_judge,
    praise="Bounds, cap and spread are right for all four, after one failure and after two thousand.",
)
