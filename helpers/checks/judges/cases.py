"""The usual judge: call the answer on cases, compare, explain the first difference.

Enters: cases (arguments and what must come back, or that it must be refused) and a function that explains a wrong
value in the terms of the exercise. Leaves: nothing where all is right, otherwise the trial ends with a finding.
Cases come in an order that teaches: the simplest that can fail first, random ones last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import as_bytes, describe, same, type_name
from helpers.protocols.errors import ProtocolError

__all__ = ["REFUSED", "Case", "Explain", "on_cases"]


class Refused:
    """In place of an expected value: this input must be refused with an exception."""


REFUSED = Refused()
_REFUSALS = (ValueError, ProtocolError)


@dataclass(frozen=True, slots=True)
class Case:
    """``why`` is said when the answer to this case is wrong and the exercise has nothing more precise to say."""

    args: tuple[object, ...]
    expected: object
    why: str = ""
    rfc: str = ""


Explain = Callable[[Case, object], str]
Read = Callable[[object], object]


def on_cases(
    cases: Callable[[], Iterable[Case]], explain: Explain, *, rfc: str, read: Read | None = None
) -> Judge:
    """A judge over cases, made anew for every check. ``read`` brings forms that are all right to one."""

    async def judge(trial: Trial) -> None:
        every = list(cases())
        trial.total = len(every)
        optional = any(case.expected is None for case in every)
        for case in every:
            outcome = await trial.attempt(*case.args)
            outcome = replace(outcome, value=read(outcome.value)) if read else outcome
            if outcome.error is None and outcome.value is None and not (case.why or optional):
                trial.fail("Your function returned None. Is a `return` missing?", rfc=rfc)
            _compare(trial, case, outcome, explain, rfc)
            trial.done += 1

    return judge


def _compare(trial: Trial, case: Case, outcome: Outcome, explain: Explain, rfc: str) -> None:
    refused = isinstance(outcome.error, _REFUSALS)
    if isinstance(case.expected, Refused):
        if not refused:
            trial.fail(_not_refused(case, outcome), pair=_pair(outcome), rfc=case.rfc or rfc)
    elif outcome.error is not None:
        trial.fail(f"Your code raised {outcome.reason}. {case.why}".rstrip(), rfc=case.rfc or rfc)
    elif not same(outcome.value, case.expected):
        pair = (outcome.value, case.expected)
        trial.fail(_why(case, outcome.value, explain), pair=pair, rfc=case.rfc or rfc)


def _not_refused(case: Case, outcome: Outcome) -> str:
    if outcome.error is not None:
        return f"{case.why} Refuse it with a ValueError; your code raised {outcome.reason}."
    return f"{case.why} It must be refused: raise ValueError."


def _pair(outcome: Outcome) -> tuple[object, object] | None:
    return None if outcome.error else (Said(describe(outcome.value)), Said("ValueError"))


def _why(case: Case, value: object, explain: Explain) -> str:
    if not (value is None or case.expected is None or _same_kind(value, case.expected)):
        return f"Your function returned {type_name(value)}, expected {type_name(case.expected)}."
    try:
        text = explain(case, value)
    except Exception:
        text = ""
    return text or case.why or f"Expected {describe(case.expected)}."


def _same_kind(value: object, expected: object) -> bool:
    if as_bytes(expected) is not None:
        return as_bytes(value) is not None
    return isinstance(value, type(expected)) and isinstance(value, bool) == isinstance(expected, bool)
