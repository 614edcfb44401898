"""Strategies by their properties, and beside the libraries' own."""

import statistics
from random import Random

import pytest
import stamina
import tenacity
from hypothesis import given
from hypothesis import strategies as st

from helpers.loops.backoff import (
    STRATEGIES,
    Backoff,
    Failure,
    decorrelated_jitter,
    exponential,
    full_jitter,
    immediate,
    linear,
)

failures = st.integers(1, 5000)
bases = st.floats(0.001, 10)
caps = st.floats(10, 1000)
randoms = st.randoms(use_true_random=False)


def test_the_fixed_ones():
    assert immediate() == 0
    assert [linear(n) for n in (1, 2, 3)] == [8, 13, 18]
    assert [exponential(n, base=1, cap=20) for n in range(1, 8)] == [1, 2, 4, 8, 16, 20, 20]


@given(failures, bases, caps)
def test_exponential_doubles_up_to_the_cap(n: int, base: float, cap: float):
    this, following = exponential(n, base=base, cap=cap), exponential(n + 1, base=base, cap=cap)
    assert following == min(cap, 2 * this)
    assert base <= this <= cap


@given(failures, bases, caps, randoms)
def test_full_jitter_stays_under_the_exponential(n: int, base: float, cap: float, random: Random):
    assert 0 <= full_jitter(n, base=base, cap=cap, random=random) <= exponential(n, base=base, cap=cap)


@given(st.floats(0, 5000), bases, caps, randoms)
def test_decorrelated_jitter_stays_within_three_times_the_previous(previous, base, cap, random):
    delay = decorrelated_jitter(previous, base=base, cap=cap, random=random)
    assert base <= delay <= cap
    assert delay <= 3 * max(base, previous)


@given(st.sampled_from(sorted(STRATEGIES)), failures, bases, caps, randoms)
def test_every_strategy_of_the_table_gives_a_time_to_wait(name, n, base, cap, random):
    delay = STRATEGIES[name](Failure(n, base, base, cap, random))
    assert delay >= 0
    if name != "linear":
        assert delay <= cap


def test_jitter_fills_its_range_evenly():
    random = Random(6)
    delays = [full_jitter(4, base=1, cap=60, random=random) for _ in range(20_000)]
    assert statistics.mean(delays) == pytest.approx(4, rel=0.02)
    assert min(delays) < 0.01
    assert max(delays) > 7.99


@given(st.sampled_from(sorted(STRATEGIES)), st.integers(0, 1000))
def test_the_same_seed_gives_the_same_delays(name: str, seed: int):
    one, two = (Backoff(name, random=Random(seed)) for _ in range(2))
    assert [one.next() for _ in range(8)] == [two.next() for _ in range(8)]


def test_counts_failures_until_it_is_reset():
    backoff = Backoff("exponential", random=Random(0), base=1, cap=60)
    assert [backoff.next() for _ in range(3)] == [1, 2, 4]
    backoff.reset()
    assert (backoff.failures, backoff.next()) == (0, 1)


@given(st.sampled_from(sorted(STRATEGIES)), st.floats(0, 1000), st.integers(1, 30), st.integers(0, 1000))
def test_retry_after_is_obeyed_and_jittered(name: str, after: float, n: int, seed: int):
    backoff = Backoff(name, random=Random(seed), base=1, cap=60)
    waits = [backoff.next(after=after) for _ in range(n)]
    assert all(after <= wait <= after + min(60, 2**i) + 1e-9 for i, wait in enumerate(waits))


def test_a_server_is_granted_an_hour_at_most():
    waits = [Backoff(random=Random(seed)).next(after=3_000_000) for seed in range(50)]
    assert all(3600 <= wait <= 3601 for wait in waits)
    assert len(set(waits)) == 50  # and the jitter is still there


def test_a_herd_told_to_come_back_does_not_come_back_in_step():
    random = Random(1)
    waits = {Backoff("immediate", random=random).next(after=30) for _ in range(100)}
    assert len(waits) == 100


@pytest.mark.parametrize("options", [{"base": 0.0}, {"base": 5.0, "cap": 2.0}])
def test_refuses_a_base_above_its_cap(options):
    with pytest.raises(ValueError, match="expected 0 < base <= cap"):
        Backoff(random=Random(0), **options)


def test_refuses_a_strategy_it_does_not_know():
    with pytest.raises(ValueError, match=r"no strategy 'hope': choose one of immediate, linear"):
        Backoff("hope", random=Random(0))


# ---- the libraries ----


def attempt(number: int) -> tenacity.RetryCallState:
    state = tenacity.RetryCallState(None, None, (), {})
    state.attempt_number = number
    return state


def test_tenacitys_wait_random_exponential_is_full_jitter(monkeypatch: pytest.MonkeyPatch):
    wait = tenacity.wait_random_exponential(multiplier=0.5, max=60)
    for n in range(1, 12):
        seed = 100 + n
        monkeypatch.setattr("random.uniform", Random(seed).uniform)
        assert wait(attempt(n)) == pytest.approx(full_jitter(n, base=0.5, cap=60, random=Random(seed)))


def test_tenacitys_wait_exponential_jitter_adds_a_bounded_jitter():
    wait = tenacity.wait_exponential_jitter(initial=1, max=60, jitter=1)
    for n in range(1, 10):
        floor = exponential(n, base=1, cap=60)
        waits = [wait(attempt(n)) for _ in range(200)]
        assert min(waits) >= min(floor, 60)
        assert max(waits) <= min(60, floor + 1)
    assert min(wait(attempt(6)) for _ in range(200)) >= 32  # full jitter would go down to zero


def test_staminas_delays_are_exponential_with_a_bounded_jitter(monkeypatch: pytest.MonkeyPatch):
    caller = stamina.RetryingCaller(attempts=6, timeout=None, wait_initial=1, wait_max=60, wait_jitter=1)
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    with pytest.raises(ValueError, match="no"):
        caller(ValueError, fail)
    assert len(waits) == 5
    for n, wait in enumerate(waits, start=1):
        floor = exponential(n, base=1, cap=60)
        assert floor <= wait <= floor + 1


def fail() -> None:
    raise ValueError("no")
