"""2F: the client's half of long polling. Its chat holds, fails, begins anew and is closed."""

import math
import random
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from helpers.checks.engine.values import describe, same
from helpers.checks.exercises.feed import Feed, cursor
from helpers.checks.judges.scenes import Wrong, alone, asked, on_scenes, on_time
from helpers.checks.judges.stage import Scene

__all__ = ["judge"]

WELL = "200"
CURSORS = {
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


def _scenes() -> Iterator[Scene]:
    yield Scene("messages at 0, 0, 12, 20 and 20 s", 25, "0 say, 0 say, 12 say, 20 say, 20 say")
    yield Scene("nothing from 0 to 70 s; a hold that ran out is an empty page", 75, "0 say, 70 say")
    yield Scene("nothing from 0 to 70 s; a hold that ran out is a 204", 75, "0 terse, 0 say, 70 say")
    said, down = "0 say, 3 say, 10 say, 15 say", ["503"] * 7
    yield Scene("a 503, then a connection that breaks; later a 429, too many requests", 18, said,
                faults=(WELL, "503", "drop", WELL, "429", WELL))  # fmt: skip
    yield Scene("replies that get lost when the page was ready: a 500, half a page", 18, said,
                faults=(WELL, "500", WELL, "cut", WELL))  # fmt: skip
    yield Scene("a server that is down for seven questions", 130, "0 say",
                faults=(WELL, *down, WELL, "drop", WELL))  # fmt: skip
    yield Scene("two failures, a hold that ran out with a 204, and a failure", 40, "0 terse, 0 say",
                faults=(WELL, "503", "503", WELL, "503", WELL))  # fmt: skip
    missed = "0 say, 5 say, 8 restart, 8.5 say, 20 say"
    yield Scene("a restart at 8 s, and a message before you are back", 25, missed)
    yield Scene("a restart at 8 s, and nothing said until 20 s", 25, "0 say, 8 restart, 20 say")
    yield Scene("six messages while the server is down; it keeps four", 10,
                ", ".join(f"{moment} say" for moment in range(7)), faults=(WELL, *down[:3], WELL))  # fmt: skip
    yield Scene("the chat is closed at 12 s", 20, "0 say, 5 say, 12 close")
    yield Scene("the chat is closed at 2 s, while the server is down", 20, "0 say, 2 close",
                faults=(WELL, *down[:2], WELL))  # fmt: skip
    source = random.Random(35)  # each fault, short rows of failures, and a long one that lasts to the end
    faults = [source.choice([WELL, WELL, "503", "500", "drop", "cut"]) for _ in range(20)]
    moments = sorted(source.randrange(50) for _ in range(9))
    yield Scene("a bad network", 52, ", ".join(f"{moment} say" for moment in moments), faults=(*faults, WELL))


def _ends_when_closed(play: Feed) -> Iterator[Wrong]:
    closed = bool(play.questions) and play.questions[-1].got[0] == "closed"
    if play.task and play.over is not None and not closed:
        told = describe(play.task.result(), limit=60)
        yield Wrong(f"Your loop came to an end: it returned {told}. Only a 410 ends it.")


def _cursors(play: Feed) -> Iterator[Wrong]:
    """Each question has the cursor of the last page."""
    known, before = None, ""
    for question in play.questions:
        given = cursor(question)
        if given != known:
            why = "The first question has no cursor; each other one has that of the last page."
            if given is None:
                why = "Without a cursor the server sends its history again, and messages come twice."
            yield Wrong(CURSORS.get(before, why) if given else why, f"ask({given!r:.60})", f"ask({known!r})")
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
    if wanted is None:
        return "The page says gap: render(None) comes first, then the page's messages."
    if what is None:
        return "render(None) stands for a gap, and here was none."
    if what is not ... and any(same(what, earlier) for _, earlier in play.rendered[:place]):
        return "A message was rendered twice."
    if isinstance(what, list) or (isinstance(what, dict) and "messages" in what):
        return "Render each message by itself: render(message)."
    return 'Not every message was rendered, in order: render each of page["messages"].'


def _text(what: object) -> str:
    said = what.get("text") if type(what) is dict else "nothing more" if what is ... else None
    return said if isinstance(said, str) else describe(what, limit=60)


def _returns(play: Feed) -> Iterator[Wrong]:
    if play.over is None and play.questions[-1].got[0] == "closed":
        yield Wrong("The chat is closed (410): return.")


LAWS = (_ends_when_closed, asked, alone, _cursors, on_time(_plan), _rendered, _returns)
judge = on_scenes(tuple(_scenes()), *LAWS, stage=Feed)
