"""2F: the client's half of long polling. Its chat holds, fails, begins anew and is closed."""

import math
import random
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from helpers.checks.engine.values import describe, same
from helpers.checks.exercises.feed import Feed, cursor
from helpers.checks.judges.cases import first
from helpers.checks.judges.scenes import Wrong, alone, asked, broken, endless, on_scenes, on_time
from helpers.checks.judges.stage import Scene

__all__ = ["judge"]

CURSORS = {
    "": "The first question has no cursor; each other one has that of the last page.",
    "none": "Without a cursor the server sends its history again, and messages come twice.",
    "gap": "The page with the gap has a new cursor. With the old one the same gap comes again and again.",
    "failure": "A failure brings no page: ask with the cursor that you had.",
}
PAGE = "A page has come: ask again at once, so that a question is always waiting."
WHEN = dict.fromkeys(("news", "gap", "bad"), PAGE) | {
    "empty": "A hold that ran out is no failure: ask again at once. The waiting was done by the server.",
    "closed": "The chat is closed (410), and you asked again: return.",
    "storm": "A failure, and the next question at once: with a server that is down "
             "this is a tight loop. Sleep first.",
    "failure": "The first failure waits 1 s. A 200 or a 204 ends the row, and the next failure is a first one again.",
    "failures": "Failure {} in a row: twice as long as the one before, 30 s at most, by the sleep you are given.",
}  # fmt: skip


def _bad_network() -> Scene:
    """Each fault, short rows of failures, and a long one that lasts to the end."""
    source = random.Random(35)
    faults = [source.choice(["200", "200", "503", "500", "drop", "cut"]) for _ in range(20)]
    said = (f"{moment} say" for moment in sorted(source.randrange(50) for _ in range(9)))
    return Scene("a bad network", 52, ", ".join(said), faults=", ".join([*faults, "200"]))


SCENES = (
    Scene("messages at 0, 0, 12, 20 and 20 s", 25, "0 say, 0 say, 12 say, 20 say, 20 say"),
    Scene("nothing from 0 to 70 s; a hold that ran out is an empty page", 75, "0 say, 70 say"),
    Scene("nothing from 0 to 70 s; a hold that ran out is a 204", 75, "0 terse, 0 say, 70 say"),
    Scene("a 503, then a connection that breaks; later a 429, too many requests", 18,
          "0 say, 3 say, 10 say, 15 say", faults="200, 503, drop, 200, 429, 200"),
    Scene("replies that get lost when the page was ready: a 500, half a page", 18,
          "0 say, 3 say, 10 say, 15 say", faults="200, 500, 200, cut, 200"),
    Scene("a server that is down for seven questions", 130, "0 say", faults=f"200, {'503, ' * 7}200, drop, 200"),
    Scene("two failures, a hold that ran out with a 204, and a failure", 40, "0 terse, 0 say",
          faults="200, 503, 503, 200, 503, 200"),
    Scene("a restart at 8 s, and a message before you are back", 25, "0 say, 5 say, 8 restart, 8.5 say, 20 say"),
    Scene("a restart at 8 s, and nothing said until 20 s", 25, "0 say, 8 restart, 20 say"),
    Scene("six messages while the server is down; it keeps four", 10,
          "0 say, 1 say, 2 say, 3 say, 4 say, 5 say, 6 say", faults="200, 503, 503, 503, 200"),
    Scene("the chat is closed at 12 s", 20, "0 say, 5 say, 12 close"),
    Scene("the chat is closed at 2 s, while the server is down", 20, "0 say, 2 close", faults="200, 503, 503, 200"),
    _bad_network(),
)  # fmt: skip


def _ends_when_closed(play: Feed) -> Iterable[Wrong]:
    return () if play.told_closed else endless(play, until="Only a 410 ends it.")


def _cursors(play: Feed) -> Iterator[Wrong]:
    """Each question has the cursor of the last page."""
    known, before = None, ""
    for question in play.questions:
        given = cursor(question)
        if given != known:
            why = CURSORS.get("none" if given is None else given and before) or CURSORS[""]
            yield Wrong(why, f"ask({given!r:.60})", f"ask({known!r})")
        before, page = question.got
        known = page["cursor"] if page else known


def _plan(play: Feed) -> Iterator[tuple[float, str]]:
    """A question leaves when the reply before it says."""
    yield 0, "The first question leaves at once."
    failures = 0
    for before, after in zip_longest(play.questions, play.questions[1:]):
        got, due = before.got[0], before.until
        failures = failures + 1 if got == "failure" else 0
        if failures:
            due += min(30, 2 ** (failures - 1))
            got = "failure" if failures == 1 else "failures"
            got = "storm" if after and after.at == before.until else got
        yield math.inf if got == "closed" else due, WHEN[got].format(failures)


def _rendered(play: Feed) -> Iterator[Wrong]:
    """Each message once and in order, when it comes, and each gap."""
    pages = [(question.until, page) for question in play.questions if (page := question.got[1])]
    due = [(at, what) for at, page in pages for what in [None] * page["gap"] + page["messages"]]
    both = zip_longest(due, play.rendered, fillvalue=(0.0, ...))
    for place, ((moment, wanted), (at, what)) in enumerate(both):
        if not same(what, wanted):
            yield Wrong(_why(play, place, what, wanted), _text(what), _text(wanted))
        if at > moment:
            yield Wrong(f"It came at {moment:g} s and was rendered at {at:g} s: render first, then go on.")


def _why(play: Feed, place: int, what: Any, wanted: object) -> str:
    again = what is not ... and any(same(what, earlier) for _, earlier in play.rendered[:place])
    page = isinstance(what, list) or (isinstance(what, dict) and "messages" in what)
    return first(
        (wanted is None, "The page says gap: render(None) comes first, then the page's messages."),
        (what is None, "render(None) stands for a gap, and here was none."),
        (again, "A message was rendered twice."),
        (page, "Render each message by itself: render(message)."),
        (True, 'Not every message was rendered, in order: render each of page["messages"].'),
    )


def _text(what: object) -> str:
    said = what.get("text") if type(what) is dict else "nothing more" if what is ... else None
    return said if isinstance(said, str) else describe(what, limit=60)


def _returns(play: Feed) -> list[Wrong]:
    return broken((play.over is None and play.told_closed, "The chat is closed (410): return."))


LAWS = (_ends_when_closed, asked, alone, _cursors, on_time(_plan), _rendered, _returns)
judge = on_scenes(SCENES, *LAWS, stage=Feed)
