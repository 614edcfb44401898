"""2C: a question every 3 s where the server keeps up, and never two in flight where it does not."""

from collections.abc import Iterator

from helpers.checks.engine.exercise import Exercise
from helpers.checks.judges.scenes import alone, asked, endless, on_scenes, on_time, rendered
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["POLL"]

SCENES = (
    Scene("a server that replies after 0.5 s", 40, takes=(0.5,)),
    Scene("a server that replies after 4 s, longer than your 3 s", 40, takes=(4,)),
    Scene("a server that needs 1 s, then 10 s, then 0.5 s", 40, takes=(1, 10, 0.5)),
    Scene("a server that replies after just 3 s", 40, takes=(3,)),
)


class _Stage(Stage):
    cast = "ask render clock"


def _plan(play: Stage) -> Iterator[tuple[float, str]]:
    yield 0, "The first question leaves at once."
    for one in play.questions:
        due = max(one.at + 3, one.until)
        why = (
            f"Question {one.number} left at {one.at:g} s, its reply came at {one.until:g} s: the next is due "
        )
        why += "in that moment" if due > one.at + 3 else f"at {due:g} s. Sleep for what is left of the 3 s"
        yield due, f"{why}, by the clock that you are given: asyncio.sleep waits in real time."


POLL = Exercise(
    name="poll",
    lesson="2C",
    title="A rate, and at most one request in flight",
    task="Nothing is written yet. Begin with three things, for ever: await ask(), render its reply, sleep 3 s.",
    hints=(
        "ask() alone sends nothing: it gives a coroutine. await it, and you have the reply. No task is needed.",
        "clock() is the time now. Look at it before you ask, and again when the reply is there.",
        "What is left of the 3 s is asked + 3 - clock(): sleep for that long. Less than 0 s is over at once.",
    ),
    rfc="RFC 6202 §2.1",
    judge=on_scenes(SCENES, endless, asked, alone, rendered, on_time(_plan), stage=_Stage, unit="servers"),
    praise="Four servers: every 3 s where they kept up, never two requests in flight where they did not.",
)
