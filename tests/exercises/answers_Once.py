import asyncio

from tests.exercises.proofs import Answers

ANSWERS = Answers("Once")


@ANSWERS.right
class WithSharedTasks:
    forgets = True

    def __init__(self, store):
        self.store, self.tries = store, {}

    async def post(self, post):
        key = post["key"]
        if key not in self.tries:
            self.tries[key] = post, asyncio.ensure_future(self.store(post))
        first, storing = tried = self.tries[key]
        if first != post:
            raise ValueError("another post has this key")
        try:
            return await asyncio.shield(storing)
        except Exception:
            if self.forgets and self.tries.get(key) is tried:
                del self.tries[key]
            raise


@ANSWERS.right
class WaitsForTheFirst:
    def __init__(self, store):
        self.store, self.stored, self.storing = store, {}, set()

    async def post(self, post):
        key = post["key"]
        while key in self.storing:  # noqa: ASYNC110 (a learner's way)
            await asyncio.sleep(0)
        if key not in self.stored:
            self.storing.add(key)
            try:
                self.stored[key] = post, await self.store(post)
            finally:
                self.storing.discard(key)
        first, message = self.stored[key]
        if first["name"] != post["name"] or first["text"] != post["text"]:
            raise ValueError("used")
        return message


LOCK = "async with self.locks.setdefault(key, asyncio.Lock())"
STORE = "self.stored[key] = post, await self.store(post)"
USED = 'raise ValueError(f"key {key} was used before, for another post")'
FLYING = "The second try came while the first was still being stored"
BLANKS = "\n" + " " * 16
TRY = f"try:{BLANKS}    {STORE}{BLANKS}except OSError as error:{BLANKS}    "
AS_IT_IS = "The error must come out as it is"
ANSWERS.right_edits(
    ("self.locks = {}", "self.lock = asyncio.Lock()", LOCK, "async with self.lock"),
    ("first != post", "{**first} != {**post}"),
)
ANSWERS.edits(
    ("if key not in self.stored", "if True", "The same key is the same post"),
    (LOCK, "if True", FLYING),
    (LOCK, "async with asyncio.Lock()", FLYING),
    ('key = post["key"]', 'key = post["text"]', "another key is another post"),
    ("if first != post", "if False", "was used before, for other words: that is no retry. It was stored; refuse it"),
    ("first != post", "first == post", "Give the message that store gave. It was refused"),
    (USED, "return None", "returned None; refuse it"),
    (USED, "raise ValueError", "Refused, but without a reason"),
    (STORE, f"{TRY}self.stored[key] = post, None", AS_IT_IS),
    (STORE, f"{TRY}raise RuntimeError from error", AS_IT_IS),
    ("self.stored = {}", "self.stored = SHARED", "class Once", "SHARED = {}\nclass Once", "This Once is new"),
    ("        return message", "", "Your function returned None, expected a dict"),
    ("async def post", "async def save", "has no method post(post)"),
    ("await self.store(post)", "self.store(post)", "and not what comes of it: await it"),
)  # fmt: skip


@ANSWERS.wrong("Nothing was stored, and the client will try again")
class RemembersFailures(WithSharedTasks):
    forgets = False


@ANSWERS.wrong("Your function returned None")
class KnowsKeysAlone:
    def __init__(self, store):
        self.store, self.keys = store, set()

    async def post(self, post):
        if post["key"] in self.keys:
            return None
        self.keys.add(post["key"])
        return await self.store(post)
