import asyncio
from contextlib import suppress

from tests.exercises.proofs import Answers

ANSWERS = Answers("attend")


@ANSWERS.right
async def awaited_and_suppressed(socket, everybody, tell, hear):
    task = asyncio.ensure_future(tell(socket))
    everybody |= {socket}
    try:
        async for text in socket:
            hear(text)
    finally:
        everybody.remove(socket)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@ANSWERS.right
async def by_hand(socket, everybody, tell, hear):
    everybody.add(socket)
    task = asyncio.create_task(tell(socket))
    error = None
    try:
        while True:
            hear(await anext(socket))
    except StopAsyncIteration:
        pass
    except BaseException as raised:
        error = raised
    everybody.discard(socket)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    if error is not None:
        raise error


ADD, OUT, WAIT = (
    "    everybody.add(socket)\n",
    "        everybody.discard(socket)\n",
    "        await asyncio.wait([telling])",
)
TASK, HEAR = "    telling = asyncio.create_task(tell(socket))\n", "            hear(text)"
ANSWERS.edits(
    (ADD, "", "has to stand in everybody already"),
    (OUT, "", "its socket still stands in everybody"),
    (OUT, "        everybody.clear()\n", "Somebody else stood in everybody"),
    (f"        telling.cancel()\n{WAIT}", "        pass", "tell(socket) still runs: cancel its task"),
    ("telling.cancel()", "pass", "What ends the connection ends the handler"),
    (WAIT, "        pass", "wait for it before you return"),
    (WAIT, "        await telling", "Your code raised CancelledError"),
    (WAIT, "        await asyncio.sleep(0)", "wait for it before you return"),
    (TASK, "    await tell(socket)\n", "Each text goes to hear(text), once"),
    (TASK, "    telling = asyncio.create_task(asyncio.sleep(9))\n", "tell(socket) has to run already"),
    ("    finally:", "    except Exception:", "its socket still stands in everybody", ),
    ("    finally:", "    except BaseException:\n        pass\n    finally:", "what was raised is raised on"),
    (HEAR, "            pass", "Each text goes to hear(text)"),
    (HEAR, f"{HEAR}\n{HEAR}", "Each text goes to hear(text), once"),
    (HEAR, f"{HEAR}\n            break", "Each text goes to hear(text), once"),
    (HEAR, "            await hear(text)", "can't be used in 'await' expression"),
)  # fmt: skip
