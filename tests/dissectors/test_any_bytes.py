"""Any bytes, at any split: fields that tile, the same fields, no exception."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tests.dissectors.hostile as hostile
from tests.dissectors.engineio_samples import engineio_script
from tests.dissectors.signalr_samples import signalr_script
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, split

SIDES = st.sampled_from([CLIENT, SERVER])
BLOCKS = st.sampled_from([*hostile.REQUESTS, *hostile.RESPONSES, *hostile.PAYLOADS])
READS = st.lists(st.tuples(SIDES, st.binary(max_size=40) | BLOCKS), max_size=6)


@settings(max_examples=60, deadline=None)
@given(READS, st.booleans(), st.integers(0, 9))
def test_any_reads(reads, upgraded, seed):
    script = [(side, data) for side, data in reads if data]
    check_connection(
        script,
        [list(split(script, None)), list(split(script, Random(seed)))],
        protocol="websocket" if upgraded else "",
    )


def check_many(seed: int, count: int) -> int:
    """``count`` inputs, most of them short; one other split each."""
    random = Random(seed)
    kinds = (hostile.raw_script, hostile.frames_script, hostile.http_script, hostile.websocket_script)
    kinds += (engineio_script, signalr_script)
    for _ in range(count):
        (make,) = random.choices(kinds, weights=(36, 48, 11, 3, 1, 1))
        script = make(random)
        other = list(split(script, random))
        check_connection(script, [other], protocol="websocket" if make is hostile.frames_script else "")
    return count


def test_a_thousand_inputs():
    assert check_many(1, 1000) == 1000


@pytest.mark.slow
def test_a_million_inputs():
    workers, portion = os.cpu_count() or 1, 10_000
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        assert sum(pool.map(check_many, range(100), [portion] * 100)) == 1_000_000
