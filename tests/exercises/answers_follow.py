import asyncio
import itertools
from contextlib import suppress

from tests.exercises.proofs import Answers

ANSWERS = Answers("follow")


@ANSWERS.right
async def fails_in_one_place(ask, render, sleep):
    cursor, delay = None, 1
    while True:
        try:
            status, page = await ask(cursor)
        except OSError:
            status, page = 599, None
        if status >= 500:
            await sleep(delay)
            delay = min(2 * delay, 30)
            continue
        delay = 1
        if status == 410:
            return
        if page is None:
            continue
        if page["gap"]:
            render(None)
        for message in page["messages"]:
            render(message)
        cursor = page["cursor"]


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
        if error is None and (reply := task.result())[0] < 500:
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
                if status >= 500:
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


def answer(
    *,
    asked=lambda cursor: cursor,
    idle=lambda page: None,
    delay=lambda failures: min(30, 2**failures),
    reset=True,
    missing=lambda page: page["gap"],
    taken=lambda page, cursor: page["cursor"],
    lost=lambda cursor: cursor,
    caught=OSError,
    closed=(410,),
    failed=500,
    shown=lambda page: page["messages"],
):
    """A right answer with places to go wrong."""

    async def follow(ask, render, sleep):
        cursor, failures = None, 0
        while True:
            try:
                status, page = await ask(asked(cursor))
            except caught:
                status, page = 500, None
            if status in closed:
                return
            if status >= failed:
                if seconds := delay(failures):
                    await sleep(seconds)
                failures += 1
                cursor = lost(cursor)
                continue
            failures = 0 if reset else failures
            if (seconds := idle(page)) is not None:
                await sleep(seconds)
            if page is None:
                continue
            cursor = taken(page, cursor)
            if missing(page):
                render(None)
            for message in shown(page):
                render(message)

    return follow


def wrong(name, why, **changes):
    changed = answer(**changes)
    changed.__name__ = name
    ANSWERS.wrong(why)(changed)


def own_cursor(page, cursor):
    return f"monday.{page['messages'][-1]['id']}" if page["messages"] else cursor


def unless_gap(page, cursor):
    return cursor if page["gap"] and cursor else page["cursor"]


wrong(
    "asks_without_a_cursor", "Without a cursor the server sends its history again", asked=lambda cursor: None
)
wrong(
    "sleeps_after_an_empty_page", "A hold that ran out is no failure: ask again at once",
    idle=lambda page: None if page and page["messages"] else 3,
)  # fmt: skip
wrong(
    "sleeps_after_a_204", "A hold that ran out is no failure: ask again at once",
    idle=lambda page: 3 if page is None else None,
)  # fmt: skip
wrong("sleeps_after_news", "A page has come: ask again at once", idle=lambda page: 3 if page else None)
wrong("at_once_after_a_failure", "this is a tight loop. Sleep first", delay=lambda failures: 0)
wrong(
    "the_same_delay_each_time",
    "Failure 2 in a row: twice as long as the one before",
    delay=lambda failures: 1,
)
wrong(
    "no_longest_delay",
    "Failure 6 in a row: twice as long as the one before, 30 s at most",
    delay=lambda n: 2**n,
)
wrong(
    "begins_with_two_seconds",
    "The first failure waits 1 s",
    delay=lambda failures: min(30, 2 ** (failures + 1)),
)
wrong("never_resets", "The first failure waits 1 s. Any other reply ends the row", reset=False)
wrong("keeps_the_cursor_on_a_gap", "The page with the gap has a new cursor", taken=unless_gap)
wrong("makes_its_own_cursor", "The page with the gap has a new cursor", taken=own_cursor)
wrong(
    "takes_the_cursor_only_with_news", "The page with the gap has a new cursor",
    taken=lambda page, cursor: page["cursor"] if page["messages"] or not cursor else cursor,
)  # fmt: skip
wrong("asks_with_an_id", "each other one has that of the last page",
      taken=lambda page, cursor: page["messages"][-1]["id"] if page["messages"] else cursor)  # fmt: skip
wrong(
    "begins_anew_after_a_failure",
    "Without a cursor the server sends its history again",
    lost=lambda cursor: None,
)
wrong("says_nothing_of_a_gap", "The page says gap: render(None) comes first", missing=lambda page: False)
wrong("a_gap_each_time", "render(None) stands for a gap, and here was none", missing=lambda page: True)
wrong("ends_with_the_network", "Your code raised ConnectionResetError", caught=ZeroDivisionError)
wrong("sees_resets_only", "Your code raised OSError: the reply ended in the middle", caught=ConnectionError)
wrong("a_500_is_no_failure", "this is a tight loop", failed=501)
wrong("never_ends", "The chat is closed (410), and you asked again", closed=())
wrong("swallows_the_cancelling", "Somebody cancelled your loop, and it went on", caught=BaseException)
wrong(
    "renders_the_page", "Render each message by itself", shown=lambda page: [page] if page["messages"] else []
)
wrong("renders_the_newest_first", "Not every message was rendered, in order",
      shown=lambda page: page["messages"][::-1])  # fmt: skip
wrong("renders_the_newest_only", "Not every message was rendered, in order",
      shown=lambda page: page["messages"][-1:])  # fmt: skip
wrong(
    "renders_twice",
    "A message was rendered twice",
    shown=lambda page: page["messages"] + page["messages"][-1:],
)


@ANSWERS.wrong("Your loop came to an end: it returned None. Only a 410 ends it")
async def stops_at_the_first_empty_page(ask, render, sleep):
    _, page = await ask(None)
    while page and (page["messages"] or page["cursor"].endswith(".0")):
        for message in page["messages"]:
            render(message)
        _, page = await ask(page["cursor"])
    return


@ANSWERS.wrong("Your code raised TypeError: 'NoneType' object is not subscriptable")
async def a_page_each_time(ask, render, sleep):
    cursor = None
    while True:
        _, page = await ask(cursor)
        cursor = page["cursor"]
        for message in page["messages"]:
            render(message)


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


@ANSWERS.wrong("Nothing was asked")
async def only_sleeps(ask, render, sleep):
    while True:
        await sleep(1)
