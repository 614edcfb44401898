"""What a client far away asks and hears agrees with the arithmetic of 2A."""

import asyncio

import pytest

from helpers.chat.far_away import listen
from helpers.loops.poll import ask_then_sleep, fixed_rate
from helpers.net import stop_all
from helpers.trace import Arrival
from helpers.vocabulary import Side


def heard(loop, **options):
    async def main():
        try:
            return await listen(loop, **options)
        finally:
            await stop_all()

    trace, ages = asyncio.run(main())
    asked = [
        one for one in trace.records if isinstance(one, Arrival) and one.side is Side.CLIENT and one.data
    ]
    return len(asked), ages


@pytest.mark.parametrize(
    ("loop", "cycle", "mean", "worst"), [(ask_then_sleep, 3.4, 1.9, 3.6), (fixed_rate, 3, 1.7, 3.2)]
)
def test_load_and_staleness_are_those_of_the_lesson(loop, cycle, mean, worst):
    asked, ages = heard(loop, interval=3, round_trip=0.4, seconds=300)
    assert asked == 300 // cycle + 1
    assert sum(ages) / len(ages) == pytest.approx(mean, abs=0.1)
    assert 0.2 <= min(ages) < max(ages) <= worst


def test_it_is_the_same_each_time():
    assert heard(ask_then_sleep, interval=1, round_trip=1, seconds=20) == heard(
        ask_then_sleep, interval=1, round_trip=1, seconds=20
    )
