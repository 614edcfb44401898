# ruff: noqa: ASYNC110
"""A clock that is advanced by hand wakes everybody in order, and only when all is quiet."""

import asyncio
import random

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.loops.clock import ClockClosed, StepClock, WallClock
from helpers.loops.quiet import Unsettled, quiet
from helpers.net import serve, stop_all, tap


def test_wall_clock_begins_at_zero_and_goes_on():
    async def main() -> float:
        clock = WallClock()
        first = clock()
        await clock.sleep(0)
        assert 0 <= first <= clock() < 1

    asyncio.run(main())


def test_stands_still_until_it_is_advanced():
    async def main() -> None:
        clock = StepClock()
        task = asyncio.create_task(clock.sleep(3), name="ada")
        await clock.settle()
        assert clock() == 0
        assert [(s.name, s.until) for s in clock.sleepers] == [("ada", 3.0)]
        assert await clock.advance(2.999) == 2.999
        assert not task.done()
        await clock.advance(0.001)
        assert task.done()
        assert repr(clock) == "<step clock at 3 s, 0 sleepers>"

    asyncio.run(main())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.001, 50), max_size=12), st.lists(st.floats(0, 30), min_size=1, max_size=6))
def test_wakes_everybody_at_the_right_time_and_in_order(sleeps: list[float], steps: list[float]):
    async def main() -> None:
        clock, woken = StepClock(moment=0), []

        async def sleeper(number: int, seconds: float) -> None:
            await clock.sleep(seconds)
            woken.append((clock(), number))

        tasks = [asyncio.create_task(sleeper(i, s)) for i, s in enumerate(sleeps)]
        for step in steps:
            await clock.advance(step)
        due = sorted((round(s, 9), i) for i, s in enumerate(sleeps) if round(s, 9) <= clock())
        assert woken == due
        clock.close()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(main())


def test_who_falls_asleep_on_the_way_wakes_within_the_same_advance():
    async def main() -> None:
        clock, seen = StepClock(), []

        async def ticks() -> None:
            while True:
                await clock.sleep(0.1)
                seen.append(clock())

        task = asyncio.create_task(ticks())
        await clock.advance(1)
        assert seen == [n / 10 for n in range(1, 11)]
        task.cancel()

    asyncio.run(main())


def test_equal_times_wake_in_the_order_of_falling_asleep_and_one_at_a_time():
    async def main() -> None:
        clock, seen = StepClock(), []

        async def sleeper(name: str) -> None:
            await clock.sleep(1)
            seen.append(name)
            for _ in range(5):
                await asyncio.sleep(0)
            seen.append(name)

        tasks = [asyncio.create_task(sleeper(name)) for name in "abc"]
        await clock.advance(1)
        assert "".join(seen) == "aabbcc"
        await asyncio.gather(*tasks)

    asyncio.run(main())


def test_closing_cancels_sleepers_and_those_who_only_waited_for_their_turn_to_sleep():
    async def main() -> None:
        clock, room = StepClock(), asyncio.Lock()

        async def one_after_the_other() -> None:
            async with room:
                await clock.sleep(1)

        task = asyncio.create_task(clock.sleep(1))
        queue = [asyncio.create_task(one_after_the_other()) for _ in range(3)]
        await clock.settle()
        clock.close()
        clock.close()
        await asyncio.wait([task, *queue])
        assert all(one.cancelled() for one in (task, *queue))
        with pytest.raises(asyncio.CancelledError, match="nobody can sleep on it"):
            await clock.sleep(1)
        with pytest.raises(ClockClosed):
            await clock.advance(1)

    asyncio.run(main())


def test_a_sleeper_may_close_the_clock_that_wakes_it():
    async def main() -> None:
        clock = StepClock()

        async def closer() -> None:
            await clock.sleep(1)
            clock.close()

        task = asyncio.create_task(closer())
        with pytest.raises(ClockClosed):
            await clock.advance(2)
        assert clock() == 1
        await task

    asyncio.run(main())


