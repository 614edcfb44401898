"""The parts of a workload add up to what a tap counts of the whole."""

import asyncio

import pytest

from helpers.checks.exercises.predict import LOADS, WAYS, ours
from helpers.measure.parts import costs_of, counted

NEAR = 0.05  # a message also ends a silence early: that much is left to it


@pytest.mark.parametrize("way", WAYS)
def test_the_parts_add_up_to_the_whole(way):
    clients, minutes, messages = LOADS[-1]
    costs = asyncio.run(costs_of(way))
    whole, requests = asyncio.run(counted(way, clients=clients, minutes=minutes, messages=messages))
    assert set(costs) == {"arrive", "minute", "post", "hear"}
    assert ours(costs, clients, minutes, messages)[0] == pytest.approx(whole, rel=NEAR)
    assert requests >= clients


def test_two_counts_are_the_same():
    assert asyncio.run(costs_of("sse")) == asyncio.run(costs_of("sse"))
