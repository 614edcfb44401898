import asyncio
import itertools

from tests.exercises.proofs import Answers

ANSWERS = Answers("poll")
SLEEP = "await clock.sleep(asked + 3 - clock())"
RENDER = "render(await ask())"
LOOP = f"while True:\n        asked = clock()\n        {RENDER}\n        {SLEEP}"
LEFT = "Sleep for what is left of the 3 s"

ANSWERS.right_edits(
    (SLEEP, "await clock.sleep(max(0, asked + 3 - clock()))"),
    (SLEEP, "while clock() < asked + 3:\n            await clock.sleep(asked + 3 - clock())"),
    (RENDER, "reply = await asyncio.create_task(ask())\n        render(reply)", "async def",
     "import asyncio\nasync def"),
)  # fmt: skip


@ANSWERS.right
async def the_rest_in_a_task(ask, render, clock):
    while True:
        rest = asyncio.create_task(clock.sleep(3))
        render(await ask())
        await rest


@ANSWERS.right
async def from_a_generator(ask, render, clock):
    async def replies():
        while True:
            after = clock() + 3
            yield await ask()
            if clock() < after:
                await clock.sleep(after - clock())

    async for reply in replies():
        render(reply)


ANSWERS.edits(
    (SLEEP, "await clock.sleep(3)", LEFT),
    (SLEEP, "if clock() < asked + 3:\n            await clock.sleep(3)", LEFT),
    (SLEEP, "await clock.sleep(3 - clock() % 3)", "the next is due in that moment"),
    (SLEEP, "await clock.sleep(max(1, asked + 3 - clock()))", "the next is due in that moment"),
    (SLEEP, "", "Question 1 left at 0 s, its reply came at 0.5 s: the next is due at 3 s"),
    (SLEEP, "await asyncio.sleep(3)", "async def", "import asyncio\nasync def", "asyncio.sleep waits in real time"),
    (f"{RENDER}\n        {SLEEP}", f"{SLEEP}\n        {RENDER}", "The first question leaves at once"),
    (RENDER, "reply = await ask()", SLEEP, f"{SLEEP}\n        render(reply)",
     "and was rendered at 3 s: render, then"),
    (RENDER, "render(ask())", "Nothing was asked"),
    (RENDER, "await ask()", "Reply 1 came at 0.5 s and was not rendered"),
    (RENDER, f"{RENDER}\n        render('6')", "Rendered was '6', not the reply"),
    (RENDER, "reply = await ask()\n        render(reply)\n        render(reply)", "A reply was rendered twice"),
    ("while True:", "for _ in range(3):", "Your loop came to an end: it returned None"),
    (LOOP, RENDER, "Your loop came to an end"),
    (LOOP, "while True:\n        await clock.sleep(3)", "Nothing was asked"),
    (RENDER, "try:\n            render(await ask())\n        except BaseException:\n            pass",
     "and it went on"),
)  # fmt: skip


@ANSWERS.wrong("At 3 s a question left while another was on its way")
async def fixed_rate(ask, render, clock):
    async def once():
        render(await ask())

    tasks = []
    while True:
        tasks.append(asyncio.create_task(once()))
        await clock.sleep(3)


@ANSWERS.wrong("its reply came at 13.5 s: the next is due at 16 s")
async def makes_up_for_what_it_missed(ask, render, clock):
    for tick in itertools.count(1):
        render(await ask())
        await clock.sleep(max(0, 3 * tick - clock()))
