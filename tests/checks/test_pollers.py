"""The polling clients of 2A agree with the lesson's formulas, and leave nothing open."""

import asyncio
import time

import pytest

from helpers.checks.exercises.pollers import Pollers, record


def logged(**options):
    """The log of one client that asks from 0 on, when it is over and has left no task and no time on the wall."""

    async def main():
        started = time.monotonic()
        log = await record(Pollers("a client", **options))
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert time.monotonic() - started < 30  # some hundred seconds on the clock
        return log

    return asyncio.run(main())


@pytest.mark.parametrize(("interval", "takes"), [(3, 2), (10, 5), (0.5, 2)])
def test_who_asks_then_sleeps_asks_once_a_round(interval, takes):
    log = logged(interval=interval, takes=(takes,), lasts=60)
    assert [asked for asked, _, _ in log] == [number * (interval + takes) for number in range(len(log))]
    assert len(log) == 60 // (interval + takes)


def test_at_a_fixed_rate_nobody_waits_for_replies():
    log = logged(interval=1, takes=(3, 0.5), lasts=5, waits=False)
    assert [(asked, read) for asked, read, _ in log] == [(1, 1.5), (0, 3), (3, 3.5), (2, 5)]


@pytest.mark.parametrize(("interval", "takes"), [(3, 1), (0, 2), (20, 5)])
def test_the_mean_age_is_half_an_interval_and_the_round_trip(interval, takes):
    cycle, count = interval + takes, 40
    said = [takes / 2 + cycle * (number + 0.5) / count for number in range(2 * count)]
    log = logged(interval=interval, takes=(takes,), said=said, lasts=3 * cycle)
    ages = [read - moment for _, read, brought in log for moment in brought]
    assert len(ages) == len(said)
    assert sum(ages) / len(ages) == pytest.approx(interval / 2 + takes)


def test_several_clients_get_each_message_once_each():
    log = logged(interval=1, takes=(1.5,), said=(0.2, 2), starts=(0, 0.5), lasts=7, waits=False)
    assert sorted(moment for _, _, brought in log for moment in brought) == [0.2, 0.2, 2, 2]
