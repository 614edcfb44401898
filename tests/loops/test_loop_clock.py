"""A clock that takes the loop's own time along: what sleeps by asyncio alone wakes in its place, and only then."""

import asyncio
import time
from contextlib import closing

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

from helpers.loops.loop_clock import LoopClock, parting


def test_who_sleeps_on_the_loop_wakes_in_its_place_among_the_others():
    async def main() -> None:
        with closing(LoopClock()) as clock:
            loop, woken = asyncio.get_running_loop(), []
            begun = loop.time()

            async def sleeper(sleep, seconds: float) -> None:
                await sleep(seconds)
                woken.append((sleep is asyncio.sleep, clock(), loop.time() - begun))

            sleeps = [(asyncio.sleep, 20), (clock.sleep, 10), (asyncio.sleep, 5), (clock.sleep, 30)]
            tasks = [asyncio.create_task(sleeper(*one)) for one in sleeps]
            assert await clock.advance(25) == 25
            assert woken == [
                (loops, at, pytest.approx(at)) for loops, at in [(True, 5), (False, 10), (True, 20)]
            ]
            await clock.advance(5)
            assert all(task.done() for task in tasks)

    asyncio.run(main())


def test_whoever_gives_up_does_so_when_the_clock_says_so_and_not_before():
    async def main() -> None:
        with closing(LoopClock()) as clock:

            async def waits() -> str:
                try:
                    async with asyncio.timeout(60):
                        await asyncio.Event().wait()
                except TimeoutError:
                    return f"gave up after {clock():g} s"
                return "never"

            task = asyncio.create_task(waits())
            await clock.advance(59)
            assert not task.done()
            await clock.advance(2)
            assert await task == "gave up after 60 s"

    asyncio.run(main())


def test_a_timer_that_is_cancelled_rings_no_more_and_one_that_is_due_rings_at_once():
    async def main() -> None:
        with closing(LoopClock()) as clock:
            rung: list[str] = []
            loop = asyncio.get_running_loop()
            loop.call_later(3, rung.append, "cancelled").cancel()
            loop.call_later(4, rung.append, "later")
            loop.call_later(0, rung.append, "now")
            assert [sleeper.until for sleeper in clock.sleepers] == [4]
            await clock.settle()
            assert rung == ["now"]
            await clock.advance(5)
            assert rung == ["now", "later"]

    asyncio.run(main())


def test_when_it_is_given_back_time_passes_by_itself_again():
    async def main() -> None:
        with closing(LoopClock()) as clock:
            loop = asyncio.get_running_loop()
            async with parting(clock):
                await clock.advance(3600)
                assert loop.time() - time.monotonic() > 3500
            assert loop.time() == pytest.approx(time.monotonic(), abs=1)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await asyncio.Event().wait()

    asyncio.run(main())


def test_a_library_pings_as_often_as_it_says_while_no_real_time_passes():
    async def main() -> None:
        with closing(LoopClock()) as clock:
            pings: list[float] = []

            async def handler(socket) -> None:
                ping = socket.ping

                async def noted(*data):
                    pings.append(clock())
                    return await ping(*data)

                socket.ping = noted
                await socket.wait_closed()

            async with (
                serve(handler, "127.0.0.1", 0, ping_interval=20) as server,
                connect(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", ping_interval=None),
                parting(clock),
            ):
                await clock.advance(90)
            assert pings == [20, 40, 60, 80]

    asyncio.run(main())
