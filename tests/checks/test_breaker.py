"""The breaker of the exercise says what the course's own says around whole calls."""

import asyncio
import random

from helpers.checks.exercises.breaker import Ours
from helpers.loops.breaker import Breaker, BreakerOpen
from helpers.loops.clock import StepClock


def test_it_says_what_whole_calls_say():
    async def main():
        source, clock = random.Random(2), StepClock()
        whole, parts = Breaker(clock=clock, threshold=2, cooldown=3), Ours(2, 3)
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
