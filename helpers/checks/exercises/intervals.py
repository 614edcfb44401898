"""2A: between which intervals a budget and a server leave room. The first answers are tried out on a wire.

There, clients poll with the shortest interval while the server counts a minute's requests, then one polls with the
longest while messages age. All answers are compared with the formulas of the lesson, to 1 in 10⁹.
"""

import math
from fractions import Fraction

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, plain, type_name
from helpers.checks.exercises.interval_cases import Case, cases
from helpers.checks.exercises.pollers import mean_age, requests_in_a_minute

__all__ = ["INTERVALS"]

CLOSE = 1e-9
FOR_EVER = 1e9  # s
SHORTEST = "One round, interval and reply, must take clients × 60 ÷ most seconds. The reply is a part of it."
NEGATIVE = "An interval is never negative: nobody asks before the reply is there."
LONGEST = "Half an interval and the round trip are the mean staleness: for the longest, they are the budget."


async def _judge(trial: Trial) -> None:
    every = list(cases())
    trial.total = len(every)
    for case in every:
        shortest, longest = case.bounds
        outcome = await trial.attempt(case.budget, case.round_trip, case.clients, case.most, case=case.about)
        if shortest > longest:
            _judge_refusal(trial, case, outcome)
        else:
            await _judge_pair(trial, case, _pair(trial, case, outcome))
        trial.done += 1


def _judge_refusal(trial: Trial, case: Case, outcome: Outcome) -> None:
    if isinstance(outcome.error, ValueError):
        return
    shortest, longest = case.bounds
    why = case.why or f"The server needs {shortest:.4g} s or more, the budget allows {longest:.4g} s or less."
    if outcome.error is not None:
        trial.fail(f"{why} Refuse it with a ValueError; your code raised {outcome.reason}.")
    pair = (Said(describe(outcome.value)), Said("ValueError"))
    trial.fail(f"{why} No interval does both: raise ValueError.", pair=pair)


def _pair(trial: Trial, case: Case, outcome: Outcome) -> tuple[float, float]:
    """What came back as two numbers."""
    if outcome.error is not None:
        room = case.why or f"There is room, from {_written(case.bounds)}."
        trial.fail(f"Your code raised {outcome.reason}. {room}")
    value = plain(outcome.value)
    if not isinstance(value, tuple | list) or len(value) != 2:
        trial.fail(
            f"Your function returned {type_name(outcome.value)}, expected a pair: (shortest, longest)."
        )
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int | float | Fraction):
            sentence = (
                f"In your pair is {type_name(number)}, expected seconds: an int, a float or a Fraction."
            )
            trial.fail(sentence)
        if not -FOR_EVER < number < FOR_EVER:
            trial.fail("One of your two is longer than any clock waits, or no number at all.")
    return float(value[0]), float(value[1])


async def _judge_pair(trial: Trial, case: Case, given: tuple[float, float]) -> None:
    pair = (Said(_written(given)), Said(_written(case.bounds)))
    if min(given) < -CLOSE:
        trial.fail(NEGATIVE, pair=pair)
    if given == case.bounds[::-1] != case.bounds:
        trial.fail("The shortest comes first.", pair=pair)
    if case.wired:
        await _try_out(trial, case, *given)
    for number, wanted, why in zip(given, case.bounds, (case.why or SHORTEST, LONGEST), strict=True):
        if not math.isclose(number, wanted, rel_tol=CLOSE, abs_tol=CLOSE):
            trial.fail(why, pair=pair)


async def _try_out(trial: Trial, case: Case, shortest: float, longest: float) -> None:
    """On a wire, each interval for what it is chosen for."""
    trip, most = case.round_trip, case.most
    count = await requests_in_a_minute(max(shortest, 0), trip, clients=case.clients, most=most)
    if count != most:
        told = f"{f'more than {most}' if count > most else count} requests in a minute"
        between = f"with the shortest, {shortest:g} s between reply and question"
        sentence = f"Tried out: {between}, the server counted {told}. {SHORTEST}"
        trial.fail(sentence, pair=(Said(told), Said(f"{most} requests in a minute")))
    age = await mean_age(max(longest, 0), trip)
    if abs(age - case.budget) > 1e-6:
        told = f"{age:.4g} s old on average"
        sentence = f"Tried out: with the longest, {longest:g} s, messages were {told}. {LONGEST}"
        trial.fail(sentence, pair=(Said(told), Said(f"{case.budget:g} s old on average")))


def _written(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:.6g} s to {bounds[1]:.6g} s"


INTERVALS = Exercise(
    name="intervals",
    lesson="2A",
    title="Choose the interval",
    task="Nothing is written yet. Begin with the longest: interval ÷ 2 + round trip = budget. What is the interval?",
    hints=(
        "Ask, then sleep: clients × 60 ÷ (interval + round trip) = most. Solve it for the interval: the shortest.",
        "2 * (budget - round_trip) is the longest. The shortest may come out below 0, and is 0 then: max(0, …).",
        "There is no room if the shortest is above the longest. That also refuses a budget below the round trip.",
    ),
    rfc="",
    judge=_judge,
    praise="Tried out on a wire: the shortest gave the server what it can take, the longest kept the budget.",
)
