"""A room of people for the answers of 4D: some are slow, some have gone, some say nothing more. Time is a step clock.

Enters: who comes with what, and when. An answer is given the set of them. Leaves: what each was told when, and who is
still in the room; and the law that both of them keep: to end in time, with nothing left behind.
"""

import asyncio
import math

from helpers.checks.engine.values import describe, same, type_name
from helpers.checks.judges.scenes import Wrong, broken
from helpers.checks.judges.stage import Stage
from helpers.loops.clock import StepClock

__all__ = ["Crowd", "Person", "ends"]


class Person:
    """One connection: its peer answers after ``takes`` seconds, ``math.inf`` for never; ``gone``: then it breaks."""

    def __init__(self, name: str, clock: StepClock, takes: float, *, gone: bool, number: int) -> None:
        self.name, self._clock, self._takes, self._gone, self._number = name, clock, takes, gone, number
        self.told: list[tuple[float, object]] = []  # when, and what
        self.aborted: list[float] = []
        self._answers = math.inf  # when the peer answers the close
        self.asked = 0  # how many wait for it now

    def __hash__(self) -> int:
        """A room is gone through in the order in which people came: the same verdict each time."""
        return self._number

    async def send(self, text: object) -> None:
        """Return when the peer has taken it."""
        self.told.append((self._clock(), text))
        await self._pass(self._takes)
        if self._gone:
            raise ConnectionResetError(f"{self.name} has gone")

    def close(self, code: object = 1000) -> None:
        """Begin the closing handshake."""
        self.told.append((self._clock(), code))
        self._answers = self._clock() + self._takes
        if self._gone:
            raise ConnectionResetError(f"{self.name} has gone")

    async def wait_closed(self) -> None:
        """Return when the peer has answered the close."""
        await self._pass(self._answers - self._clock())

    def abort(self) -> None:
        """Hang up without a word."""
        self.aborted.append(self._clock())

    async def _pass(self, seconds: float) -> None:
        self.asked += 1
        try:
            if seconds == math.inf:
                await asyncio.Event().wait()
            if seconds > 0:
                await StepClock.sleep(self._clock, seconds)
        finally:
            self.asked -= 1


class Crowd(Stage):
    """``comes ada``, ``comes bob 3`` (slow), ``comes cleo inf`` (dead), ``comes dan 0 gone``; ``leaves ada``."""

    cast, prompt, spotless, text = "sockets text sleep", False, False, "Hello"

    def prepare(self) -> None:
        """Nobody is there."""
        self.sockets, self.people = set[Person](), dict[str, Person]()

    def comes(self, name: str, takes: str = "0", gone: str = "") -> None:
        """Somebody connects."""
        person = Person(name, self.clock, float(takes), gone=bool(gone), number=len(self.people))
        self.people[name] = person
        self.sockets.add(person)

    def leaves(self, name: str) -> None:
        """The connection's own handler saw its end."""
        self.sockets.discard(self.people[name])


def ends(play: Crowd, counted: str) -> list[Wrong]:
    """When it is over, whom it hung up on, who is in the room then (None: no matter), how many ``counted``."""
    (end, hung, room, count), why = play.scene.due, play.scene.why
    if play.over is None or play.task is None:
        return [Wrong(why, f"it still waits at {play.clock():g} s", f"over at {end} s")]
    value, people = play.task.result(), play.people.values()
    aborted = " ".join(one.name for one in people if one.aborted)
    here = " ".join(sorted(one.name for one in play.sockets))
    no_number = not isinstance(value, int) or isinstance(value, bool)
    goes_on = f"All is over, and a {'sleep' if play.left else 'wait'} goes on: cancel it."
    return broken(
        (no_number, f"Your function returned {type_name(value)}, expected how many {counted}."),
        (play.over != end, why, f"over at {play.over:g} s", f"over at {end} s"),
        (aborted != hung, why, f"abort(): {aborted or 'nobody'}", hung or "nobody"),
        (room not in (None, here), why, f"in the room: {here or 'nobody'}", room or "nobody"),
        (not same(value, count), f"Give how many {counted}.", describe(value), count),
        (play.left or any(one.asked for one in people), goes_on),
    )
