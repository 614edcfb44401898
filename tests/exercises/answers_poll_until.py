import asyncio

from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("poll_until")
NAP = "await nap(clock, 3, woken=stop)"
WAIT = "await asyncio.wait({asking, deadline}, return_when=asyncio.FIRST_COMPLETED)"
LOST = "The reply that was on its way is lost"

ANSWERS.right_edits(
    (NAP, f"if {NAP}:\n            break"),
    ("await stop.wait()\n        await clock.sleep(5)",
     "if await stop.wait():\n            await nap(clock, 5, woken=asyncio.Event())"),
    ("while not stop.is_set():", "while True:\n        if stop.is_set():\n            break"),
)  # fmt: skip


@ANSWERS.right
async def a_deadline_for_each_request(stop, ask, render, clock):
    while not stop.is_set():
        asking, stopped = asyncio.create_task(ask()), asyncio.create_task(stop.wait())
        await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not asking.done():
            came = asyncio.Event()
            asking.add_done_callback(lambda _, came=came: came.set())
            if not await nap(clock, 5, woken=came):
                asking.cancel()
                break
        render(await asking)
        await nap(clock, 3, woken=stop)


@ANSWERS.right
async def a_watchman_cancels(stop, ask, render, clock):
    async def watch(asking):
        await stop.wait()
        await clock.sleep(5)
        asking.cancel()

    async def one():
        asking = asyncio.create_task(ask())
        watching = asyncio.create_task(watch(asking))
        try:
            render(await asking)
        finally:
            watching.cancel()

    try:
        while not stop.is_set():
            await one()
            await nap(clock, 3, woken=stop)
    except asyncio.CancelledError:
        if not stop.is_set():
            raise


ANSWERS.edits(
    (NAP, "await clock.sleep(3)", "At 5 s it should be over. A stop ends the sleep at once"),
    ("while not stop.is_set():", "while True:", NAP, f"if {NAP}:\n            break",
     "A request was sent after the stop"),
    ("    deadline.cancel()", "    render(await ask())", "A request was sent after the stop"),
    ("while not stop.is_set():", "while True:", NAP,
     "if stop.is_set():\n            break\n        await clock.sleep(3)", "After the stop it asked once more"),
    ("render(asking.result())", "if stop.is_set():\n            return\n        render(asking.result())", LOST),
    ("clock.sleep(5)", "clock.sleep(0)", LOST),
    ("clock.sleep(5)", "clock.sleep(4)", LOST),
    ("await stop.wait()\n        await clock.sleep(5)", "await clock.sleep(5)",
     "ended at 5 s, and nobody had stopped it"),
    ("clock.sleep(5)", "clock.sleep(6)", "At 7 s it should be over. 5 s after the stop no reply is waited for"),
    (WAIT, "await asyncio.wait({asking})", "At 7 s it should be over. 5 s after the stop"),
    ("asking.cancel()\n            ", "", "and its request still on its way: cancel the task that asks"),
    ("    deadline.cancel()", "", "a task of yours still sleeps on the clock"),
    (NAP, f"if stop.is_set():\n            await clock.sleep(3)\n        {NAP}",
     "At 4 s it should be over. With the reply it is over"),
    (NAP, "", "Request 2 is due at 3.5 s: 3 s after the reply before it"),
    (NAP, "await nap(clock, 4, woken=stop)", "Request 2 is due at 3.5 s"),
    (NAP, "try:\n            await asyncio.wait_for(stop.wait(), 3)\n        except TimeoutError:\n            pass",
     "asyncio.sleep and asyncio.wait_for count real seconds"),
    (NAP, "await asyncio.sleep(3)", "asyncio.sleep and asyncio.wait_for count real seconds"),
    (NAP, "return", "Your loop ended at 0.5 s, and nobody had stopped it"),
    (NAP, "while True:\n            await nap(clock, 3, woken=stop)", "stop is set, so that no nap lasts"),
    ("asking = asyncio.create_task(ask())", "asking = asyncio.create_task(ask()); asyncio.create_task(ask())",
     "a question left while another was on its way"),
)  # fmt: skip