def test_who_subscribes_is_told_when_time_passes_or_somebody_goes_to_sleep():
    async def main() -> None:
        clock, told = StepClock(), list[tuple[float, int]]()
        unsubscribe = clock.subscribe(lambda: told.append((clock(), len(clock.sleepers))))
        task = asyncio.create_task(clock.sleep(3))
        await clock.settle()
        assert told == [(0, 1)]
        await clock.advance(4)
        assert told[1:] == [(3, 0), (4, 0)]
        unsubscribe()
        await clock.advance(1)
        assert len(told) == 3
        await task
        clock.subscribe(lambda: told.append((clock(), -1)))
        clock.close()
        assert told[3:] == [(5, -1)]

    asyncio.run(main())


def test_a_cancelled_sleeper_is_passed_over():
    async def main() -> None:
        clock = StepClock()
        tasks = [asyncio.create_task(clock.sleep(n)) for n in (1, 2)]
        await clock.settle()
        tasks[0].cancel()
        await clock.advance(5)
        assert tasks[0].cancelled()
        assert tasks[1].done()
        assert clock.sleepers == []

    asyncio.run(main())


def test_advances_at_the_same_time_queue_up():
    async def main() -> None:
        clock, seen = StepClock(), []

        async def steps() -> None:
            await clock.sleep(1)
            seen.append(clock())
            seen.append(asyncio.create_task(clock.advance(1)))

        task = asyncio.create_task(steps())
        assert await asyncio.gather(clock.advance(2), clock.advance(3)) == [2.0, 5.0]
        assert await seen[1] == 6.0
        await task

    asyncio.run(main())


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), -float("inf")])
def test_refuses_to_go_back_or_nowhere(seconds: float):
    async def main() -> None:
        with pytest.raises(ValueError, match="goes forward by a finite number of seconds"):
            await StepClock().advance(seconds)

    asyncio.run(main())


def test_sleeping_for_nothing_gives_the_others_a_turn():
    async def main() -> None:
        clock, seen = StepClock(), []
        task = asyncio.create_task(asyncio.sleep(0, seen.append("other")))
        await clock.sleep(0)
        await clock.sleep(-1)
        assert seen == ["other"]
        await task
        with pytest.raises(ValueError, match="finite"):
            await clock.sleep(float("nan"))

    asyncio.run(main())


def test_says_who_gives_the_loop_no_rest():
    async def main() -> None:
        async def spin() -> None:
            while True:
                await asyncio.sleep(0)

        task = asyncio.create_task(spin(), name="bob's loop")
        with pytest.raises(Unsettled, match=r"did not come to rest within 0\.02 s.*bob's loop"):
            await quiet(limit=0.02)
        task.cancel()

    asyncio.run(main())


def test_refuses_a_loop_it_cannot_look_into(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("asyncio.get_running_loop", object)
    with pytest.raises(TypeError, match=r"asyncio's own selector loop, not builtins\.object"):
        asyncio.run(quiet())


@pytest.mark.parametrize("taps", [0, 1, 3])
@pytest.mark.parametrize("size", [0, 10, 3_000_000])
def test_settles_only_when_the_reply_has_arrived_however_long_the_way(taps: int, size: int):
    async def main() -> None:
        clock, body = StepClock(), random.Random(1).randbytes(size)

        async def slow(request: web.Request) -> web.Response:
            await clock.sleep(4)
            return web.Response(body=body)

        async def ask(session: aiohttp.ClientSession) -> float:
            async with session.get(url) as reply:
                assert await reply.read() == body
            return clock()

        app = web.Application()
        app.router.add_get("/", slow)
        near = await serve("slow", app=app)
        url = near.url()
        for number in range(taps):
            wire = await tap(f"wire {number}", near, clock=clock)
            url = wire.url()
            near = wire._front
        async with aiohttp.ClientSession() as session:
            for n in range(1, 4):
                task = asyncio.create_task(ask(session))
                await clock.advance(3.5)
                assert not task.done()
                await clock.advance(0.5)
                assert task.done()
                assert task.result() == 4 * n
        await stop_all()
        clock.close()

    asyncio.run(main())
