"""The breaker follows its table, lets one trial through, and is not fooled by late replies."""

import asyncio
import contextlib

import pytest

from helpers.loops.breaker import TRANSITIONS, Breaker, BreakerOpen, Circuit, Event
from helpers.loops.clock import StepClock
from helpers.loops.lane import Lane
from helpers.trace import Mark, Trace


async def works() -> str:
    return "ok"


async def fails() -> None:
    raise ConnectionError("down")


async def open_breaker(clock: StepClock, **options) -> Breaker:
    breaker = Breaker(clock=clock, threshold=3, cooldown=10, **options)
    for _ in range(3):
        with pytest.raises(ConnectionError, match="down"):
            await breaker.call(fails)
    return breaker


def test_the_table_reaches_every_state_from_every_state():
    reach = {
        state: {after for (before, _), after in TRANSITIONS.items() if before is state} for state in Circuit
    }
    assert reach[Circuit.OPEN] == {Circuit.HALF_OPEN}
    assert reach[Circuit.HALF_OPEN] == {Circuit.CLOSED, Circuit.OPEN}
    assert {event for _, event in TRANSITIONS} == set(Event)


def test_opens_after_failures_in_a_row_only():
    async def main() -> None:
        breaker = Breaker(clock=StepClock(), threshold=3)
        for action in (fails, fails, works, fails, fails):
            with contextlib.suppress(ConnectionError):
                await breaker.call(action)
        assert breaker.state is Circuit.CLOSED
        assert repr(breaker) == "<breaker: closed, 2 of 3 failures>"

    asyncio.run(main())


def test_open_fails_at_once_and_says_for_how_long():
    async def main() -> None:
        clock = StepClock()
        breaker = await open_breaker(clock)
        await clock.advance(4)
        with pytest.raises(BreakerOpen, match="not asked: the circuit is open for another 6 s") as caught:
            await breaker.call(works)
        assert caught.value.after == 6

    asyncio.run(main())


@pytest.mark.parametrize(("action", "state"), [(works, Circuit.CLOSED), (fails, Circuit.OPEN)])
def test_after_the_cooldown_one_trial_decides(action, state):
    async def main() -> None:
        clock = StepClock()
        trace = Trace(clock=clock)
        breaker = await open_breaker(clock, lane=Lane("breaker", trace))
        await clock.advance(10)

        async def trial() -> None:
            await clock.sleep(1)
            await action()

        task = asyncio.ensure_future(breaker.call(trial))
        await clock.settle()
        assert breaker.state is Circuit.HALF_OPEN
        with pytest.raises(BreakerOpen):
            await breaker.call(works)
        await clock.advance(1)
        await asyncio.wait([task])
        task.exception()
        assert breaker.state is state
        assert list(trace.records) == [Mark("breaker", 0, 10, "open")]
        if state is Circuit.OPEN:
            with pytest.raises(BreakerOpen, match="10 s"):
                await breaker.call(works)

    asyncio.run(main())


def test_a_cancelled_trial_leaves_the_place_to_the_next():
    async def main() -> None:
        clock = StepClock()
        breaker = await open_breaker(clock)
        await clock.advance(10)
        task = asyncio.ensure_future(breaker.call(lambda: clock.sleep(99)))
        await clock.settle()
        task.cancel()
        await asyncio.wait([task])
        assert await breaker.call(works) == "ok"
        assert breaker.state is Circuit.CLOSED

    asyncio.run(main())


def test_a_late_reply_from_before_says_nothing_about_now():
    async def main() -> None:
        clock = StepClock()
        breaker = Breaker(clock=clock, threshold=1, cooldown=10)

        async def late(seconds: float, ok: bool) -> None:
            await clock.sleep(seconds)
            await (works if ok else fails)()

        calls = [lambda s=seconds: late(s, True) for seconds in (5, 11)]
        tasks = [asyncio.ensure_future(breaker.call(call)) for call in calls]
        tasks.append(asyncio.ensure_future(breaker.call(fails)))
        await clock.advance(6)
        assert breaker.state is Circuit.OPEN
        await clock.advance(4.5)
        trial = asyncio.ensure_future(breaker.call(lambda: late(5, False)))
        await clock.advance(1)
        assert breaker.state is Circuit.HALF_OPEN
        await clock.advance(5)
        assert breaker.state is Circuit.OPEN
        await asyncio.wait([*tasks, trial])
        assert [task.exception() is None for task in (*tasks, trial)] == [True, True, False, False]

    asyncio.run(main())
