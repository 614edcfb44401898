"""2B: a post that is tried again and again is stored once, by the key that its client made.

The store is slow: it is done some turns of the loop after all who ask at the same time have asked. So every other try
of a group comes while the first is still being stored.
"""

import asyncio
import json
from collections.abc import Iterator
from functools import partial

from helpers.checks.engine.values import describe
from helpers.checks.judges.cases import REFUSED
from helpers.checks.judges.over_http import Asker, Backend, Call, Visit, over_http
from helpers.checks.judges.wire import HEAD_END, post

__all__ = ["judge"]

Group = list[tuple[tuple[str, str], object]]
TURNS = 30  # of the loop: an answer is in its store, or waits for it, a few turns after its request was read
DOWN = ConnectionError("the database does not answer")
HELLO, AGAIN = ("ada-1", "Hello!"), ("ada-2", "Hello!")
OTHER, BOB = ("ada-1", "Good bye!"), ("bob-1", "Hello?")
RETRY = "The same key is the same post: give the message that was stored, and store nothing."
FLYING = (
    "The second try came while the first was still being stored: your code looked, found nothing, and stored again. "
    "Between the look and the store nobody else may look."
)
NEW = "This Once is new: it knows nothing of what another one stored."
MEANT = "Ada says the same twice and means it: another key is another post."
USED = "This key was used before, for other words: that is no retry."
FAILED = "Nothing was stored, and the client will try again: forget this try."
# In the order in which one writes the answer: what is stored, and groups of posts, each with the message that it must
# get, by number, or what else must come out.
VISITS: tuple[tuple[str, str, str, list[Group]], ...] = (
    ("a post", "Give the message that store gave.", "ada-1", [[(HELLO, 1)]]),
    ("the same post, and a new Once", NEW, "ada-1", [[(HELLO, 1)]]),
    ("two posts", "Another key is another post.", "ada-1 bob-1", [[(HELLO, 1)], [(BOB, 2)]]),
    ("the same words with another key", MEANT, "ada-1 ada-2", [[(HELLO, 1)], [(AGAIN, 2)]]),
    ("a second try, and a third", RETRY, "ada-1", [[(HELLO, 1)]] * 3),
    ("a try, another post, a second try", RETRY, "ada-1 bob-1", [[(HELLO, 1)], [(BOB, 2)], [(HELLO, 1)]]),
    ("a used key with another text", USED, "ada-1", [[(HELLO, 1)], [(OTHER, REFUSED)], [(HELLO, 1)]]),
    ("a second try while the first is being stored", FLYING, "ada-1", [[(HELLO, 1)] * 2]),
    ("three tries at once, and one later", FLYING, "ada-1", [[(HELLO, 1)] * 3, [(HELLO, 1)]]),
    ("two posts at once", "Two keys are two posts.", "ada-1 bob-1", [[(HELLO, 1), (BOB, 2)]]),
    ("a used key with another text, at once", USED, "ada-1", [[(HELLO, 1), (OTHER, REFUSED)]]),
    ("the store fails, then a second try", FAILED, "ada-1", [[(HELLO, DOWN)], [(HELLO, 1)]]),
    ("the store fails for two tries at once", FAILED, "ada-1", [[(HELLO, DOWN)] * 2, [(HELLO, 1)]]),
)


def _visits() -> Iterator[Visit]:
    for about, why, stored, groups in VISITS:
        yield Visit(about, [[_client(*one) for one in group] for group in groups], why, (), stored.split())


def _client(said: tuple[str, str], gets: object) -> Asker:
    sent = {"key": said[0], "name": said[0].partition("-")[0], "text": said[1]}
    stored = sent | {"id": gets} if isinstance(gets, int) else gets
    return Asker(post("/poll", json.dumps(sent).encode()), stored)


async def _opened(server: Backend) -> Call:
    """A new ``Once`` for each visit; where the store is down in a visit, it is so for the first group."""
    down = server.visit.groups[0][0].gets is DOWN

    async def store(post: dict[str, str]) -> dict[str, object]:
        await server.all_here.wait()
        for _ in range(TURNS):
            await asyncio.sleep(0)
        if down and server.turn == 1:
            raise DOWN.with_traceback(None)
        server.stored.append(post["key"])
        return {**post, "id": len(server.stored)}

    made = await server.trial.call(store, case=server.visit.about)
    server.trial = await server.trial.method(made, "post(post)", case="Once(store)")
    return partial(server.trial.attempt, case=server.visit.about)


def _shown(value: object) -> str:
    return f"message {describe(value.get('id'))}" if type(value) is dict else describe(value)


def _taken(request: bytes) -> object:
    return json.loads(request.partition(HEAD_END)[2])


judge = over_http(_visits, _taken, opened=_opened, shown=_shown, unit="visits")
