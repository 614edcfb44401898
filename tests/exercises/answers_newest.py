import asyncio
import itertools

from tests.exercises.proofs import Answers

ANSWERS = Answers("newest")


@ANSWERS.right
async def keeps_the_number_on_the_screen(ask, render, sleep):
    shown = 0

    async def one(number):
        nonlocal shown
        reply = await ask(number)
        if number > shown:
            shown = number
            render(reply)

    async with asyncio.TaskGroup() as group:
        for number in itertools.count(1):
            group.create_task(one(number))
            await sleep(3)


@ANSWERS.right
async def cancels_what_has_become_useless(ask, render, sleep):
    waiting = {}

    async def one(number):
        reply = await ask(number)
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
        if not task.cancelled() and number > max(came):
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
                    if (came := asked.pop(task)) > shown:
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
        reply = await ask(number)
        if number > shown:
            shown = number
            render(reply)

    begin(turn(1))
    try:
        await asyncio.Event().wait()
    finally:
        for task in everyone:
            task.cancel()


def rightly(number, state):
    return number > state["shown"]


def answer(*, decide=rightly, first=1, most=None, rate=3, before=0, shows=lambda number, reply: [reply]):
    """A fixed rate, where ``decide(number, state)`` says after a reply whether to render what it ``shows``."""

    async def newest(ask, render, sleep):
        state = {"shown": 0, "sent": 0, "came": 0}

        async def one(number):
            reply = await ask(number)
            if decide(number, state):
                state["shown"] = number
                for what in shows(number, reply):
                    render(what)
            state["came"] = number

        async with asyncio.TaskGroup() as group:
            await sleep(before)
            for number in itertools.islice(itertools.count(first), most):
                state["sent"] = number
                group.create_task(one(number))
                await sleep(rate)

    return newest


def wrong(name, why, **changes):
    changed = answer(**changes)
    changed.__name__ = name
    ANSWERS.wrong(why)(changed)


wrong(
    "renders_everything",
    "At 5 s reply 1 was rendered over reply 2: the screen goes back",
    decide=lambda n, s: True,
)
wrong(
    "compares_with_the_last_sent", "Compare with the last one rendered, not with the last one sent",
    decide=lambda n, s: n == s["sent"],
)  # fmt: skip
wrong(
    "compares_with_the_last_that_came", "At 8.5 s reply 2 was rendered over reply 3",
    decide=lambda n, s: n > s["came"],
)  # fmt: skip
wrong("the_next_one_only", "hold no place for one that is missing", decide=lambda n, s: n == s["shown"] + 1)
wrong(
    "the_older_ones",
    "Reply 2 came at 7 s, newer than all",
    decide=lambda n, s: n < s["shown"] or not s["shown"],
)
wrong("counts_from_zero", "The questions are numbered 1, 2, 3", first=0)
wrong("a_slip", "A task of yours raised KeyError: 'show'", decide=lambda n, s: n > s["show"])
wrong("another_rate", "Question 2 is due at 3 s", rate=4)
wrong("sleeps_first", "Question 1 is due at 0 s", before=3)
wrong("ten_questions", "Your loop came to an end: it returned None", most=10)
wrong("renders_twice", "Reply 1 was rendered twice", shows=lambda number, reply: [reply, reply])
wrong("renders_a_pair", "which is not a reply", shows=lambda number, reply: [(number, reply)])


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


@ANSWERS.wrong("Question 2 is due at 3 s. One leaves every 3 s")
async def one_at_a_time(ask, render, sleep):
    for number in itertools.count(1):
        render(await ask(number))
        await sleep(3)


@ANSWERS.wrong("Question 2 is due at 3 s. One leaves every 3 s")
async def one_after_the_other_behind_a_lock(ask, render, sleep):
    room, shown = asyncio.Semaphore(1), 0

    async def one(number):
        nonlocal shown
        async with room:
            reply = await ask(number)
        if number > shown:
            shown = number
            render(reply)

    async with asyncio.TaskGroup() as group:
        for number in itertools.count(1):
            group.create_task(one(number))
            await sleep(3)


@ANSWERS.wrong("Nothing was asked")
async def only_sleeps(ask, render, sleep):
    while True:
        await sleep(3)


@ANSWERS.wrong("it returned None. It goes on until somebody cancels it")
async def once(ask, render, sleep):
    render(await ask(1))


@ANSWERS.wrong("Your code started more than 500 tasks")
async def never_sleeps(ask, render, sleep):
    async with asyncio.TaskGroup() as group:
        for number in itertools.count(1):
            group.create_task(ask(number))
