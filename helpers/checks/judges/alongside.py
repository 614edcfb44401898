"""The judge of objects: what the answer makes lives beside a reference, and must say the same at every call.

Enters: stories, each with the arguments of a life and its calls, which may depend on what the reference said; what to
say where the two differ. Leaves: nothing where they never do, otherwise the trial ends with the last calls, as a
learner would write them. Each call runs under the check's limit, and may be awaited.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.values import type_name

__all__ = ["Calls", "Story", "alongside"]

SHOWN = 8  # calls
Calls = Generator[tuple[Any, ...], Any, None]
"""Yields a method's name and arguments, and gets what the reference said."""


@dataclass(frozen=True, slots=True)
class Story:
    """``why`` makes the sentence for a value that is not the reference's."""

    args: tuple[object, ...]
    reference: Any
    calls: Calls
    why: Callable[[Any], str]
    about: str = ""


def alongside(stories: Callable[[], Iterable[Story]], *methods: str) -> Judge:
    """A judge over stories, made anew for every check; where the reference returns None, anything will do."""

    async def judge(trial: Trial) -> None:
        for story in trial.each(stories(), "scenes"):
            await _live(trial, story, methods)

    return judge


async def _live(trial: Trial, story: Story, methods: Iterable[str]) -> None:
    made = trial.written(*story.args)
    answer = await trial.call(*story.args)
    called = {name: await _method(trial, made, answer, name) for name in methods}
    told, said = list[str](), None
    while (call := _next(story.calls, said)) is not None:
        name, *args = call
        said = getattr(story.reference, name)(*args)
        told.append(f"{name}({', '.join(f'{one:.12g}' for one in args)})")
        case = f"{made}: {'…, ' * (len(told) > SHOWN)}{', '.join(told[-SHOWN:])}"
        given = await called[name].call(*args, case=case)
        if said is None:
            continue
        told[-1] += f" → {given}"
        if type(given) is not type(said):
            trial.fail(f"{name} returned {type_name(given)}, expected {type_name(said)}.", case=case)
        if given != said:
            about = f"{story.about}. " if story.about else ""
            trial.fail(story.why(given), pair=(given, said), case=f"{about}{case} → {given}")


def _next(calls: Calls, said: object) -> tuple[Any, ...] | None:
    try:
        return calls.send(said)
    except StopIteration:
        return None


async def _method(trial: Trial, made: str, answer: object, name: str) -> Trial:
    """A method of the answer, which must have it, as something to call under the limit."""
    method = await trial.of(partial(getattr, answer, name, None)).call(case=made)
    if not callable(method):
        trial.fail(f"{made} gives {type_name(answer)}, which has no method {name}.", case=made)
    return trial.of(method)
