"""2C: a loop that can be stopped, waits for the reply that is on its way, and does not wait for ever."""

import math
from collections.abc import Iterator

from helpers.checks.judges.scenes import Wrong, alone, broken, on_scenes, on_time, rendered
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["judge"]

NEVER, GRACE = 1000, 5  # s
LAST = "With the reply it is over: no sleep then."
ENOUGH = "5 s after the stop no reply is waited for any longer: give the request up."
SCENES = (
    Scene("stopped at 5 s, in its sleep", 65, "5 halt", (0.5,), due=5,
          why="A stop ends the sleep at once: nap(…, woken=stop)."),
    Scene("stopped at 2 s, while a reply takes until 4 s", 64, "2 halt", (4,), due=4, why=LAST),
    Scene("stopped at 12 s, in the second request", 75, "12 halt", (8, 4), due=15, why=LAST),
    Scene("stopped at 7 s, while a reply takes until 11.5 s", 71, "7 halt", (11.5,), due=11.5, why=LAST),
    Scene("stopped before it began", 60, "0 halt", due=0,
          why="It was stopped before it began: there is nothing to do."),
    Scene("stopped at 2 s, and the reply never comes", 67, "2 halt", (NEVER,), due=7, why=ENOUGH),
    Scene("stopped at 5 s, and the second reply never comes", 70, "5 halt", (1, NEVER), due=10, why=ENOUGH),
)  # fmt: skip


class _Stage(Stage):
    cast = "stop ask render clock"


def _not_sooner(play: Stage) -> list[Wrong]:
    over = math.inf if play.over is None else play.over
    return broken(
        (over < play.happened["halt"][0], f"Your loop ended at {over:g} s, and nobody had stopped it.")
    )


def _plan(play: Stage) -> Iterator[tuple[float, str]]:
    due, (stopped, sent) = 0.0, play.happened["halt"]
    for one in [None, *play.questions[:sent]]:
        due = one.until + 3 if one else 0
        why = f"Request {one.number + 1 if one else 1} is due at {due:g} s: 3 s after the reply before it."
        if due < stopped:
            yield due, f"{why} Sleep on clock: asyncio.sleep and asyncio.wait_for count real seconds."


def _ends_in_time(play: Stage) -> list[Wrong]:
    due, over = play.scene.due, math.inf if play.over is None else play.over
    stopped, sent = play.happened["halt"]
    late, replied = play.questions[sent:], sum(one.until <= stopped + GRACE for one in play.questions)
    on_its_way = any(one.until > due for one in play.questions) and not play.given_up
    return broken(
        (late and late[0].at <= due, "A request was sent after the stop."),
        (late, "After the stop it asked once more."),
        (len(play.rendered) < replied, "The reply that was on its way is lost: wait for it, and render it."),
        (over > due, f"At {due:g} s it should be over. {play.scene.why}"),
        (on_its_way, "It is over, and its request still on its way: cancel the task that asks."),
        (play.left, "It is over, and a task of yours still sleeps on the clock: cancel it."),
    )


LAWS = (_not_sooner, alone, on_time(_plan), _ends_in_time, rendered)
judge = on_scenes(SCENES, *LAWS, stage=_Stage, unit="stops")
