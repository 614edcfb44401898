import asyncio

from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("poll_watched")


@ANSWERS.right
async def waits_only_when_paused(gate, ask, render, clock):
    while True:
        if gate.paused:
            await gate.watched()
        gate.asked()
        render(await ask())
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.right
async def from_a_generator_of_moments(gate, ask, render, clock):
    async def moments():
        while True:
            while gate.paused:
                await gate.watched()
            yield
            if not gate.changed.is_set():
                await nap(clock, 3, woken=gate.changed)

    async for _ in moments():
        gate.asked()
        reply = await ask()
        render(reply)


@ANSWERS.right
async def asks_whether_it_is_paused(gate, ask, render, clock):
    while True:
        if gate.paused:
            await gate.watched()
        gate.asked()
        reply = await ask()
        render(reply)
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.right
async def with_its_own_race(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        render(await ask())
        sleeping = asyncio.create_task(clock.sleep(3))
        changed = asyncio.create_task(gate.changed.wait())
        await asyncio.wait({sleeping, changed}, return_when=asyncio.FIRST_COMPLETED)
        sleeping.cancel()
        changed.cancel()


@ANSWERS.wrong("Nobody looks: gate.paused is true, and nothing is asked")
async def never_pauses(gate, ask, render, clock):
    while True:
        render(await ask())
        await clock.sleep(3)


@ANSWERS.wrong("A short look away counts too")
async def sleeps_to_the_end(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        render(await ask())
        await clock.sleep(3)


@ANSWERS.wrong("When somebody looks again it asks at once, and goes on from there")
async def does_not_say_that_it_asked(gate, ask, render, clock):
    while True:
        await gate.watched()
        render(await ask())
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("When somebody looks again it asks at once, and goes on from there")
async def sleeps_after_the_pause(gate, ask, render, clock):
    while True:
        if gate.paused:
            await gate.watched()
            gate.asked()
            await clock.sleep(3)
        gate.asked()
        render(await ask())
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("may be old: when it has come, ask at once")
async def says_that_it_asked_afterwards(gate, ask, render, clock):
    while True:
        await gate.watched()
        render(await ask())
        if not gate.paused:
            gate.asked()
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("The reply that came at 2 s was never rendered")
async def throws_away_what_comes_while_hidden(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        asking = asyncio.create_task(ask())
        while not asking.done() and not gate.paused:
            await nap(clock, 0.25, woken=asyncio.Event())
        if gate.paused:
            asking.cancel()
            continue
        render(await asking)
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("It begins paused")
async def begins_at_once(gate, ask, render, clock):
    if not gate.paused:
        gate.asked()
    render(await ask())
    while True:
        await nap(clock, 3, woken=gate.changed)
        await gate.watched()
        gate.asked()
        render(await ask())


@ANSWERS.wrong("Your loop came to an end")
async def five_times(gate, ask, render, clock):
    for _ in range(5):
        await gate.watched()
        gate.asked()
        render(await ask())
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("Not every reply was rendered, once and in order")
async def renders_twice(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        reply = await ask()
        render(reply)
        render(reply)
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("The reply that came at 1 s was never rendered")
async def renders_nothing(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        await ask()
        await nap(clock, 3, woken=gate.changed)


@ANSWERS.wrong("A reply came at 1 s and was rendered at 4 s")
async def renders_too_late(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        reply = await ask()
        await nap(clock, 3, woken=gate.changed)
        render(reply)


@ANSWERS.wrong("two requests were in flight")
async def two_at_once(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        for reply in await asyncio.gather(ask(), ask()):
            render(reply)
        await nap(clock, 3, woken=gate.changed)
