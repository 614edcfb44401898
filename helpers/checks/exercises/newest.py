"""2C: a fixed rate whose replies overtake each other, and a screen that never goes back in time."""

from collections.abc import Iterator
from itertools import zip_longest

from helpers.checks.engine.values import describe, same
from helpers.checks.judges.scenes import Wrong, asked, broken, endless, on_scenes, on_time
from helpers.checks.judges.stage import Question, Scene, Stage

__all__ = ["judge"]

NEVER = 1_000_000  # s
SCENES = (
    Scene("replies that take 4 s each, longer than the rate", 32, takes=(4,)),
    Scene("replies that take 5 s, 1 s, 5 s, 1 s and so on", 32, takes=(5, 1) * 5),
    Scene("the third reply takes 9 s, all others 1 s", 32, takes=(1, 1, 9, 1)),
    Scene("reply 3 comes first, then 1, then 2", 32, takes=(8, 5.5, 1, 1)),
    Scene("the second reply never comes", 32, takes=(1, NEVER, 1)),
    Scene("the connection of the second question breaks", 14, takes=(4, 2, 1), faults="200, drop, 200"),
)


class _Stage(Stage):
    """Questions bring their numbers. Which of them a reply answers is known to whoever sent it."""

    def prepare(self) -> None:
        self.spotless = "drop" not in self.faults  # or a task may end with what its question raised

    async def ask(self, number: object) -> object:  # type: ignore[override]
        told = describe(number, limit=20)
        return (await self.exchange(f"/poll?number={told if told.isalnum() else ''}"))[1]

    def body(self, question: Question) -> object:
        return f"as of {question.at:g} s"


def _plan(play: _Stage) -> Iterator[tuple[float, str]]:
    for due in range(0, 3 * len(play.questions) + 3, 3):
        why = f"Question {due // 3 + 1} is due at {due} s. One leaves every 3 s, by the sleep that you are given, "
        yield due, f"{why}whether replies have come or not."


def _in_order(play: _Stage) -> list[Wrong]:
    why = "The questions are numbered 1, 2, 3 and so on."
    given = [(one.target.partition("=")[2], str(one.number)) for one in play.questions]
    return broken(*((told != number, why, told or "no number", number) for told, number in given))


def _never_back(play: _Stage) -> Iterator[Wrong]:
    """A reply that is newer than all before it is due when it comes; nothing else is."""
    due: list[Question] = []
    for one in sorted(play.questions, key=lambda one: one.until):
        came = one.until <= play.clock() and play.of(play.faults, one) != "drop"
        if came and not (due and one.number < due[-1].number):
            due.append(one)
    for place, (wanted, given) in enumerate(zip_longest(due, play.rendered)):
        newest = due[place - 1].number if place else 0
        if given and (not wanted or given[0] < wanted.until or not _number(play, given[1])):
            yield Wrong(_too_much(play, given[0], given[1], newest))
        if wanted and given != (wanted.until, play.body(wanted)):
            yield Wrong(_missing(play, wanted))


def _number(play: _Stage, what: object) -> int | None:
    return next((one.number for one in play.questions if same(what, play.body(one))), None)


def _too_much(play: _Stage, when: float, what: object, newest: int) -> str:
    number = _number(play, what)
    if number is None:
        return f"Rendered was {describe(what, limit=60)}, which is not a reply."
    if number == newest:
        return f"Reply {number} was rendered twice."
    back = f"At {when:g} s reply {number} was rendered over reply {newest}: the screen goes back in time."
    return f"{back} Drop a reply that is older than the last one rendered."


def _missing(play: _Stage, one: Question) -> str:
    reply = f"Reply {one.number} came at {one.until:g} s, newer than all that was on the screen, and was"
    later = [when for when, what in play.rendered if same(what, play.body(one))]
    given_up = play.given_up.get(one.target)
    if later:
        return f"{reply} rendered at {later[0]:g} s only: wait for no older one."
    if given_up is None:
        said = "Compare with the last one rendered, not with the last one sent"
        return f"{reply} not rendered. {said}, and hold no place for one that is missing."
    due = f"Its reply was due at {one.until:g} s, and would have been newer than all that was on the screen."
    return f"You cancelled question {one.number} at {given_up:g} s. {due}"


LAWS = (endless, asked, on_time(_plan), _in_order, _never_back)
judge = on_scenes(SCENES, *LAWS, stage=_Stage, unit="servers")
