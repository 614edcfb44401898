"""The judge of chance: each number that an answer draws must be allowed, and all that is allowed must be drawn.

Enters: cases, each with the two ends between which the answer draws evenly. Leaves: nothing where it does, otherwise
the trial ends with what is wrong. The properties are judged, never one sequence; the verdict is the same each time.
"""

import math
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.values import type_name

__all__ = ["Draw", "on_draws", "settled_chance"]

DRAWS = 150  # missing a tenth of the range by chance has odds of 1 to 7 million
EVEN = "Not every delay that is allowed is equally likely: random.uniform draws so."
WHOLE = "Only whole seconds: draw anything between, as random.uniform does."


@dataclass(frozen=True, slots=True)
class Draw:
    """From ``low`` to ``high``, and what is above ``cap`` becomes ``cap``; no chance where both ends are the same.

    ``why`` is said of a number outside, ``stuck`` where the same number comes each time.
    """

    args: tuple[object, ...]
    low: float
    high: float
    why: str
    cap: float = math.inf
    stuck: str = "The same delay each time: chance has no part in it."


def on_draws(cases: Callable[[], Iterable[Draw]]) -> Judge:
    """A judge over cases, made anew for every check."""

    async def judge(trial: Trial) -> None:
        with settled_chance():
            for case in trial.each(cases(), "cases"):
                drawn = [await _draw(trial, case) for _ in range(3 if case.low == case.high else DRAWS)]
                for sentence, seen, due in _wrong(case, drawn):
                    trial.fail(sentence, pair=(Said(seen), Said(due)))

    return judge


async def _draw(trial: Trial, case: Draw) -> float:
    value = await trial.call(*case.args)
    if isinstance(value, bool) or not isinstance(value, int | float):
        trial.fail(f"Your function returned {type_name(value)}, expected a number of seconds.")
    return math.inf if value > sys.float_info.max else float(value)


def _wrong(case: Draw, drawn: list[float]) -> Iterator[tuple[str, str, str]]:
    low, high, cap = case.low, case.high, case.cap
    top, room = min(high, cap), high - low
    due = f"{low:g} to {top:g} s" if room else f"{low:g} s"
    for one in drawn:
        if not low - 1e-9 <= one <= top + 1e-9:
            yield (
                f"No delay is longer than the cap, {cap:g} s." if one > cap else case.why,
                f"{one:.6g} s",
                due,
            )
    if not room:
        return
    seen = f"{len(drawn)} delays from {min(drawn):.3g} to {max(drawn):.3g} s"
    if max(drawn) - min(drawn) < 1e-9:
        yield case.stuck, seen, due
    if min(drawn) > low + room / 10 or max(drawn) < top - (top - low) / 10:
        yield "The delays do not reach over all that is allowed.", seen, due
    if high > 2 * cap and max(drawn) < cap:
        yield f"The cap is {cap:g} s: what is drawn beyond it becomes {cap:g} s.", seen, due
    if all(one.is_integer() for one in drawn):
        yield WHOLE, seen, due
    mean, evenly = sum(drawn) / len(drawn), ((top**2 - low**2) / 2 + top * (high - top)) / room
    if abs(mean - evenly) > 0.15 * (top - low):
        last = f"Not every delay is equally likely. The cap comes last: min({cap:g}, …) of the drawn one."
        yield last if high > cap else EVEN, f"{mean:.3g} s on average", f"about {evenly:.3g} s"


@contextmanager
def settled_chance() -> Iterator[None]:
    """The same verdict each time, for whoever draws from the module ``random``."""
    before = random.getstate()
    random.seed("draws")
    try:
        yield
    finally:
        random.setstate(before)
