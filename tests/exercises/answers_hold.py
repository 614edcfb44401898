import asyncio
from contextlib import ExitStack

from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("hold")


@ANSWERS.right
async def looks_again_until_the_deadline(chat, cursor, seconds, clock):
    woken = asyncio.Event()
    end = chat.subscribe(lambda *_: woken.set())
    try:
        deadline = clock() + seconds
        while not (news := chat.after(cursor)) and clock() < deadline:
            woken.clear()
            await nap(clock, deadline - clock(), woken=woken)
        return news
    finally:
        end()


@ANSWERS.right
async def with_an_exit_stack(chat, cursor, seconds, clock):
    if news := chat.after(cursor):
        return news
    with ExitStack() as stack:
        heard = asyncio.get_running_loop().create_future()
        stack.callback(chat.subscribe(lambda *_: heard.done() or heard.set_result(None)))
        timer = asyncio.ensure_future(clock.sleep(seconds))
        stack.callback(timer.cancel)
        await asyncio.wait({heard, timer}, return_when=asyncio.FIRST_COMPLETED)
    return chat.after(cursor)


@ANSWERS.right
async def looks_then_subscribes(chat, cursor, seconds, clock):
    if found := chat.after(cursor):
        return found
    news = asyncio.Event()
    unsubscribe = chat.subscribe(lambda message: news.set())
    try:
        await nap(clock, seconds, woken=news)
    finally:
        unsubscribe()
    return chat.after(cursor)


@ANSWERS.right
async def with_its_own_race(chat, cursor, seconds, clock):
    news = asyncio.get_running_loop().create_future()
    off = chat.subscribe(lambda message: news.done() or news.set_result(message))
    sleeping = asyncio.create_task(clock.sleep(seconds))
    try:
        if not chat.after(cursor):
            await asyncio.wait({news, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        return chat.after(cursor)
    finally:
        off()
        sleeping.cancel()


def answer(*, between=None, found=True, again=True, off="finally", empty=None, limit=None):
    async def hold(chat, cursor, seconds, clock):
        if found and (now := chat.after(cursor)):
            return now
        if between:
            await between(clock)
        news, came = asyncio.Event(), []
        unsubscribe = chat.subscribe(lambda message: (came.append(message), news.set()))
        try:
            await nap(clock, limit or seconds, woken=news)
        finally:
            if off == "finally":
                unsubscribe()
        if off == "after":
            unsubscribe()
        if empty is not None and not came:
            return empty()
        return chat.after(cursor) if again else came[:1]

    return hold


def wrong(name, why, **changes):
    changed = answer(**changes)
    changed.__name__ = name
    ANSWERS.wrong(why)(changed)


def nothing():
    raise TimeoutError("nothing new")


async def turn(clock):
    await asyncio.sleep(0)
    await asyncio.sleep(0)


wrong("awaits_between", "It fell between the look and the subscription", between=turn)
wrong("does_not_look_first", "There is news already: answer at once", found=False)
wrong("only_what_woke_it", "Look again: all that is new", again=False)
wrong("never_unsubscribes", "your listener still subscribed", off="never")
wrong("unsubscribes_on_the_good_way_only", "Its request was cancelled", off="after")
wrong("an_error_after_the_hold", "Your code raised TimeoutError", empty=nothing)
wrong("none_after_the_hold", "returned None, expected the list", empty=lambda: None)
wrong("too_short_a_hold", "After 30 s the hold is over", limit=29)
wrong("too_long_a_hold", "After 30 s the hold is over", limit=31)


@ANSWERS.wrong("Hold, and wake when it comes")
async def short_polling(chat, cursor, seconds, clock):
    return chat.after(cursor)


@ANSWERS.wrong("Only what came after the cursor")
async def everything(chat, cursor, seconds, clock):
    return chat.after(0) or await looks_then_subscribes(chat, cursor, seconds, clock)


@ANSWERS.wrong("Hold, and wake when it comes")
async def looks_every_four_seconds(chat, cursor, seconds, clock):
    end = clock() + seconds
    while not (found := chat.after(cursor)) and clock() < end:
        await clock.sleep(min(4, end - clock()))
    return found


@ANSWERS.wrong("Each new message calls listener(message)")
async def a_listener_that_takes_nothing(chat, cursor, seconds, clock):
    news = asyncio.Event()
    unsubscribe = chat.subscribe(news.set)
    try:
        if not chat.after(cursor):
            await nap(clock, seconds, woken=news)
        return chat.after(cursor)
    finally:
        unsubscribe()
