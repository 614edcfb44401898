import asyncio

from tests.exercises.proofs import Answers

ANSWERS = Answers("poll")


@ANSWERS.right
async def in_three_lines(ask, render, sleep):
    while True:
        reply = await ask()
        render(reply)
        await sleep(3)


@ANSWERS.right
async def from_a_generator(ask, render, sleep):
    async def replies():
        while True:
            yield await ask()
            await sleep(3)

    async for reply in replies():
        render(reply)


@ANSWERS.right
async def as_functions(ask, render, sleep):
    async def once():
        render(await ask())

    await once()
    while True:
        await sleep(3)
        await once()


@ANSWERS.right
async def in_a_task_that_is_awaited(ask, render, sleep):
    while True:
        reply = await asyncio.create_task(ask())
        render(reply)
        await asyncio.gather(sleep(3))


@ANSWERS.right
async def an_endless_stream(ask, render, sleep):
    async def replies():
        while True:
            yield await ask()
            await sleep(3)

    async for reply in replies():
        render(reply)


@ANSWERS.wrong("a request left while another was in flight")
async def fixed_rate(ask, render, sleep):
    async def once():
        render(await ask())

    tasks = []
    while True:
        tasks.append(asyncio.create_task(once()))
        await sleep(3)


@ANSWERS.wrong("Reply 1 came at 4 s and was rendered at 7 s: render, then sleep")
async def sleeps_before_it_renders(ask, render, sleep):
    while True:
        reply = await ask()
        await sleep(3)
        render(reply)


@ANSWERS.wrong("Your loop came to an end")
async def three_times(ask, render, sleep):
    for _ in range(3):
        render(await ask())
        await sleep(3)


@ANSWERS.wrong("One request, and then no more")
async def once(ask, render, sleep):
    render(await ask())


@ANSWERS.wrong("One request, and then no more")
async def real_time(ask, render, sleep):
    while True:
        render(await ask())
        await asyncio.sleep(3)


@ANSWERS.wrong("Nothing was asked")
async def forgets_to_await(ask, render, sleep):
    while True:
        render(ask())
        await sleep(3)


@ANSWERS.wrong("Request 2 left 0 s after reply 1")
async def no_pause(ask, render, sleep):
    while True:
        render(await ask())


@ANSWERS.wrong("Request 2 left 0 s after reply 1")
async def a_rate_of_three_seconds(ask, render, sleep):
    while True:
        pause = asyncio.create_task(sleep(3))
        render(await ask())
        await pause


@ANSWERS.wrong("Reply 1 came at 4 s and was not rendered")
async def renders_nothing(ask, render, sleep):
    while True:
        await ask()
        await sleep(3)


@ANSWERS.wrong("rendered twice")
async def renders_twice(ask, render, sleep):
    while True:
        reply = await ask()
        render(reply)
        if reply == 6:
            render(reply)
        await sleep(3)


@ANSWERS.wrong("Nothing was asked")
async def sleeps_for_ever(ask, render, sleep):
    while True:
        await sleep(3)
