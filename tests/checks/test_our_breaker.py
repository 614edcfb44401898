"""The course's breaker says the same behind three methods as it does around a whole call."""

import asyncio
import random

from helpers.checks.exercises.our_breaker import OurBreaker
from helpers.loops.breaker import Breaker, BreakerOpen, Circuit
from helpers.loops.clock import StepClock


def test_it_goes_through_the_states():
    breaker = OurBreaker(2, 10)
    for now in (0, 1):
        assert breaker.allow(now)
        breaker.failed(now)
    assert breaker.state is Circuit.OPEN
    assert not breaker.allow(10.5)
    assert breaker.allow(11)
    assert breaker.state is Circuit.HALF_OPEN
    assert not breaker.allow(99)
    breaker.failed(100)
    assert not breaker.allow(109)
    assert breaker.allow(110)
    breaker.succeeded(111)
    assert breaker.state is Circuit.CLOSED


def test_it_says_what_whole_calls_say():
    async def main():
        source, clock = random.Random(2), StepClock()
        whole, parts = Breaker(clock=clock, threshold=2, cooldown=3), OurBreaker(2, 3)
        said = set()
        for _ in range(200):
            await clock.advance(source.choice((0, 1, 2)))
            well = source.random() < 0.4
            answer = asyncio.sleep if well else _fail
            try:
                await whole.call(lambda answer=answer: answer(0))
                allowed = True
            except BreakerOpen:
                allowed = False
            except ConnectionError:
                allowed = True
            assert parts.allow(clock()) is allowed
            if allowed:
                (parts.succeeded if well else parts.failed)(clock())
            assert parts.state is whole.state
            said.add((allowed, well))
        assert len(said) == 4

    asyncio.run(main())


async def _fail(_):
    raise ConnectionError
