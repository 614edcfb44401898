import asyncio

from tests.exercises.proofs import Answers

ANSWERS = Answers("tell_all")


@ANSWERS.right
async def with_one_limit_for_all(sockets, text, sleep):
    sends = {asyncio.create_task(socket.send(text)): socket for socket in sockets}
    limit = asyncio.create_task(sleep(5))
    if sends:
        everybody = asyncio.gather(*sends, return_exceptions=True)
        await asyncio.wait({everybody, limit}, return_when=asyncio.FIRST_COMPLETED)
    limit.cancel()
    told = 0
    for task, socket in sends.items():
        if not task.done():
            task.cancel()
            socket.abort()
        elif task.exception() is None:
            told += 1
            continue
        sockets.discard(socket)
    return told


@ANSWERS.right
async def with_a_task_group(sockets, text, sleep):
    took = []

    async def tell(socket):
        try:
            await socket.send(text)
            took.append(socket)
        except ConnectionError:
            sockets.discard(socket)

    async def alarm(sending, socket):
        await sleep(5)
        sending.cancel()
        socket.abort()
        sockets.discard(socket)

    async def both(socket):
        sending = asyncio.create_task(tell(socket))
        alarming = asyncio.create_task(alarm(sending, socket))
        await asyncio.wait([sending])
        alarming.cancel()

    async with asyncio.TaskGroup() as group:
        for socket in tuple(sockets):
            group.create_task(both(socket))
    return len(took)


@ANSWERS.wrong("Who has gone raises ConnectionError")
async def a_plain_loop_that_catches(sockets, text, sleep):
    for socket in list(sockets):
        try:
            await socket.send(text)
        except OSError:
            return len(sockets)
    return len(sockets)


@ANSWERS.wrong("nobody waits for another")
async def one_after_the_other(sockets, text, sleep):
    told = 0
    for socket in list(sockets):
        try:
            await socket.send(text)
            told += 1
        except ConnectionError:
            sockets.discard(socket)
    return told


ALL, GONE = "sum(await asyncio.gather(*map(tell, sockets)))", "sending.done() and not sending.exception()"
ANSWERS.edits(
    (f"return {ALL}", "for socket in sockets:\n        await socket.send(text)\n    return len(sockets)",
     "Your code raised ConnectionResetError: ada has gone"),
    (f"return {ALL}", f"{ALL[4:-1]}", "Your function returned None, expected how many have taken"),
    (ALL, f"{ALL} > 0", "Your function returned True or False"),
    (ALL, f"({ALL}, len(sockets))[1]", "Give how many have taken the text"),
    ("sleep(5)", "sleep(3)", "Slow is not dead"),
    ("sleep(5)", "sleep(50)", "Nobody answers there any more"),
    ("sockets.discard(socket)", "sockets.remove(socket)", "raised KeyError"),
    ("sockets.discard(socket)", "pass", "Who has gone raises ConnectionError"),
    ("sockets.discard(socket)", "sockets.intersection_update([s for s in sockets if s is not socket][:1])",
     "in the room"),
    ("limit.cancel()", "pass", "a sleep goes on"),
    ("socket.abort()", "pass", "abort(): nobody"),
    ("sending.cancel()", "pass", "a wait goes on"),
    ("if not sending.done():", "if True:", "abort(): ada"),
    (" and not sending.exception()", "", "in the room: ada bob"),
    (ALL, "sum([await tell(socket) for socket in list(sockets)])", "nobody waits for another"),
)  # fmt: skip
