import asyncio
import contextlib
import itertools

from tests.exercises.proofs import Answers

ANSWERS = Answers("newest")
KEEP = """if number > shown:
            shown = number
            render(reply)"""
FIRST = "sent = shown = 0"
SENT = "questions.create_task(ask_once(sent))"
ASK = "reply = await ask(number)"
RATE = "Question 2 is due at 3 s. One leaves every 3 s"


@ANSWERS.right
async def cancels_what_has_become_useless(ask, render, sleep):
    waiting = {}

    async def one(number):
        try:
            reply = await ask(number)
        except OSError:
            return
        render(reply)
        for other in [other for other in waiting if other <= number]:
            task = waiting.pop(other)
            if other < number:
                task.cancel()

    for number in itertools.count(1):
        waiting[number] = asyncio.ensure_future(one(number))
        await sleep(3)


@ANSWERS.right
async def knows_its_own_task(ask, render, sleep):
    tasks = []

    async def one(number):
        with contextlib.suppress(OSError):
            render(await ask(number))
        while tasks[0] is not asyncio.current_task():
            tasks.pop(0).cancel()

    for number in itertools.count(1):
        tasks.append(asyncio.create_task(one(number)))
        await sleep(3)


@ANSWERS.right
async def a_queue_and_one_who_renders(ask, render, sleep):
    replies, tasks = asyncio.Queue(), set()

    async def one(number):
        with contextlib.suppress(ConnectionError):
            await replies.put((number, await ask(number)))

    async def show():
        newest = 0
        while True:
            number, reply = await replies.get()
            if number >= newest:
                newest = number
                render(reply)

    tasks.add(asyncio.create_task(show()))
    number = 1
    while True:
        tasks.add(asyncio.create_task(one(number)))
        number += 1
        await sleep(3)


@ANSWERS.right
async def with_callbacks(ask, render, sleep):
    came = [0]
    tasks = []

    def done(number, task):
        if not task.cancelled() and not task.exception() and number > max(came):
            came.append(number)
            render(task.result())

    while True:
        pause = asyncio.create_task(sleep(3))
        number = len(tasks) + 1
        task = asyncio.create_task(ask(number))
        task.add_done_callback(lambda task, number=number: done(number, task))
        tasks.append(task)
        await pause


@ANSWERS.right
async def one_loop_for_replies_and_timer(ask, render, sleep):
    shown, asked, timer = 0, {}, None
    try:
        for number in itertools.count(1):
            asked[asyncio.ensure_future(ask(number))] = number
            timer = asyncio.ensure_future(sleep(3))
            while not timer.done():
                done, _ = await asyncio.wait({timer, *asked}, return_when=asyncio.FIRST_COMPLETED)
                for task in sorted(done - {timer}, key=asked.__getitem__):
                    if (came := asked.pop(task)) > shown and task.exception() is None:
                        shown = came
                        render(task.result())
    finally:
        for task in (timer, *asked):
            task.cancel()


@ANSWERS.right
async def each_question_starts_the_next(ask, render, sleep):
    shown, everyone = 0, []

    def begin(coroutine):
        everyone.append(asyncio.create_task(coroutine))

    async def later(number):
        await sleep(3)
        begin(turn(number))

    async def turn(number):
        nonlocal shown
        begin(later(number + 1))
        try:
            reply = await ask(number)
        except OSError:
            return
        if number > shown:
            shown = number
            render(reply)

    begin(turn(1))
    try:
        await asyncio.Event().wait()
    finally:
        for task in everyone:
            task.cancel()


ANSWERS.edits(
    (KEEP, "shown = number\n        render(reply)", "At 5 s reply 1 was rendered over reply 2: the screen goes back"),
    ("number > shown", "number == sent", "Compare with the last one rendered, not with the last one sent"),
    (KEEP, "if number > shown:\n            render(reply)\n        shown = number",
     "At 8.5 s reply 2 was rendered over reply 3"),
    ("number > shown", "number == shown + 1", "hold no place for one that is missing"),
    ("number > shown", "number < shown or not shown", "Reply 2 came at 7 s, newer than all"),
    (FIRST, "sent, shown = -1, 0", "The questions are numbered 1, 2, 3"),
    ("number > shown", "number > show", "A task of yours raised NameError: name 'show' is not defined"),
    ("sleep(3)", "sleep(4)", RATE),
    (f"sent += 1\n            {SENT}", f"await sleep(3)\n            sent += 1\n            {SENT}",
     "Question 1 is due at 0 s"),
    ("except OSError:\n            return", "finally:\n            pass",
     "Your code raised ExceptionGroup: unhandled errors in a TaskGroup"),
    ("except OSError:\n            return", "except OSError:\n            reply = None", "is not a reply"),
    ("while True:", "while sent < 10:", "Your loop came to an end: it returned None"),
    ("render(reply)", "render(reply)\n            render(reply)", "Reply 1 was rendered twice"),
    ("render(reply)", "render((number, reply))", "which is not a reply"),
    (SENT, "await ask_once(sent)", RATE),
    (FIRST, f"{FIRST}\n    room = asyncio.Semaphore(1)", ASK, f"async with room:\n                {ASK}", RATE),
    (SENT, "", "Nothing was asked"),
    (f"{SENT}\n            await sleep(3)", "await ask_once(sent)\n            return",
     "it returned None. It goes on until somebody cancels it"),
    (f"{SENT}\n            await sleep(3)", SENT, "Your code started more than 500 tasks"),
)  # fmt: skip


@ANSWERS.wrong("Reply 2 came at 4 s, newer than all that was on the screen, and was rendered at 5 s only")
async def in_order(ask, render, sleep):
    before = asyncio.Event()
    before.set()

    async def one(number, before, after):
        reply = await ask(number)
        await before.wait()
        render(reply)
        after.set()

    async with asyncio.TaskGroup() as group:
        for number in itertools.count(1):
            after = asyncio.Event()
            group.create_task(one(number, before, after))
            before = after
            await sleep(3)


@ANSWERS.wrong("You cancelled question 1 at 3 s. Its reply was due at 4 s")
async def cancels_the_older_question(ask, render, sleep):
    async def one(number):
        render(await ask(number))

    task = None
    for number in itertools.count(1):
        if task is not None:
            task.cancel()
        task = asyncio.create_task(one(number))
        await sleep(3)
