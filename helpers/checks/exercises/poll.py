"""2C: a question every 3 s where the server keeps up, and never two in flight where it does not."""

from collections.abc import Iterator

from helpers.checks.judges.scenes import alone, asked, endless, on_scenes, on_time, rendered
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["judge"]

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


judge = on_scenes(SCENES, endless, asked, alone, rendered, on_time(_plan), stage=_Stage, unit="servers")
