import asyncio

from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("poll_until")


@ANSWERS.right
async def while_not_stopped(stop, ask, render, clock):
    while not stop.is_set():
        render(await ask())
        await nap(clock, 3, woken=stop)


@ANSWERS.right
async def from_a_generator_of_replies(stop, ask, render, clock):
    async def replies():
        while True:
            if stop.is_set():
                return
            yield await ask()
            if not stop.is_set():
                await nap(clock, 3, woken=stop)

    async for reply in replies():
        render(reply)


@ANSWERS.right
async def breaks_out(stop, ask, render, clock):
    while True:
        if stop.is_set():
            break
        render(await ask())
        if await nap(clock, 3, woken=stop):
            break


@ANSWERS.right
async def with_its_own_race(stop, ask, render, clock):
    stopped = asyncio.create_task(stop.wait())
    await asyncio.sleep(0)
    while not stop.is_set():
        render(await ask())
        sleeping = asyncio.create_task(clock.sleep(3))
        await asyncio.wait({stopped, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        sleeping.cancel()
    stopped.cancel()


@ANSWERS.wrong("At 5 s it should be over. A stop ends the sleep at once")
async def sleeps_to_the_end(stop, ask, render, clock):
    while not stop.is_set():
        render(await ask())
        await clock.sleep(3)


@ANSWERS.wrong("After the stop it asked once more")
async def looks_too_late(stop, ask, render, clock):
    while True:
        await clock.sleep(0)
        render(await ask())
        if stop.is_set():
            return
        await clock.sleep(3)


@ANSWERS.wrong("A request was sent after the stop")
async def asks_once_more(stop, ask, render, clock):
    while not stop.is_set():
        render(await ask())
        await nap(clock, 3, woken=stop)
    render(await ask())


@ANSWERS.wrong("The reply that was on its way is lost")
async def cancels_the_request(stop, ask, render, clock):
    stopped = asyncio.create_task(stop.wait())
    await asyncio.sleep(0)
    while not stop.is_set():
        asking = asyncio.create_task(ask())
        await asyncio.wait({stopped, asking}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            asking.cancel()
            return
        render(await asking)
        await nap(clock, 3, woken=stop)


@ANSWERS.wrong("The reply that was on its way is lost")
async def forgets_to_render(stop, ask, render, clock):
    while not stop.is_set():
        reply = await ask()
        if stop.is_set():
            return
        render(reply)
        await nap(clock, 3, woken=stop)


@ANSWERS.wrong("A request was sent after the stop")
async def asks_before_it_looks(stop, ask, render, clock):
    while True:
        render(await ask())
        if await nap(clock, 3, woken=stop):
            return


@ANSWERS.wrong("and nobody had stopped it")
async def only_twice(stop, ask, render, clock):
    for _ in range(2):
        if not stop.is_set():
            render(await ask())
            await nap(clock, 3 if clock() < 3 else 0.5, woken=stop)


@ANSWERS.wrong("One request, and then no more")
async def only_once(stop, ask, render, clock):
    if not stop.is_set():
        render(await ask())


@ANSWERS.wrong("At 4 s it should be over. With the reply it is over")
async def sleeps_after_the_last(stop, ask, render, clock):
    while not stop.is_set():
        stopped = asyncio.create_task(stop.wait())
        render(await ask())
        if stop.is_set():
            await clock.sleep(3)
        else:
            await nap(clock, 3, woken=stop)
        stopped.cancel()


@ANSWERS.wrong("Request 2 left 0 s after reply 1")
async def never_sleeps(stop, ask, render, clock):
    while not stop.is_set():
        render(await ask())
