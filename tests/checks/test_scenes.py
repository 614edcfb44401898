"""A loop plays scenes on a stage: laws look at what it did, and the stage stays calm whatever it does."""

import asyncio

import pytest

from helpers.checks.engine.exercise import Exercise, examine
from helpers.checks.judges.scenes import (
    Wrong,
    alone,
    asked,
    at_times,
    broken,
    endless,
    on_scenes,
    on_time,
    rendered,
)
from helpers.checks.judges.stage import Scene, Stage
from helpers.loops.nap import nap
from helpers.loops.quiet import quiet

ONE_SECOND = Scene("replies after 1 s", 10, takes=(1,))


class Watched(Stage):
    cast = "gate stop ask render clock"
    prompt = False


def every_two(play):
    return [(at, f"one is due at {at} s") for at in range(0, 12, 2)]


def judged(answer, *laws, scenes=(ONE_SECOND,), limit=0.5, **options):
    exercise = Exercise(
        name="loop", lesson="2C", title="x", task="x", hints=(), rfc="", praise="fine",
        judge=on_scenes(scenes, *laws, **options),
    )  # fmt: skip

    async def main():
        verdict = await examine(exercise, answer, limit=limit)
        await quiet()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return verdict

    return asyncio.run(main())


async def well(ask, render, sleep):
    while True:
        render(await ask())
        await sleep(1)


def test_a_loop_that_keeps_every_law_passes():
    assert judged(well, endless, asked, alone, rendered, on_time(every_two)).passed


@pytest.mark.parametrize(
    ("law", "plan", "sentence"),
    [
        (on_time(lambda play: [(0, ""), (1, "too late")]), "asked at 2 s", "too late"),
        (on_time(lambda play: [(at, "too many") for at in (0, 2, float("inf"))]), "not asked", "too many"),
        (on_time(lambda play: [(2 * at, "") for at in range(6)] + [(99, "")]), None, None),
        (on_time(lambda play: [(2 * at, "") for at in range(5)] + [(9.5, "one more")]), "asked at 9.5 s", "one more"),
    ],
)  # fmt: skip
def test_a_plan_is_compared_question_by_question(law, plan, sentence):
    scene = Scene("replies after 1 s", 9.75, takes=(1,))
    verdict = judged(well, law, scenes=(scene,))
    assert verdict.passed is (sentence is None)
    assert sentence is None or (verdict.sentence == sentence and plan in repr(verdict))


def test_events_happen_at_their_moments_and_those_at_zero_before_the_answer():
    heard = []

    async def answer(gate, stop, ask, render, clock):
        heard.append(gate.paused)
        await gate.watched()
        heard.append(clock())
        await nap(clock, 100, woken=stop)
        heard.append(clock())

    scene = Scene("a day", 10, "0 hide, 2.5 show, 4 halt")
    assert judged(answer, scenes=(scene,), stage=Watched).passed
    assert heard == [True, 2.5, 4]


def test_faults_are_for_one_reply_each_and_the_last_for_all_that_follow():
    heard = []

    class Failing(Stage):
        spotless = False

        async def ask(self):
            return await self.exchange("/poll")

    async def answer(ask, render, sleep):
        for _ in range(4):
            try:
                heard.append(await ask())
            except OSError as error:
                heard.append(type(error))

    judged(answer, scenes=(Scene("", 1, faults="200, drop, 503"),), stage=Failing)
    assert heard == [(200, 1), ConnectionResetError, (503, 3), (503, 4)]


def test_the_law_over_all_scenes_is_looked_at_with_the_last():
    seen = []

    def together(plays):
        seen.append(len(plays))
        yield Wrong("all alike", "1", "2")

    verdict = judged(well, scenes=[ONE_SECOND] * 3, together=together)
    assert (verdict.sentence, verdict.tally, seen) == ("all alike", "2 of 3 scenes", [3])


def test_who_is_cancelled_and_goes_on_is_told_so():
    async def stubborn(ask, render, sleep):
        while True:
            try:
                await sleep(1)
            except BaseException:
                continue

    assert judged(stubborn).sentence.startswith("Somebody cancelled your loop, and it went on.")


def test_a_storm_waits_and_a_task_that_fails_is_told():
    async def storm(ask, render, sleep):
        while True:
            await ask()

    async def slip(ask, render, sleep):
        async def once():
            await ask(1)

        task = asyncio.create_task(once())
        await sleep(100)
        await task

    assert judged(storm, asked, scenes=(Scene("at once", 5),)).passed
    assert judged(slip).sentence == "A task of yours raised TypeError: ask(): too many positional arguments"


def test_naps_that_never_last_are_told_so():
    async def naps(gate, stop, ask, render, clock):
        while True:
            await nap(clock, 3, woken=gate.changed)

    verdict = judged(naps, scenes=(Scene("hidden", 5, "1 hide"),), stage=Watched)
    assert "gate.changed is set while nobody looks" in verdict.sentence


def test_a_law_may_be_a_table_of_what_is_broken():
    rows = broken((True, "One."), (False, "Two."), (["3"], "Three.", 3, None))
    assert rows == [Wrong("One."), Wrong("Three.", "3", "None")]


def test_what_was_told_is_said_with_its_moments():
    assert at_times([(0.0, "Hello"), (1.5, 1001)]) == "'Hello' at 0 s, 1001 at 1.5 s"
    assert at_times([(1.0, "x")] * 9) == ", ".join(["'x' at 1 s"] * 4)
    assert at_times([], nothing="no reply yet") == "no reply yet"


def test_a_stage_is_prepared_before_its_scene():
    class Prepared(Stage):
        def prepare(self):
            self.rate = 2 * self.scene.due

        cast = "ask rate sleep"

    async def loop(ask, rate, sleep):
        while True:
            await ask()
            await sleep(rate)

    assert judged(loop, on_time(every_two), scenes=[Scene("two", 9, due=1)], stage=Prepared).passed
