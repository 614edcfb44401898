"""4D: a server that stops so that its clients come back: nobody new, 1001 to all, a moment for answers, the end."""

from collections.abc import Iterator

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import describe, same, type_name
from helpers.checks.exercises.crowd import Crowd
from helpers.checks.judges.scenes import Wrong, on_scenes
from helpers.checks.judges.stage import Scene

__all__ = ["judge"]

BACK = (1001, 1012)
DEAD = "Nobody answers there any more: after 5 s hang up with abort(). A server that waits for the dead never stops."
GONE = "Who has gone raises ConnectionError: the others still wait for their goodbye."
DOOR = (
    "The door is still open: close the listener first, or somebody comes in who is never told that you stop."
)
SOON = "All have answered: stop then, and do not wait out the 5 s."
LEAVES = "Who answers leaves the room while you wait: go through a list of those who were there."
STAYS = "After 1000 all is said: the page stays away, and its reader looks at an old chat."
OTHER = "That code sends nobody back: 1001, going away, or 1012, service restart."
# who is there; when it is over, who was hung up on
SCENES = (
    Scene("nobody is in the room", 9, due=(0, ""), why="Nobody is there: stop at once, and give 0."),
    Scene("ada and bob answer at once", 9, "0 comes ada, 0 comes bob", due=(0, ""), why=SOON),
    Scene("ada answers after 2 s", 9, "0 comes ada 2, 0 comes bob", due=(2, ""), why=SOON),
    Scene("ada and bob answer after 3 s", 9, "0 comes ada 3, 0 comes bob 3", due=(3, ""),
          why="They answer in the same 3 s."),
    Scene("ada answers after 1 s, and leaves", 9, "0 comes ada 1, 0 comes bob 2, 1 leaves ada", due=(2, ""),
          why=LEAVES),
    Scene("ada has gone, bob is there", 9, "0 comes ada 0 gone, 0 comes bob", due=(0, ""), why=GONE),
    Scene("ada says nothing more", 9, "0 comes ada inf, 0 comes bob", due=(5, "ada"), why=DEAD),
    Scene("ada would answer after 6 s", 9, "0 comes ada 6, 0 comes bob 4", due=(5, "ada"), why=DEAD),
    Scene("ada and bob say nothing more", 12, "0 comes ada inf, 0 comes bob inf", due=(5, "ada bob"),
          why="The 5 s are for all of them together."),
    Scene("ada answers after 2 s; eve connects at 1 s", 9, "0 comes ada 2, 1 comes eve", due=(2, ""), why=DOOR),
)  # fmt: skip


class _Server(Crowd):
    """It is its own listener: who comes after it was closed is refused."""

    cast = "listener sockets sleep"

    def __init__(self, trial: Trial, scene: Scene) -> None:
        super().__init__(trial, scene)
        self.listener, self.shut = self, False

    def close(self) -> None:
        self.shut = True

    def comes(self, name: str, takes: str = "0", gone: str = "") -> None:
        if not self.shut:
            super().comes(name, takes, gone)


def _told(play: _Server) -> Iterator[Wrong]:
    if not play.shut or "eve" in play.people:
        yield Wrong(DOOR)
    for person in play.people.values():
        code = person.told[0][1] if person.told else None
        if code is None or [when for when, _ in person.told] != [0.0]:
            said = ", ".join(f"{describe(what, limit=20)} at {when:g} s" for when, what in person.told[:3])
            why = GONE if "gone" in play.scene.events else "Close all before you wait for one, and each once."
            yield Wrong(f"{person.name}: {why}", said or "nothing", "1001 at 0 s")
        if not any(same(code, one) for one in BACK):
            yield Wrong(STAYS if same(code, 1000) else OTHER, f"close({describe(code)})", "close(1001)")


def _ends(play: _Server) -> Iterator[Wrong]:
    (end, aborted), why = play.scene.due, play.scene.why
    if play.over is None or play.task is None:
        return (yield Wrong(why, f"it still waits at {play.clock():g} s", f"over at {end} s"))
    if not isinstance(value := play.task.result(), int) or isinstance(value, bool):
        yield Wrong(f"Your function returned {type_name(value)}, expected how many you hung up on.")
    if play.over != end:
        yield Wrong(why, f"over at {play.over:g} s", f"over at {end} s")
    if (hung := " ".join(one.name for one in play.people.values() if one.aborted)) != aborted:
        yield Wrong(why, f"abort(): {hung or 'nobody'}", aborted or "nobody")
    if not same(value, count := len(aborted.split())):
        yield Wrong("Give how many you hung up on.", describe(value), str(count))
    if play.left or any(one.asked for one in play.people.values()):
        yield Wrong(f"All is over, and a {'sleep' if play.left else 'wait'} goes on: cancel it.")


judge = on_scenes(SCENES, _told, _ends, stage=_Server)
