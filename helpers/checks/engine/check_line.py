"""The check line of a lesson: ``await check("unmask", unmask)``.

Enters: an exercise's name and the learner's function. Leaves: the verdict, which Jupyter shows because it is the
cell's last value, and a line in the progress file. Never raises: not for a wrong name, not for a full disk.

One form for all, always with ``await``. A form without it for pure functions was rejected: the learner would have to
know which is which, and a check could not begin to talk over a wire without a change in the lesson. So was an object
that can be both shown and awaited: forgotten, its ``await`` fails silently; here Python says that it is missing.
"""

import difflib
from dataclasses import replace

from helpers.checks.catalogue import EXERCISES, find
from helpers.checks.engine.exercise import examine
from helpers.checks.engine.progress_file import ProgressFile
from helpers.checks.engine.verdict import Finding, Verdict
from helpers.checks.judges.in_browser import Asked, InBrowser

__all__ = ["check"]


async def check(name: str, answer: object) -> Verdict | Asked:
    """Judge ``answer`` as the exercise ``name`` asks, and remember what came of it."""
    exercise = find(name)
    if exercise is None:
        return _unknown(str(name))
    if isinstance(exercise.judge, InBrowser):
        return exercise.judge.ask(exercise, answer, keep=_kept)
    return _kept(await examine(exercise, answer))


def _kept(verdict: Verdict) -> Verdict:
    attempt, note = ProgressFile().record(verdict.name, passed=verdict.passed)
    return replace(verdict, attempt=attempt, note=note)


def _unknown(name: str) -> Verdict:
    names = [exercise.name for exercise in EXERCISES]
    near = difflib.get_close_matches(name, names, n=1) or names[:1]
    return Verdict(name, False, Finding(f'There is no exercise of this name. Is it "{near[0]}"?'))
