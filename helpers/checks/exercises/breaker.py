"""2E: a circuit breaker. It guards a real server on a step clock; then random calls run beside our own breaker.

Not asked: what a report changes that comes when the circuit is open already, and times that go back.
"""

import random
from collections.abc import Sequence
from itertools import zip_longest

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.exercises.breaker_scenes import COOLDOWN, SCENES, Scene
from helpers.checks.exercises.our_breaker import OurBreaker
from helpers.checks.exercises.outage import Outage
from helpers.checks.judges.guard import Guard
from helpers.loops.breaker import Circuit

__all__ = ["BREAKER"]

RUNS, CALLS = 30, 40


async def _judge(trial: Trial) -> None:
    trial.total, trial.unit = len(SCENES) + RUNS, "scenes"
    for scene in SCENES:
        await _play(trial, scene)
        trial.done += 1
    for seed in range(RUNS):
        await _beside_ours(trial, random.Random(f"Breaker {seed}"))
        trial.done += 1


async def _play(trial: Trial, scene: Scene) -> None:
    guard = await Guard.made(trial, scene.threshold, COOLDOWN)
    async with (outage := Outage(scene.down, scene.takes)):

        async def report(well: bool) -> None:
            await guard.report(well, outage.clock())

        for moment in scene.asks:
            await outage.wait(moment)
            if await guard.allow(moment):
                outage.send(report)
        await outage.wait(scene.asks[-1] + 1)
    for seen, wanted in zip_longest(outage.asked, scene.seen, fillvalue=1e9):
        if seen != wanted:
            about = f"{guard.written}. {scene.about}; a reply takes {scene.takes:g} s."
            pair = (_said(outage.asked), _said(scene.seen))
            trial.fail(scene.more if seen < wanted else scene.less, pair=pair, case=about)


def _said(moments: Sequence[float]) -> Said:
    times = ", ".join(f"{moment:g}" for moment in moments)
    return Said(f"requests at {times} s" if times else "no request")


async def _beside_ours(trial: Trial, source: random.Random) -> None:
    """One request is away at a time; while it is a trial, others ask too."""
    threshold, cooldown = source.randrange(1, 5), source.randrange(1, 9)
    ours, guard = OurBreaker(threshold, cooldown), await Guard.made(trial, threshold, cooldown)
    now, away = 0.0, False
    for _ in range(CALLS):
        now += source.choice((0, 0.25, 1, 1, 2, 4))
        if away and (ours.state is Circuit.CLOSED or source.random() < 0.5):
            well, away = source.random() < 0.4, False
            (ours.succeeded if well else ours.failed)(now)
            await guard.report(well, now)
        else:
            wanted = ours.allow(now)
            given = await guard.allow(now)
            if given != wanted:
                sentence = f"By the table of states the circuit is {ours.state.value} now"
                sentence += ", and its trial is away." if away else "."
                trial.fail(sentence, pair=(given, wanted), case=guard.story)
            away = away or wanted


BREAKER = Exercise(
    name="Breaker",
    lesson="2E",
    title="A circuit breaker",
    task="Nothing is written yet. Begin with a closed circuit: allow returns True, the reports do nothing.",
    hints=(
        "Closed means: fewer than threshold failures in a row. So count them in failed, and begin at 0 in succeeded.",
        "When it opens, remember until when: now + cooldown. allow compares; the first to come then is the trial.",
        "While the trial is away, allow says no, whatever the time is. If the trial fails, remember now + cooldown "
        "again; if it succeeds, the count is 0.",
    ),
    rfc="",
    judge=_judge,
    praise="In eleven scenes and thirty random ones exactly those requests left that may leave.",
)
