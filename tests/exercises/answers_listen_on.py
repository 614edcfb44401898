import json

from websockets import ConnectionClosed

from tests.exercises.proofs import Answers

ANSWERS = Answers("listen_on")


@ANSWERS.right
async def with_recv_and_a_set(lines, render, sleep):
    seen = set()
    async for socket in lines:
        count = len(seen)
        try:
            await socket.send(json.dumps({"after": max(seen, default=0)}))
            while True:
                posts = json.loads(await socket.recv())
                for post in sorted(posts, key=lambda post: post["id"]):
                    if post["id"] not in seen:
                        seen.add(post["id"])
                        render(post)
        except ConnectionClosed:
            if len(seen) == count:
                await sleep(1)


@ANSWERS.right
async def in_two_functions(lines, render, sleep):
    state = {"after": 0}

    async def one(socket):
        await socket.send(json.dumps(state))
        async for text in socket:
            for post in (post for post in json.loads(text) if post["id"] > state["after"]):
                state["after"] = post["id"]
                render(post)

    async for socket in lines:
        before = dict(state)
        try:
            await one(socket)
        except ConnectionClosed:
            pass
        finally:
            fruitless = before == state
        if fruitless:
            await sleep(1)


ONCE, SAY = 'if post["id"] > last:', 'await socket.send(json.dumps({"after": last}))'
WAIT = "        if last == before:\n            await sleep(1)"
ANSWERS.edits(
    (ONCE, "if True:", "Every post is rendered once"),
    (ONCE, 'if post["id"] >= last:', "Every post is rendered once"),
    (SAY, "pass", "You read before you had said where you are"),
    (SAY, 'await socket.send(json.dumps({"after": 0}))', "The first thing said on each connection"),
    (SAY, 'await socket.send(json.dumps({"id": last}))', "The first thing said on each connection"),
    (SAY, 'await socket.send({"after": str(last)})', "The first thing said on each connection"),
    ("    last = 0\n    async for socket in lines:\n", "    async for socket in lines:\n        last = 0\n",
     "The first thing said on each connection"),
    ("except ConnectionClosed:\n            pass", "except ConnectionClosed:\n            return", "came to an end"),
    ("except ConnectionClosed:", "except OSError:", "raised ConnectionClosedError"),
    (WAIT, "        pass", "A connection that brought nothing new is followed by 1 s of sleep"),
    (WAIT, "        await sleep(1)", "one that brought something is not"),
    ("await sleep(1)", "await sleep(2)", "is followed by 1 s of sleep"),
    ("            pass\n", "            continue\n", "is followed by 1 s of sleep"),
    ("render(post)", "render(text)", "Every post is rendered once"),
    ('last = post["id"]', 'last = before = post["id"]', "one that brought something is not"),
    ("except ConnectionClosed:\n            pass", "except BaseException:\n            pass", "Catch OSError alone"),
)  # fmt: skip
