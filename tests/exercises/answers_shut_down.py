import asyncio
from contextlib import suppress

from tests.exercises.proofs import Answers

ANSWERS = Answers("shut_down")


@ANSWERS.right
async def one_limit_for_all(listener, sockets, sleep):
    listener.close()
    answers = {}
    for socket in sockets:
        with suppress(ConnectionError):
            socket.close(1012)
            answers[asyncio.create_task(socket.wait_closed())] = socket
    limit = asyncio.create_task(sleep(5))
    while any(not task.done() for task in answers) and not limit.done():
        await asyncio.wait(
            [limit, *(task for task in answers if not task.done())], return_when="FIRST_COMPLETED"
        )
    limit.cancel()
    silent = [socket for task, socket in answers.items() if task.cancel()]
    for socket in silent:
        socket.abort()
    return len(silent)


@ANSWERS.right
async def counts_down(listener, sockets, sleep):
    listener.close()
    waiting = set()

    async def goodbye(socket):
        await socket.wait_closed()
        waiting.discard(socket)

    tasks = []
    for socket in list(sockets):
        with suppress(ConnectionError):
            socket.close(1001)
            waiting.add(socket)
            tasks.append(asyncio.create_task(goodbye(socket)))
    limit = asyncio.create_task(sleep(5))
    while waiting and not limit.done():
        left = [task for task in tasks if not task.done()]
        await asyncio.wait([*left, limit], return_when=asyncio.FIRST_COMPLETED)
    limit.cancel()
    for task in tasks:
        task.cancel()
    for socket in waiting:
        socket.abort()
    return len(waiting)


@ANSWERS.wrong("Close all before you wait for one")
async def one_after_the_other(listener, sockets, sleep):
    listener.close()
    for socket in list(sockets):
        with suppress(ConnectionError):
            socket.close(1001)
            await socket.wait_closed()
    return 0


@ANSWERS.wrong("Your code raised RuntimeError: Set changed size during iteration")
async def goes_through_the_set(listener, sockets, sleep):
    listener.close()
    for socket in list(sockets):
        with suppress(ConnectionError):
            socket.close(1001)
    for socket in sockets:
        await socket.wait_closed()
    return 0


ALL = "sum(await asyncio.gather(*map(see_off, sockets)))"
WAIT = "await asyncio.wait([answer, limit], return_when=asyncio.FIRST_COMPLETED)"
ANSWERS.edits(
    ("    listener.close()\n", "", "The door is still open"),
    ("    listener.close()\n    return ", "    count = ", ALL, f"{ALL}\n    listener.close()\n    return count",
     "The door is still open"),
    ("close(1001)", "close()", "the page stays away"),
    ("close(1001)", "close(1000)", "the page stays away"),
    ("close(1001)", "close(1011)", "That code sends nobody back"),
    ("close(1001)", "close(1006)", "That code sends nobody back"),
    ("suppress(ConnectionError)", "suppress(ZeroDivisionError)",
     "Your code raised ConnectionResetError"),
    (WAIT, "await answer", "A server that waits for the dead never stops"),
    (WAIT, "await limit", "do not wait out the 5 s"),
    (WAIT, "await asyncio.sleep(0)", "do not wait out the 5 s"),
    ("sleep(5)", "sleep(3)", "Nobody answers there any more"),
    ("limit.cancel()", "pass", "a sleep goes on"),
    ("socket.abort()", "pass", "abort(): nobody"),
    ("answer.cancel()", "pass", "a wait goes on"),
    ("return 1", "return 0", "Give how many you hung up on"),
    ("return 1", "return 2", "Give how many you hung up on"),
    (ALL, ALL[4:-1], "Your function returned a list"),
    (ALL, "sum([await see_off(one) for one in list(sockets)])",
     "Close all before you wait for one"),
)  # fmt: skip
