"""Every server of the contest echoes what it is asked to, and says what it used."""

import pytest

from helpers.net.websocket.contest import servers
from helpers.net.websocket.contest.contestant import contestants, installed
from helpers.net.websocket.contest.echoing import MAKES, compare_echoes
from tests.net.net_samples import in_loop


@in_loop
async def test_all_that_are_installed_take_part():
    found = await compare_echoes(size=200, count=30, window=7, rounds=1)
    assert list(found) == installed(MAKES)
    assert all(speed.cpu >= 0 and speed.rate > 0 for speed in found.values())


def test_what_is_not_installed_is_left_out():
    assert installed(["ours", "no_such_server", "bare"]) == ["ours", "bare"]
    assert set(MAKES) < set(servers.SERVERS)


@in_loop
async def test_a_process_says_what_it_has_used_and_one_that_breaks_is_told_from_it():
    async with contestants(["bare"], "memory") as (bare,):
        used = await bare.used()
        assert used.cpu > 0
        assert used.memory > 0
    with pytest.raises(ChildProcessError, match="'nobody' did not start"):
        async with contestants(["nobody"]):
            pass
