"""The herd explorer: slices that let others run, a bar that moves, a line beside the recorded one."""

import asyncio

import pytest

from helpers.loops.herd import Outage, simulate, slices
from helpers.views.panels.herd import HerdPanel

OUTAGE = Outage(clients=300, capacity=30)
KNOBS = {"clients": ("Clients", 300, 10, 10_000), "cap": ("Cap, s", 60.0, 0.1, 3600.0)}


def explorer(**options):
    recorded = {name: simulate(name, OUTAGE) for name in ("linear", "full jitter")}
    by_numbers = lambda strategy, **numbers: slices(strategy, Outage(capacity=30, **numbers), events=50)  # noqa: E731
    return HerdPanel(by_numbers, recorded, "Herd", strategy="full jitter", **{**KNOBS, **options})


def in_a_loop(scene):
    async def main():
        return await scene(explorer())

    return asyncio.run(asyncio.wait_for(main(), 30))


def test_the_same_numbers_give_what_was_recorded_and_others_run_meanwhile():
    async def scene(panel):
        turns, seen = 0, set()
        running = asyncio.create_task(panel.run())
        while not running.done():
            turns += 1
            seen.add(panel.bar.value)
            await asyncio.sleep(0)
        assert turns > 10
        assert len(seen) > 5
        assert panel.bar.value == 0
        assert (await running).startswith("full jitter: peak ")
        _, points = panel.plot().data["series"][0]
        names = [name for name, _ in panel.plot().data["series"]]
        assert names == ["recorded: full jitter", "yours: full jitter"]
        assert panel.plot().data["series"][1][1] == points

    in_a_loop(scene)


def test_the_strategy_changes_what_it_stands_beside():
    async def scene(panel):
        before = panel.drawn.value
        panel.strategy.value = "linear"
        await asyncio.sleep(0)
        assert panel.drawn.value != before
        assert "recorded: linear" in panel.drawn.value
        assert panel.values()[:3] == [("Strategy", "linear"), ("Clients", "300"), ("Cap, s", "60")]
        assert panel.values()[3][1].startswith("peak ")

    in_a_loop(scene)


def test_what_stopped_at_a_number_of_requests_says_so():
    async def scene(panel):
        panel._simulate = lambda strategy, **_: slices(
            "immediate", Outage(clients=300, capacity=1, budget=2_000)
        )
        assert (await panel.run()).endswith("2,000 requests wasted, 0 falls, stopped there.")

    in_a_loop(scene)


def test_it_can_be_stopped_and_does_not_run_twice():
    async def scene(panel):
        running = asyncio.create_task(panel.run())
        await asyncio.sleep(0)
        assert (panel.start.disabled, panel.stop.disabled) == (True, False)
        with pytest.raises(RuntimeError, match="runs already"):
            await panel.run()
        panel.end()
        assert await running == "Stopped."
        assert (panel.start.disabled, panel.stop.disabled) == (False, True)
        assert len(panel.plot().data["series"]) == 1
        assert await panel.run() != "Stopped."

    in_a_loop(scene)


def test_what_the_simulation_refuses_is_said():
    async def scene(panel):
        panel._simulate = lambda strategy, **_: slices("hope")
        await panel.acted(panel.run)
        assert "rw-wrong" in panel.said.value
        assert not panel.start.disabled

    in_a_loop(scene)


def test_whole_numbers_stay_whole_and_bounds_hold():
    async def scene(panel):
        panel.knobs["clients"].value = 1
        panel.knobs["cap"].value = 1e9
        assert (panel.knobs["clients"].value, panel.knobs["cap"].value) == (10, 3600.0)
        assert isinstance(panel.knobs["clients"].value, int)

    in_a_loop(scene)


def test_the_still_has_the_numbers_and_the_plot():
    html = in_a_loop(lambda panel: asyncio.sleep(0, panel.html()))
    assert "<dt>Cap, s</dt><dd>60</dd>" in html
    assert "<course-plot>" in html
