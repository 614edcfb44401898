"""The judge of loops: the answer plays scene after scene on a stage, and laws look at what it did there.

Enters: a stage, a table of scenes, the laws in an order that teaches. Leaves: nothing where all are kept, otherwise
the trial ends with what the first law says that is broken. Here are also the laws that most loops have to keep.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.values import describe, same
from helpers.checks.judges.draws import settled_chance
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["Wrong", "alone", "asked", "at_times", "broken", "endless", "on_scenes", "on_time", "rendered"]

CANCELLED = (
    "Somebody cancelled your loop, and it went on. Catch OSError alone: a bare except catches cancelling too."
)


class Wrong(NamedTuple):
    """What a law says of a scene in which it is broken; what was seen and what was due, in words."""

    sentence: str
    seen: str = ""
    due: str = ""


def broken(*rows: tuple[Any, ...]) -> list[Wrong]:
    """What a law found, one a row: whether it is so, and then the words. All are asked: each must be safe to ask."""
    return [Wrong(*map(str, words)) for holds, *words in rows if holds]


def at_times(rows: Iterable[tuple[float, object]], *, nothing: str = "nothing") -> str:
    """The first four things, each with its moment."""
    return ", ".join(f"{describe(what, limit=40)} at {when:g} s" for when, what in [*rows][:4]) or nothing


Law = Callable[[Any], Iterable[Wrong]]
Plan = Callable[[Any], Iterable[tuple[float, str]]]


def on_scenes(
    scenes: Iterable[Scene],
    *laws: Law,
    stage: Callable[[Trial, Scene], Stage] = Stage,
    together: Law = lambda plays: (),
    unit: str = "scenes",
) -> Judge:
    """A judge over scenes; ``together`` is a law over all of them, looked at with the last."""

    async def judge(trial: Trial) -> None:
        plays = [stage(trial, scene) for scene in scenes]
        with settled_chance():
            for play in trial.each(plays, unit):
                async with play.wire:
                    try:
                        await play.play()
                        await _look(play, [law(play) for law in laws])
                    finally:
                        await play.leave()
                if play is plays[-1]:
                    await _look(play, [together(plays)])

    return judge


async def _look(play: Stage, broken: Iterable[Iterable[Wrong]]) -> None:
    for wrong in (wrong for law in broken for wrong in law):
        pair = (Said(wrong.seen), Said(wrong.due)) if wrong.due else None
        play.trial.fail(wrong.sentence, pair=pair, case=play.scene.about)
    if play.over is None and await play.goes_on():
        play.trial.fail(CANCELLED, case=play.scene.about)


def asked(play: Stage) -> list[Wrong]:
    """It asks at all."""
    return broken((not play.questions, "Nothing was asked: a question leaves when you await ask(…)."))


def endless(play: Stage, *, until: str = "It goes on until somebody cancels it.") -> Iterator[Wrong]:
    """It goes on until the scene is over."""
    if play.over is not None and play.task:
        told = describe(play.task.result(), limit=60)
        yield Wrong(f"Your loop came to an end: it returned {told}. {until}")


def alone(play: Stage) -> Iterator[Wrong]:
    """At most one question is on its way."""
    for before, one in pairwise(play.questions):
        if one.at < before.until:
            yield Wrong(
                f"At {one.at:g} s a question left while another was on its way: await the reply first."
            )


def on_time(plan: Plan) -> Law:
    """Each question leaves when it is due; ``plan`` says when, and why, up to the next that is not asked yet."""

    def law(play: Stage) -> Iterator[Wrong]:
        for question, (due, why) in zip([*play.questions, None], plan(play), strict=False):
            at = question.at if question else math.inf
            if abs(at - due) > 1e-6 if question else due <= play.clock():
                yield Wrong(why, _asked(at), _asked(due))

    return law


def _asked(moment: float) -> str:
    return f"asked at {moment:g} s" if moment < math.inf else "not asked"


def rendered(play: Stage) -> Iterator[Wrong]:
    """Each reply is rendered once, when it comes."""
    came = play.replied
    for one, (when, what) in zip(came, [*play.rendered, *[(0.0, ...)] * len(came)], strict=False):
        reply, told = f"Reply {one.number} came at {one.until:g} s", describe(what, limit=60)
        number = next((other.number for other in came if same(what, play.body(other))), 0)
        if what is ... or number > one.number:
            yield Wrong(f"{reply} and was not rendered.")
        if not number:
            yield Wrong(f"Rendered was {told}, not the reply: render what await ask() gives.")
        if number < one.number:
            yield Wrong("A reply was rendered twice.")
        if when > one.until:
            yield Wrong(f"{reply} and was rendered at {when:g} s: render, then sleep.")
    if len(play.rendered) > len(came):
        yield Wrong("A reply was rendered twice.")
