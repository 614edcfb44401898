"""A learner's breaker is called under the limit of its check, and what it was asked can be told."""

import asyncio

import pytest

from helpers.checks.engine.exercise import Exercise, examine
from helpers.checks.judges.guard import Guard


class Open:
    def __init__(self, threshold, cooldown):
        self.reports = []

    def allow(self, now):
        return False

    async def succeeded(self, now):
        self.reports.append(now)

    def failed(self, now):
        while True:
            pass


def judged(play, answer=Open, limit=0.1):
    async def judge(trial):
        await play(await Guard.made(trial, 3, 10))

    return asyncio.run(examine(Exercise("Open", "2E", "x", "x", (), "", judge, "fine"), answer, limit=limit))


def test_the_last_calls_are_told_as_a_learner_would_write_them():
    stories = []

    async def play(guard):
        stories.append(guard.story)
        for now in range(9):
            assert await guard.allow(now) is False
        await guard.report(True, 9.5)
        stories.append(guard.story)

    assert judged(play).passed
    calls = ", ".join(f"allow({now}) → False" for now in range(2, 9))
    assert stories == ["Open(3, 10): ", f"Open(3, 10): …, {calls}, succeeded(9.5)"]


def test_a_report_that_never_returns_is_stopped():
    async def play(guard):
        await guard.report(False, 0)

    verdict = judged(play)
    assert verdict.sentence == "Your code was still running after 0.1 s and was stopped."
    assert "Open(3, 10): failed(0)" in repr(verdict)


@pytest.mark.parametrize("given", [None, 1, "yes"])
def test_allow_says_true_or_false(given):
    class Odd(Open):
        def allow(self, now):
            return given

    async def play(guard):
        await guard.allow(0)

    assert judged(play, Odd).sentence.endswith(", expected True or False.")


def test_a_method_that_is_made_in_an_endless_loop_is_stopped():
    class Hostile:
        def __init__(self, threshold, cooldown):
            pass

        def __getattr__(self, name):
            while True:
                pass

    assert judged(None, Hostile).sentence == "Your code was still running after 0.1 s and was stopped."


def test_a_missing_method_is_named():
    assert judged(None, lambda *_: 7).sentence.endswith("has no method allow(now).")
