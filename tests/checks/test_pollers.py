"""The polling clients of 2A agree with the lesson's formulas, and leave nothing open."""

import asyncio
import time

import pytest

from helpers.checks.exercises.pollers import mean_age, requests_in_a_minute


def alone(coroutine):
    """What it gives, when it is over and has left no task and no time on the wall."""

    async def main():
        started = time.monotonic()
        value = await coroutine
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert time.monotonic() - started < 30  # some hundred seconds on the clock
        return value

    return asyncio.run(main())


@pytest.mark.parametrize(("interval", "round_trip", "clients"), [(3, 2, 1), (10, 5, 4), (0.5, 2, 3)])
def test_a_minute_has_as_many_requests_as_rounds(interval, round_trip, clients):
    wanted = round(clients * 60 / (interval + round_trip))
    assert alone(requests_in_a_minute(interval, round_trip, clients=clients, most=1000)) == wanted


def test_over_the_limit_it_stops_counting():
    assert 5 < alone(requests_in_a_minute(0, 0.5, clients=1, most=5)) < 120


@pytest.mark.parametrize(("interval", "round_trip"), [(3, 1), (0, 2), (20, 5)])
def test_the_mean_age_is_half_an_interval_and_the_round_trip(interval, round_trip):
    assert alone(mean_age(interval, round_trip)) == pytest.approx(interval / 2 + round_trip)
