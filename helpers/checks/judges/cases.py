"""The usual judge: call the answer on cases, compare with a reference, explain the first difference.

Enters: a reference, a function that gives what is right, or refuses; cases; what to say of a wrong value: a table of
``mistakes``, functions for what no table holds. Leaves: nothing where all is right, otherwise the trial ends with a
finding. Cases come in an order that teaches: the simplest that can fail first, those by chance last.
"""

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import as_bytes, describe, plain, same, type_name
from helpers.protocols.errors import ProtocolError

__all__ = ["REFUSED", "Case", "Explain", "cut", "explained", "first", "mistakes", "on_cases", "slips"]


class Refused:
    """In place of an expected value: this input must be refused with an exception."""


REFUSED = Refused()
_REFUSALS = (ValueError, ProtocolError)


@dataclass(frozen=True, slots=True)
class Case:
    """``why`` is said when the answer to this case is wrong and the exercise has nothing more precise to say.

    ``about`` shows it in other words than a call. What is ``expected`` comes from the judge's reference.
    """

    args: tuple[Any, ...]
    why: str = ""
    rfc: str = ""
    about: str = ""
    expected: Any = None


Wrong = Callable[..., object]
Explain = Callable[[Case, Any], str]
"""What is wrong with a plain value of the expected kind (or with None), or nothing where it cannot say."""
Read = Callable[[object], object]


def mistakes(*table: tuple[Wrong, str | Callable[..., str]]) -> Explain:
    """Wrong functions, and the sentence each deserves: the first that gives the same value as the answer speaks.

    Where the sentence depends on the arguments it is a function of them. A wrong function may raise.
    """
    return lambda case, given: _first_that_gives(given, table, case, case.args)


def slips(*table: tuple[Callable[[Any], object], str]) -> Explain:
    """As ``mistakes``, where each function makes the wrong value out of the right one."""
    return lambda case, given: _first_that_gives(given, table, case, (case.expected,))


def _first_that_gives(given: object, table: Iterable[tuple[Wrong, Any]], case: Case, args: Any) -> str:
    for wrong, sentence in table:
        with suppress(Exception):
            if same(given, wrong(*deepcopy(args))):
                return sentence if isinstance(sentence, str) else str(sentence(*case.args))
    return ""


def first(*rows: tuple[object, str]) -> str:
    """The sentence of the first row that holds, or nothing; all rows are looked at, so each must be safe to ask."""
    return next((sentence for holds, sentence in rows if holds), "")


def cut(data: bytes, source: random.Random, pieces: int) -> list[bytes]:
    """The data in so many pieces, cut anywhere."""
    ends = sorted(source.randrange(len(data) + 1) for _ in range(pieces - 1))
    return [data[start:end] for start, end in pairwise((0, *ends, len(data)))]


def on_cases(
    reference: Callable[..., object],
    cases: Iterable[Case],
    *explains: Explain,
    by_chance: Callable[[random.Random], Case] | None = None,
    runs: int = 40,
    read: Read = lambda value: value,
) -> Judge:
    """A judge over cases, and some ``by_chance``, the same in each check; the first explanation with a word speaks.

    The reference refuses by raising as the answer must. ``read`` brings forms that are all right to one.
    """

    async def judge(trial: Trial) -> None:
        source = random.Random(trial.name)
        chances = [by_chance(source) for _ in range(runs)] if by_chance else []
        every = [replace(case, expected=_right(reference, case.args)) for case in (*cases, *chances)]
        optional = any(case.expected is None for case in every)
        for case in trial.each(every, "cases"):
            outcome = await trial.attempt(*case.args, case=case.about)
            outcome = replace(outcome, value=read(outcome.value))
            if outcome.error is None and outcome.value is None and not (case.why or optional):
                trial.fail("Your function returned None. Is a `return` missing?", rfc=trial.rfc)
            _compare(trial, case, outcome, explains)

    return judge


def _right(reference: Callable[..., object], args: tuple[Any, ...]) -> object:
    try:
        return reference(*deepcopy(args))
    except _REFUSALS:
        return REFUSED


def _compare(trial: Trial, case: Case, outcome: Outcome, explains: Iterable[Explain]) -> None:
    rfc = case.rfc or trial.rfc
    if isinstance(case.expected, Refused):
        if not isinstance(outcome.error, _REFUSALS):
            trial.fail(_not_refused(case, outcome), pair=_pair(outcome), rfc=rfc)
    elif outcome.error is not None:
        trial.fail(f"Your code raised {outcome.reason}. {case.why}".rstrip(), rfc=rfc)
    elif not same(outcome.value, case.expected):
        trial.fail(explained(case, outcome.value, explains), pair=(outcome.value, case.expected), rfc=rfc)


def _not_refused(case: Case, outcome: Outcome) -> str:
    if outcome.error is not None:
        return f"{case.why} Refuse it with a ValueError; your code raised {outcome.reason}."
    return f"{case.why} It must be refused: raise ValueError."


def _pair(outcome: Outcome) -> tuple[object, object] | None:
    return None if outcome.error else (Said(describe(outcome.value)), Said("ValueError"))


def explained(case: Case, value: object, explains: Iterable[Explain]) -> str:
    """What to say of a wrong value."""
    if not (value is None or case.expected is None or _same_kind(value, case.expected)):
        return f"Your function returned {type_name(value)}, expected {type_name(case.expected)}."
    given = as_bytes(value) if as_bytes(case.expected) is not None else plain(value)
    for explain in explains:
        with suppress(Exception):
            if text := explain(case, given):
                return text
    return case.why or f"Expected {describe(case.expected)}."


def _same_kind(value: object, expected: object) -> bool:
    if as_bytes(expected) is not None:
        return as_bytes(value) is not None
    return isinstance(value, type(expected)) and isinstance(value, bool) == isinstance(expected, bool)
