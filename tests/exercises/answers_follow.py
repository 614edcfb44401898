import asyncio
import itertools
from contextlib import suppress

from tests.exercises.proofs import Answers

ANSWERS = Answers("follow")
DELAY, RESET = "min(30, 2**failures)", "continue\n        failures = 0"
CURSOR, MESSAGES, GAP = 'cursor = page["cursor"]', 'page["messages"]', 'page["gap"]'
SINK, NEW = "ask(cursor)", "The page with the gap has a new cursor"
EMPTY = "A hold that ran out is no failure: ask again at once"
AGAIN, ORDER = (
    "Without a cursor the server sends its history again",
    "Not every message was rendered, in order",
)


@ANSWERS.right
async def pages_from_a_generator(ask, render, sleep):
    async def replies():
        cursor, delays = None, iter(())
        while True:
            status = None
            with suppress(OSError):
                status, page = await ask(cursor)
            match status:
                case 200:
                    yield page
                    cursor, delays = page["cursor"], iter(())
                case 204:
                    delays = iter(())
                case 410:
                    return
                case _:
                    delays = itertools.chain(delays, (min(30, 2**n) for n in itertools.count()))
                    await sleep(next(delays))

    async for page in replies():
        for message in [None] * page["gap"] + page["messages"]:
            render(message)


@ANSWERS.right
async def asks_in_a_task(ask, render, sleep, cursor=None):
    failures = 0
    while True:
        task = asyncio.create_task(ask(cursor))
        await asyncio.wait({task})
        error = task.exception()
        if error is None and (reply := task.result())[0] in (200, 204, 410):
            failures = 0
            status, page = reply
            if status == 410:
                break
            if page:
                for message in (None, *page["messages"]) if page["gap"] else page["messages"]:
                    render(message)
                cursor = page["cursor"]
        else:
            for _ in range(2):
                await sleep([1, 2, 4, 8, 16][failures] / 2 if failures < 5 else 15)
            failures += 1


@ANSWERS.right
async def waits_at_the_head(ask, render, sleep):
    cursor, wait = None, 0
    while True:
        if wait:
            await sleep(wait)
        wait = min(30, wait * 2) or 1
        try:
            status, page = await ask(cursor)
        except OSError:
            continue
        if status == 410:
            return
        if status in (200, 204):
            wait = 0
        if status == 200:
            if page["gap"]:
                render(None)
            [render(message) for message in page["messages"]]
            cursor = page["cursor"]


@ANSWERS.right
async def a_reader_and_a_screen(ask, render, sleep):
    news, closed = asyncio.Queue(), object()

    async def read():
        cursor, wait = None, 1
        while True:
            try:
                status, page = await ask(cursor)
                if status not in (200, 204, 410):
                    raise OSError(status)
            except OSError:
                await sleep(wait)
                wait = min(30, wait + wait)
                continue
            wait = 1
            if status == 410:
                return news.put_nowait(closed)
            if status == 200:
                for one in (None, *page["messages"])[not page["gap"] :]:
                    news.put_nowait(one)
                cursor = page["cursor"]

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        while (one := await news.get()) is not closed:
            render(one)


@ANSWERS.right
async def each_state_says_the_next(ask, render, sleep):
    async def asking(cursor, wait):
        try:
            status, page = await ask(cursor)
        except OSError:
            return failing, cursor, wait
        if status == 204:
            return asking, cursor, 1
        if status != 200:
            return None if status == 410 else failing, cursor, wait
        return rendering, page, 1

    async def rendering(page, wait):
        if page["gap"]:
            render(None)
        for message in page["messages"]:
            render(message)
        return asking, page["cursor"], wait

    async def failing(cursor, wait):
        await sleep(wait)
        return asking, cursor, min(2 * wait, 30)

    state, what, wait = asking, None, 1
    while state:
        state, what, wait = await state(what, wait)


