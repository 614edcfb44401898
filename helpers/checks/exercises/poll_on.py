"""2D: a loop with a gate and a backoff: whoever looks again shortens the 3 s, never the wait after a failure."""

from helpers.checks.exercises.poll_watched import Watched, as_due
from helpers.checks.judges.scenes import alone, asked, endless, on_scenes, on_time, rendered
from helpers.checks.judges.stage import Scene

__all__ = ["judge"]

DELAYS = (0, 0.75, 2.5, 1.25)  # s after so many failures in a row
SCENES = (
    Scene("seen all the time, and no failure", 10, "", (1,), due=(0, 4, 8),
          why="It asks, and sleeps 3 s after each reply."),
    Scene("the second question fails", 15, "", (1,), "200, drop, 200", due=(0, 4, 5.75, 9.75, 13.75),
          why="It failed at 5 s, and delay(1) is 0.75 s: the next leaves at 5.75 s."),
    Scene("three failures in a row, a reply, and one more failure", 13, "", (0.5,),
          "drop, drop, drop, 200, drop, 200", due=(0, 1.25, 4.25, 6, 9.5, 10.75),
          why="delay gets the number of failures in a row: 1, 2, 3, and after a reply 1 again."),
    Scene("hidden at 2 s, seen again at 9.5 s", 15, "2 hide, 9.5 show", (1,), due=(0, 9.5, 13.5),
          why="Nobody looks: nothing is asked. When somebody looks again it asks at once."),
    Scene("hidden and seen within one sleep of 3 s", 8, "2 hide, 2.5 show", (1,), due=(0, 2.5, 6.5),
          why="No failure: whoever looks again shortens the sleep."),
    Scene("two failures; hidden at 3 s and seen at 4 s, in the wait after the second", 12, "3 hide, 4 show", (1,),
          "drop, drop, 200", due=(0, 1.75, 5.25, 9.25),
          why="Whoever looks again does not shorten this wait, delay(2) from 2.75 s on: the server is in trouble."),
    Scene("hidden at 0.5 s and seen at 1 s, while the first question fails", 8, "0.5 hide, 1 show", (2,),
          "drop, 200", due=(0, 2.75, 7.75),
          why="It failed at 2 s: delay(1) is waited for, whatever gate.changed says."),
    Scene("two failures; hidden at 3 s, in the wait, and seen at 9 s", 14, "3 hide, 9 show", (1,),
          "drop, drop, 200", due=(0, 1.75, 9, 13),
          why="The wait ended at 5.25 s, and nobody looked: look at the gate after it."),
    Scene("hidden at 2 s, seen at 6 s, and the question of that moment fails", 13, "2 hide, 6 show", (1,),
          "200, drop, 200", due=(0, 6, 7.75, 11.75),
          why="The question that catches up may fail too: then it waits."),
    Scene("a failure, then hidden for a minute, and a failure", 80, "1.5 hide, 60 show", (1,), "drop, drop, 200",
          due=(0, 60, 63.5, 67.5, 71.5, 75.5, 79.5),
          why="A pause is no reply: the failure at 61 s is the second in a row."),
)  # fmt: skip


class _Stage(Watched):
    cast, spotless = "gate ask render clock delay", False

    def delay(self, failures: int) -> float:
        """What a backoff has drawn."""
        return DELAYS[min(failures, 3)]


judge = on_scenes(SCENES, endless, asked, alone, on_time(as_due), rendered, stage=_Stage)
