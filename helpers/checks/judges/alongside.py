"""The judge of objects: what the answer makes lives beside a reference, and must say the same at every call.

Enters: the reference, a class whose public methods the answer must have too; stories, each with the calls of a life;
lives by chance. Leaves: nothing where the two never differ, otherwise the trial ends with the last calls, as learners
write them. Each call runs under the check's limit, and may be awaited.
"""

import random
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Any

from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.values import type_name

__all__ = ["CALLS", "Calls", "Story", "alongside"]

CALLS, LIVES, SHOWN = 40, 30, 8  # calls of a life by chance, such lives, calls that a verdict shows
Calls = Generator[tuple[Any, ...], Any, None]
"""Yields a method's name and arguments, and gets what the reference said."""


@dataclass(frozen=True, slots=True)
class Story:
    """``calls`` are text, ``"join 1, say 7"``, or what yields them, which may look at the reference.

    ``why`` is said of a value that is not the reference's, ``less`` of a False that should be True; where neither
    stands the reference is asked, ``why(given)``. ``args`` are those of this life alone.
    """

    calls: str | Calls | Callable[[Any], Calls]
    why: str = ""
    less: str = ""
    args: tuple[object, ...] = ()
    about: str = ""


def alongside(
    reference: Any,
    stories: Iterable[Story],
    by_chance: Callable[[random.Random], Story],
    args: tuple[object, ...] = (),
) -> Judge:
    """A judge over stories; ``args`` make what lives in them. Where the reference returns None, anything will do."""

    async def judge(trial: Trial) -> None:
        chances = (random.Random(f"{trial.name} {number}") for number in range(LIVES))
        for story in trial.each([*stories, *map(by_chance, chances)], "scenes"):
            await _live(trial, story, reference, story.args or args)

    return judge


async def _live(trial: Trial, story: Story, reference: Any, args: tuple[object, ...]) -> None:
    made, ours = trial.written(*args), reference(*args)
    answer = await trial.call(*args)
    names = (name for name in vars(reference) if name[0] != "_" and name != "why")
    called = {name: await trial.method(answer, name, case=made) for name in names}
    told, said = list[str](), None
    calls = _calls(story.calls, ours)
    while (call := _next(calls, said)) is not None:
        name, *numbers = call
        said = getattr(ours, name)(*numbers)
        told.append(f"{name}({', '.join(f'{one:.12g}' for one in numbers)})")
        case = f"{made}: {'…, ' * (len(told) > SHOWN)}{', '.join(told[-SHOWN:])}"
        given = await called[name].call(*numbers, case=case)
        if said is None:
            continue
        told[-1] += f" → {given}"
        if type(given) is not type(said):
            trial.fail(f"{name} returned {type_name(given)}, expected {type_name(said)}.", case=case)
        if given != said:
            why = (story.less if given is False else "") or story.why or ours.why(given)
            about = f"{story.about}. " if story.about else ""
            trial.fail(why, pair=(given, said), case=f"{about}{case} → {given}")


def _calls(calls: str | Calls | Callable[[Any], Calls], ours: object) -> Calls:
    if isinstance(calls, str):
        words = map(str.split, calls.strip(", ").split(", "))
        return ((name, *map(_number, numbers)) for name, *numbers in words)
    return calls(ours) if callable(calls) else calls


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _next(calls: Calls, said: object) -> tuple[Any, ...] | None:
    try:
        return calls.send(said)
    except StopIteration:
        return None
