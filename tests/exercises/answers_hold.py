import asyncio
from contextlib import ExitStack

from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("hold")
LOOK, NAP = "if not chat.after(cursor):", "await nap(clock, seconds, woken=news)"
NEWS, LAST = "news = asyncio.Event()", "return chat.after(cursor)"
BODY = f"{LOOK}\n            {NAP}\n        {LAST}"
HOLD, AFTER_30 = "Hold, and wake when it comes", "After 30 s the hold is over"


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


FIRST = f"if found := chat.after(cursor):\n        return found\n    await asyncio.sleep(0)\n    {NEWS}"
ANSWERS.edits(
    (NEWS, FIRST, LOOK, "if True:", "It fell between the look and the subscription"),
    (LOOK, "if True:", "There is news already: answer at once"),
    (NEWS, f"{NEWS}\n    came = []", "news.set()", "(came.append(message), news.set())", BODY,
     f"if found := chat.after(cursor):\n            return found\n        {NAP}\n        return came[:1]",
     "Look again: all that is new"),
    ("unsubscribe()", "pass", "your listener still subscribed"),
    ("    finally:\n        unsubscribe()", "    except ZeroDivisionError:\n        pass",
     LAST, f"unsubscribe()\n        {LAST}", "Its request was cancelled"),
    (LAST, "if not chat.after(cursor):\n            raise TimeoutError\n        return chat.after(cursor)",
     "Your code raised TimeoutError"),
    (LAST, "return chat.after(cursor) or None", "returned None, expected the list"),
    (NAP, "await nap(clock, 29, woken=news)", AFTER_30),
    (NAP, "await nap(clock, 31, woken=news)", AFTER_30),
    (f"{LOOK}\n            {NAP}\n        ", "", HOLD),
    (BODY, f"if not chat.after(0):\n            {NAP}\n        return chat.after(0)",
     "Only what came after the cursor"),
    (f"            {NAP}", "            end = clock() + seconds\n"
     "            while not chat.after(cursor) and clock() < end:\n"
     "                await clock.sleep(min(4, end - clock()))", HOLD),
    ("lambda message: news.set()", "news.set", "Each new message calls listener(message)"),
)  # fmt: skip
