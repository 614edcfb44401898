"""The clock's panel over a real step clock: who sleeps until when, and what its buttons say."""

import asyncio

from helpers.loops.clock import StepClock
from helpers.views.panels.clock import LISTED, ClockPanel


async def doze(clock, seconds):
    while True:
        await clock.sleep(seconds)


def on_a_clock(scene, *seconds):
    async def main():
        clock = StepClock()
        tasks = [asyncio.create_task(doze(clock, one), name=f"sleeps {one}") for one in seconds]
        await clock.settle()
        await scene(clock, ClockPanel(clock, "The clock"))
        for task in tasks:
            task.cancel()

    asyncio.run(asyncio.wait_for(main(), 20))


def test_who_sleeps_until_when():
    async def scene(clock, panel):
        assert panel.values() == [
            ("time", "0 s"),
            ("sleeps 3", "sleeps until 3 s, 3 s more"),
            ("sleeps 5", "sleeps until 5 s, 5 s more"),
        ]
        await clock.advance(4)  # elsewhere
        await asyncio.sleep(0)
        assert (
            "<dt>time</dt><dd>4 s</dd><dt>sleeps 5</dt><dd>sleeps until 5 s, 1 s more</dd>"
            in panel.shown.value
        )

    on_a_clock(scene, 3, 5)


def test_to_the_next_sleeper_until_two_wake_at_once():
    async def scene(clock, panel):
        for time, who in (
            (3, "sleeps 3"),
            (5, "sleeps 5"),
            (6, "sleeps 3"),
            (9, "sleeps 3"),
            (10, "sleeps 5"),
        ):
            assert await panel.to_the_next() == f"It is {time} s: {who} woke."
        assert await panel.pass_(2) == "It is 12 s."
        assert await panel.to_the_next() == "It is 15 s: sleeps 5 and sleeps 3 woke."
        assert clock() == 15

    on_a_clock(scene, 3, 5)


def test_what_no_button_can_do_is_said():
    async def scene(clock, panel):
        assert panel.values() == [("time", "0 s"), ("sleepers", "none")]
        await panel.acted(panel.to_the_next)
        assert "Nobody sleeps on this clock" in panel.said.value
        clock.close()
        await panel.acted(lambda: panel.pass_(1))
        assert panel.said.value == '<p class="rw-wrong">this clock is closed: nobody can advance it</p>'

    on_a_clock(scene)


def test_many_sleepers_are_counted():
    async def scene(clock, panel):
        assert len(panel.values()) == LISTED + 2
        assert panel.values()[-1] == ("and", "8 more")

    on_a_clock(scene, *[3] * (LISTED + 8))


def test_a_button_for_each_step():
    async def scene(clock, panel):
        buttons = panel.box.children[2].children
        assert [one.description for one in buttons] == ["Advance 1 s", "Advance 3 s", "To the next sleeper"]
        passed = asyncio.Event()
        clock.subscribe(passed.set)
        buttons[1].click()
        while clock() < 3:
            await passed.wait()
            passed.clear()

    on_a_clock(scene, 5)
