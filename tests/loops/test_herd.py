"""The herd: what the strategies are said to do, they do, the same at every run of a seed."""

import re
import sys
import time
from pathlib import Path

import pytest

from helpers.loops.backoff import STRATEGIES
from helpers.loops.herd import Outage, Recovery, compare, simulate, slices

LESSON = Path(__file__).parents[2] / "lessons" / "2e-backoff-and-retry.md"
SMALL = Outage(clients=300, capacity=30, budget=10_000)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_client_is_served_once_and_every_request_is_counted(strategy: str):
    result = simulate(strategy, SMALL)
    assert result.capped is (strategy == "immediate")
    assert result.wasted == result.requests - result.served > 0
    if not result.capped:
        assert result.served == SMALL.clients
        assert result.all_served == result.ended > 0
        assert result.retries[0] > 0 or strategy != "full jitter"
    assert sum(result.retries) <= result.requests


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_same_seed_gives_the_same_story(strategy: str):
    assert simulate(strategy, SMALL, seed=3) == simulate(strategy, SMALL, seed=3)
    assert simulate(strategy, SMALL, seed=3) != simulate(strategy, SMALL, seed=4)


def test_a_server_without_outage_and_with_room_wastes_nothing():
    result = simulate("immediate", Outage(clients=300, capacity=300, lasts=0))
    assert (result.wasted, result.falls, result.peak) == (0, 0, 0)
    assert result.all_served is not None


def test_a_herd_that_never_gets_through_ends_at_the_horizon():
    result = simulate("exponential", Outage(clients=5, capacity=0, horizon=50))
    assert (result.served, result.all_served, result.capped) == (0, None, False)
    assert result.ended == 50


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer is at work: coverage triples the time")
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_story_of_ten_thousand_takes_more_than_three_seconds(strategy: str):
    started = time.process_time()
    assert simulate(strategy).requests <= Outage().budget
    assert time.process_time() - started < 3


@pytest.fixture(scope="module")
def results() -> dict[str, Recovery]:
    """10,000 clients, 15 s outage, base 1 s, cap 60 s, failure latency 0.5 s, 1 s bins: the figures of ``Outage``."""
    assert Outage() == Outage(clients=10_000, lasts=15, base=1, cap=60, latency=0.5, capacity=1_000)
    return compare(seed=1)


def test_the_whole_herd_full_jitter_peaks_at_a_tenth_of_immediate_at_most(results: dict[str, Recovery]):
    immediate, full = results["immediate"], results["full jitter"]
    assert immediate.capped
    assert immediate.all_served is None
    assert full.peak <= immediate.peak / 10
    assert full.falls < results["exponential"].falls
    assert full.all_served < results["exponential"].all_served
    for name in ("linear", "exponential"):
        assert results[name].peak > 2 * full.peak  # waves in step, one after the other


def test_the_table_of_lesson_2e_says_what_the_simulation_says(results: dict[str, Recovery]):
    rows = re.findall(
        r"^\| ([a-z ]+) \| ([\d,]+) \| ([^|]+) \| (\d+) \| ([^|]+) \|$", LESSON.read_text(), re.M
    )
    assert rows == [
        (
            name,
            f"{one.peak:,}",
            f"stopped at {one.requests:,}" if one.capped else f"{one.wasted:,}",
            str(one.falls),
            "never" if one.all_served is None else f"{one.all_served:.0f} s",
        )
        for name, one in results.items()
    ]


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_full_jitters_peak_does_not_hang_on_the_seed(seed: int):
    assert simulate("full jitter", seed=seed).peak <= 1900


@pytest.mark.parametrize("strategy", ["linear", "full jitter"])
@pytest.mark.parametrize("events", [1, 1_000, 10**9])
def test_in_slices_it_is_the_same(strategy, events):
    outage = Outage(clients=200, capacity=30)
    results = []

    def watched():
        results.append((yield from slices(strategy, outage, events=events)))

    shares = list(watched())
    assert results == [simulate(strategy, outage)]
    assert shares == sorted(shares)
    assert shares[-1] == 1