ANSWERS.right_edits(
    ("status = None", "status, page = 599, None", RESET, "continue\n        failures, news = 0, page"),
    (DELAY, "[1, 2, 4, 8, 16, 30][min(failures, 5)]"),
)
ANSWERS.edits(
    (SINK, "ask(None)", AGAIN),
    ("if status == 200:", f"if status == 200 and not {MESSAGES}:\n            await sleep(3)\n"
     "        if status == 200:", EMPTY),
    (RESET, f"{RESET}\n        if status == 204:\n            await sleep(3)", EMPTY),
    ("if status == 200:", "if status == 200:\n            await sleep(3)", "A page has come: ask again at once"),
    (f"await sleep({DELAY})\n            ", "", "this is a tight loop. Sleep first"),
    (DELAY, "1", "Failure 2 in a row: twice as long as the one before"),
    (DELAY, "2**failures", "Failure 6 in a row: twice as long as the one before, 30 s at most"),
    (DELAY, "min(30, 2 ** (failures + 1))", "The first failure waits 1 s"),
    (RESET, "continue", "The first failure waits 1 s. A 200 or a 204 ends the row"),
    (RESET, "continue", "if status == 200:", "if status == 200:\n            failures = 0",
     "The first failure waits 1 s. A 200 or a 204 ends the row"),
    (CURSOR, f"cursor = cursor if {GAP} and cursor else page['cursor']", NEW),
    (CURSOR, f"cursor = 'monday.' + str({MESSAGES}[-1]['id']) if {MESSAGES} else cursor", NEW),
    (CURSOR, f"cursor = page['cursor'] if {MESSAGES} or not cursor else cursor", NEW),
    (CURSOR, f"cursor = {MESSAGES}[-1]['id'] if {MESSAGES} else cursor", "each other one has that of the last page"),
    ("failures += 1", "failures, cursor = failures + 1, None", AGAIN),
    (f"if {GAP}:", "if False:", "The page says gap: render(None) comes first"),
    (f"if {GAP}:", "if True:", "render(None) stands for a gap, and here was none"),
    ("except OSError", "except ZeroDivisionError", "Your code raised ConnectionResetError"),
    ("except OSError", "except ConnectionError", "Your code raised OSError: the reply ended in the middle"),
    ("except OSError", "except BaseException", "Somebody cancelled your loop, and it went on"),
    ("status not in (200, 204)", "status is None or status >= 500", "this is a tight loop"),
    ("status not in (200, 204)", "status is None", "this is a tight loop"),
    ("if status == 410:\n            return\n        ", "", "The chat is closed (410), and you asked again"),
    (f"for message in {MESSAGES}:", f"for message in [page] if {MESSAGES} else []:", "Render each message by itself"),
    (f"in {MESSAGES}", f"in {MESSAGES}[::-1]", ORDER),
    (f"in {MESSAGES}", f"in {MESSAGES}[-1:]", ORDER),
    (f"in {MESSAGES}", f"in {MESSAGES} + {MESSAGES}[-1:]", "A message was rendered twice"),
    ("await ask(cursor)", "(500, None)", "Nothing was asked"),
    ("if status == 200:", "if True:", "Your code raised TypeError: 'NoneType' object is not subscriptable"),
)  # fmt: skip


@ANSWERS.wrong("Your loop came to an end: it returned None. Only a 410 ends it")
async def stops_at_the_first_empty_page(ask, render, sleep):
    _, page = await ask(None)
    while page and (page["messages"] or page["cursor"].endswith(".0")):
        for message in page["messages"]:
            render(message)
        _, page = await ask(page["cursor"])
    return


@ANSWERS.wrong("a question left while another was on its way")
async def two_at_once(ask, render, sleep):
    _, page = await ask(None)
    while True:
        for message in page["messages"]:
            render(message)
        cursor = page["cursor"]
        (_, page), _ = await asyncio.gather(ask(cursor), ask(cursor))


@ANSWERS.wrong("It came at 0 s and was rendered at 12 s: render first, then go on")
async def renders_after_the_next_question(ask, render, sleep):
    _, page = await ask(None)
    while True:
        _, after = await ask(page["cursor"])
        for message in page["messages"]:
            render(message)
        page = after
