"""4D: a broadcast that nobody can stop: not who has gone, not who reads slowly, not who says nothing more."""

from collections.abc import Iterator
from functools import partial

from helpers.checks.exercises.crowd import Crowd, ends
from helpers.checks.judges.scenes import Wrong, at_times, on_scenes
from helpers.checks.judges.stage import Scene

__all__ = ["judge"]

ALL = "0 comes ada, 0 comes bob"
GONE = "Who has gone raises ConnectionError: catch it for each one alone, and take that one out of the room."
DEAD = (
    "Nobody answers there any more: after 5 s give it up, hang up with abort(), and take it out of the room."
)
SLOW = "Slow is not dead: 4 s are allowed. Wait for it, but let nobody else wait."
COMES = "Somebody came while you waited: not told, since it has the history, and nobody may throw it out."
LEAVES = "Its own handler took it out while you waited: discard it, since remove raises a KeyError."
# who is there; when it is over, who was hung up on, who is in the room then, how many have the text
SCENES = (
    Scene("nobody is in the room", 9, due=(0, "", "", 0), why="Nobody was told: 0."),
    Scene("two are in the room", 9, ALL, due=(0, "", "ada bob", 2), why="All are told, and stay."),
    Scene("ada has gone, bob is there", 9, "0 comes ada 0 gone, 0 comes bob", due=(0, "", "bob", 1), why=GONE),
    Scene("bob has gone, ada and cleo are there", 9, "0 comes ada, 0 comes bob 0 gone, 0 comes cleo",
          due=(0, "", "ada cleo", 2), why=GONE),
    Scene("all have gone", 9, "0 comes ada 0 gone, 0 comes bob 0 gone", due=(0, "", "", 0), why=GONE),
    Scene("ada takes 4 s, bob is there", 9, "0 comes ada 4, 0 comes bob", due=(4, "", "ada bob", 2), why=SLOW),
    Scene("ada and bob take 3 s each", 9, "0 comes ada 3, 0 comes bob 3, 0 comes cleo",
          due=(3, "", "ada bob cleo", 3), why="They take their 3 s at the same time, and not one after the other."),
    Scene("ada says nothing more", 9, "0 comes ada inf, 0 comes bob", due=(5, "ada", "bob", 1), why=DEAD),
    Scene("ada takes 6 s", 9, "0 comes ada 6, 0 comes bob", due=(5, "ada", "bob", 1), why=DEAD),
    Scene("ada and bob say nothing more", 12, "0 comes ada inf, 0 comes bob inf, 0 comes cleo",
          due=(5, "ada bob", "cleo", 1), why=f"{DEAD} All of them at the same time."),
    Scene("ada breaks after 2 s", 9, "0 comes ada 2 gone, 0 comes bob", due=(2, "", "bob", 1), why=GONE),
    Scene("ada takes 3 s; eve comes at 1 s", 9, "0 comes ada 3, 1 comes eve", due=(3, "", "ada eve", 1), why=COMES),
    Scene("ada breaks after 3 s; her handler saw it at 1 s", 9, "0 comes ada 3 gone, 0 comes bob, 1 leaves ada",
          due=(3, "", "bob", 1), why=LEAVES),
    Scene("ada says nothing more; her handler saw it at 1 s", 9, "0 comes ada inf, 0 comes bob, 1 leaves ada",
          due=(5, "ada", "bob", 1), why=LEAVES),
)  # fmt: skip


def _told(play: Crowd) -> Iterator[Wrong]:
    """All who were there at the beginning, at once and once."""
    for person in play.people.values():
        here = person.name != "eve"
        if person.told != [(0.0, "Hello")] * here:
            why = "Tell all at once: nobody waits for another." if person.told else play.scene.why
            due = "'Hello' at 0 s" if here else "nothing"
            yield Wrong(f"{person.name}: {why if here else COMES}", at_times(person.told), due)


judge = on_scenes(SCENES, _told, partial(ends, counted="have taken the text"), stage=Crowd)
