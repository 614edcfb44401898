"""2D: a loop that pauses while nobody looks, catches up when somebody does, and never becomes a storm."""

import math
from collections.abc import Iterator

from helpers.checks.judges.scenes import alone, endless, on_scenes, on_time, rendered
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["Watched", "as_due", "judge"]

SOON = "Not sooner than 1 s after the last question left: whoever flips through tabs must not cause a storm."
SCENES = (
    Scene("seen all the time", 19, "", (1,), due=(0, 4, 8, 12, 16), why="It asks, and sleeps 3 s after each reply."),
    Scene("hidden from 2 s on", 19, "2 hide", (1,), due=(0,),
          why="Nobody looks: gate.paused is true, and nothing is asked."),
    Scene("hidden at 2 s, seen again at 9.5 s", 19, "2 hide, 9.5 show", (1,), due=(0, 9.5, 13.5, 17.5),
          why="When somebody looks again it asks at once, and goes on from there."),
    Scene("hidden at 0.5 s, in the middle of a request, seen at 6 s", 19, "0.5 hide, 6 show", (2,),
          due=(0, 6, 11, 16), why="The reply is waited for; then it pauses."),
    Scene("hidden at 2 s and seen at 2.5 s, both within one sleep", 19, "2 hide, 2.5 show", (1,),
          due=(0, 2.5, 6.5, 10.5, 14.5, 18.5),
          why="A short look away counts too: it asks at once, not when the sleep is over."),
    Scene("hidden at 1 s and seen at 2 s, while a reply takes until 4 s", 19, "1 hide, 2 show", (4,),
          due=(0, 4, 11, 18),
          why="That reply was asked for before the pause, and may be old: when it has come, ask at once."),
    Scene("hidden before it began, seen at 5 s", 19, "0 hide, 5 show", (1,), due=(5, 9, 13, 17),
          why="It begins paused."),
    Scene("hidden, seen and hidden again, the whole day", 19, "2 hide, 3 show, 3.5 hide, 8 show, 8 hide, 12 show",
          (1,), due=(0, 3, 8, 12, 16), why="Each time somebody looks it asks at once; hidden, it does not."),
    Scene("hidden at 0.5 s and seen at 0.75 s; replies after 0.25 s", 19, "0.5 hide, 0.75 show", (0.25,),
          due=(0, 1, 4.25, 7.5, 10.75, 14, 17.25), why=SOON),
    Scene("seen at 0.7 s, hidden at 0.9 s, seen at 6 s; replies after 0.25 s", 9,
          "0.5 hide, 0.7 show, 0.9 hide, 6 show", (0.25,), due=(0, 6),
          why="It waited for that second to be over, and was hidden meanwhile: look at the gate again."),
    Scene("hidden and seen four times within 2 s; replies after 0.25 s", 4,
          "0.5 hide, 0.75 show, 0.9 hide, 1.2 show, 1.3 hide, 1.4 show, 1.5 hide, 1.6 show", (0.25,),
          due=(0, 1.2, 2.2), why=SOON),
)  # fmt: skip


class Watched(Stage):
    """Somebody hides the page and shows it."""

    cast, prompt = "gate ask render clock", False  # it may begin hidden


def as_due(play: Stage) -> Iterator[tuple[float, str]]:
    """Questions leave when the scene says."""
    for moment in (*play.scene.due, math.inf):
        yield moment, play.scene.why


judge = on_scenes(SCENES, endless, alone, on_time(as_due), rendered, stage=Watched)
