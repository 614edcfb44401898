"""4D: a server that stops so that its clients come back: nobody new, 1001 to all, a moment for answers, the end."""

from collections.abc import Iterator
from functools import partial

from helpers.checks.engine.values import describe, same
from helpers.checks.exercises.crowd import Crowd, ends
from helpers.checks.judges.scenes import Wrong, at_times, broken, on_scenes
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
# who is there; when it is over, who was hung up on, and how many; the room is its handlers' business
SCENES = (
    Scene("nobody is in the room", 9, due=(0, "", None, 0), why="Nobody is there: stop at once, and give 0."),
    Scene("ada and bob answer at once", 9, "0 comes ada, 0 comes bob", due=(0, "", None, 0), why=SOON),
    Scene("ada answers after 2 s", 9, "0 comes ada 2, 0 comes bob", due=(2, "", None, 0), why=SOON),
    Scene("ada and bob answer after 3 s", 9, "0 comes ada 3, 0 comes bob 3", due=(3, "", None, 0),
          why="They answer in the same 3 s."),
    Scene("ada answers after 1 s, and leaves", 9, "0 comes ada 1, 0 comes bob 2, 1 leaves ada", due=(2, "", None, 0),
          why=LEAVES),
    Scene("ada has gone, bob is there", 9, "0 comes ada 0 gone, 0 comes bob", due=(0, "", None, 0), why=GONE),
    Scene("ada says nothing more", 9, "0 comes ada inf, 0 comes bob", due=(5, "ada", None, 1), why=DEAD),
    Scene("ada would answer after 6 s", 9, "0 comes ada 6, 0 comes bob 4", due=(5, "ada", None, 1), why=DEAD),
    Scene("ada and bob say nothing more", 12, "0 comes ada inf, 0 comes bob inf", due=(5, "ada bob", None, 2),
          why="The 5 s are for all of them together."),
    Scene("ada answers after 2 s; eve comes at 1 s", 9, "0 comes ada 2, 1 comes eve", due=(2, "", None, 0), why=DOOR),
)  # fmt: skip


class _Server(Crowd):
    """It is its own listener: who comes after it was closed is refused."""

    cast = "listener sockets sleep"

    def prepare(self) -> None:
        super().prepare()
        self.listener, self.shut = self, False

    def close(self) -> None:
        self.shut = True

    def comes(self, name: str, takes: str = "0", gone: str = "") -> None:
        if not self.shut:
            super().comes(name, takes, gone)


def _told(play: _Server) -> Iterator[Wrong]:
    yield from broken((not play.shut or "eve" in play.people, DOOR))
    late = GONE if "gone" in play.scene.events else "Close all before you wait for one, and each once."
    for person in play.people.values():
        once, code = [when for when, _ in person.told] == [0.0], (*person.told, (0, None))[0][1]
        back = any(same(code, one) for one in BACK)
        yield from broken(
            (not once, f"{person.name}: {late}", at_times(person.told), "1001 at 0 s"),
            (not back, STAYS if same(code, 1000) else OTHER, f"close({describe(code)})", "close(1001)"),
        )


judge = on_scenes(SCENES, _told, partial(ends, counted="you hung up on"), stage=_Server)
