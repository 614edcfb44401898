"""What stands on the way, in models that are the same in two runs, and in a real nginx."""

import asyncio
from statistics import median

import pytest

from helpers.measure.behind import NO_WAY_IN, UPGRADE, Quiet, behind_nginx, behind_timeout, over_line
from helpers.measure.line import Line
from helpers.measure.measuring import elsewhere
from helpers.measure.setting import Setting
from helpers.measure.ways import WAYS
from helpers.net.nginx import MISSING, find_nginx

DUMB = Setting(every=0.2, hold=60, alive=60, ping=60)


@pytest.mark.parametrize("way", WAYS.values(), ids=str)
def test_who_says_that_it_lives_is_not_cut_and_who_is_silent_is(way):
    assert asyncio.run(behind_timeout(way, Setting())).cut == 0
    silent = asyncio.run(behind_timeout(way, DUMB))
    if way.name == "socketio-polling":  # its posts have a connection of their own, which is cut as well
        assert silent == Quiet(5, None)  # a poll that was cut has taken the message: lesson 6A says so
    else:
        assert silent.cut == (0 if way.on_a_timer else 3)
        assert silent.late < 3  # who was cut has come again


def test_a_line_without_loss_costs_what_its_parts_add_up_to():
    """A message over a WebSocket: its bytes by the bandwidth, then the delay, to the microsecond."""
    line = Line(delay=0.2, bandwidth=1000, loss=0)
    ages = asyncio.run(over_line(WAYS["websocket"], Setting(), line, messages=3))
    assert len(ages) == 3
    assert all(0.2 + 0.15 < age < 0.2 + 0.25 for age in ages)  # 150 to 250 bytes at 1,000 a second


def test_a_lossy_line_delays_some_and_is_the_same_in_two_runs():
    first, second = (asyncio.run(over_line(WAYS["sse"], Setting(), Line(loss=0.2))) for _ in range(2))
    assert first == second
    assert max(first) > 1 > median(first)


def test_a_short_poll_waits_for_its_timer_on_every_line():
    ages = asyncio.run(over_line(WAYS["polling"], Setting(), Line(loss=0)))
    assert 0.3 < median(ages) < 1.5


@pytest.mark.skipif(find_nginx() is None, reason=MISSING)
@pytest.mark.parametrize(
    ("way", "buffering", "asked", "upgraded"),
    [
        ("polling", "when it asks", "when it asks", "when it asks"),
        ("long-polling", "at once", "at once", "at once"),
        ("sse", NO_WAY_IN, "at once", "at once"),
        ("websocket", NO_WAY_IN, NO_WAY_IN, "at once"),
    ],
)
def test_a_real_nginx_keeps_streams_back_and_refuses_to_switch_until_it_is_told(
    way, buffering, asked, upgraded
):
    found = [
        asyncio.run(behind_nginx(WAYS[way], Setting(every=0.2), more))
        for more in ("proxy_ignore_headers X-Accel-Buffering;", "", UPGRADE)
    ]
    assert found == [buffering, asked, upgraded]


def test_a_message_after_silence_is_late_by_the_timer():
    assert asyncio.run(behind_timeout(WAYS["polling"], Setting(every=1))) == Quiet(
        0, pytest.approx(1, abs=0.1)
    )


def test_a_wire_that_is_held_in_this_kernel_silences_no_ping_elsewhere():
    [found] = asyncio.run(elsewhere("timeout", Setting()))
    assert {way: result["cut"] for way, result in found.items()} == dict.fromkeys(WAYS, 0)
