"""Retrying: as often as allowed, as late as asked, and no more than the budget has."""

import asyncio
from random import Random

from helpers.loops.backoff import Backoff
from helpers.loops.clock import StepClock
from helpers.loops.lane import Lane
from helpers.loops.retry import GivenUp, RetryBudget, TryAgain, retry
from helpers.trace import Mark, Trace


class Flaky:
    """Fails a number of times, then works."""

    def __init__(self, fails: int, after: float | None = None) -> None:
        self.fails, self.after, self.asked = fails, after, 0

    async def __call__(self) -> str:
        self.asked += 1
        if self.asked <= self.fails:
            raise TryAgain("status 500", after=self.after)
        return "done"


def play(action: Flaky, **options) -> tuple[object, list[Mark]]:
    async def main() -> tuple[object, list[Mark]]:
        clock = StepClock(moment=0)
        trace = Trace(clock=clock)
        backoff = Backoff("exponential", random=Random(0), base=1, cap=60)
        run = retry(action, backoff=backoff, clock=clock, lane=Lane("ada", trace), **options)
        task = asyncio.ensure_future(run)
        await clock.advance(1000)
        if task.done() and task.exception() is None:
            assert backoff.failures == 0
        return task.exception() or task.result(), [m for m in trace.records if isinstance(m, Mark)]

    return asyncio.run(main())


def test_asks_until_it_works_and_writes_what_it_did():
    result, marks = play(Flaky(2))
    assert result == "done"
    assert marks == [
        Mark("ada", 0, 0, "request 1 · status 500"),
        Mark("ada", 0, 1, "retry 1 in 1 s"),
        Mark("ada", 1, 1, "request 2 · status 500"),
        Mark("ada", 1, 3, "retry 2 in 2 s"),
        Mark("ada", 3, 3, "request 3"),
    ]


def test_gives_up_after_the_attempts_it_has():
    action = Flaky(99)
    error, _ = play(action, attempts=4)
    assert isinstance(error, GivenUp)
    assert str(error) == "gave up after 4 attempts: status 500"
    assert isinstance(error.__cause__, TryAgain)
    assert action.asked == 4


def test_waits_at_least_as_long_as_the_server_asked():
    result, marks = play(Flaky(1, after=30))
    assert result == "done"
    assert 30 <= marks[-1].start <= 31


def test_other_errors_are_not_retried():
    async def broken() -> None:
        raise KeyError("bug")

    error, _ = play(broken)
    assert isinstance(error, KeyError)


def test_no_attempt_at_all_is_an_error_of_ours():
    error, _ = play(Flaky(0), attempts=0)
    assert isinstance(error, ValueError)


def test_a_budget_bounds_the_load_when_everything_fails():
    budget, asked = RetryBudget(ratio=0.1, reserve=10), 0
    for _ in range(200):
        action = Flaky(99)
        error, _ = play(action, budget=budget)
        asked += action.asked
        assert isinstance(error, GivenUp)
    assert asked <= 200 + 10 + 0.1 * 200
    assert "no retry left: status 500" in str(error)
