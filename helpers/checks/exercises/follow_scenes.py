"""The scenes of ``follow``: what is said when, how the questions fail, when the chat begins anew or is closed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Scene", "scenes"]


@dataclass(frozen=True, slots=True)
class Scene:
    """How the questions fail, and what happens when: ``say``, ``restart``, ``close``."""

    about: str
    events: Sequence[tuple[float, str]]
    ends: float
    faults: Sequence[str] = ()
    empty: int = 200


def scenes() -> Iterator[Scene]:
    """What an answer goes through: from a chat that is well to a bad network, the same each time."""
    yield from _well()
    yield from _failing()
    yield from _anew()
    # A seed with each fault in it, short rows of failures and a long one, which lasts to the end.
    source = random.Random(35)
    faults = [source.choice(["", "", "503", "500", "drop", "cut"]) for _ in range(20)]
    moments = sorted(source.randrange(50) for _ in range(9))
    yield Scene("a bad network", [(moment, "say") for moment in moments], 52, faults)


def _well() -> Iterator[Scene]:
    said = [(0, "say"), (0, "say"), (12, "say"), (20, "say"), (20, "say")]
    yield Scene("messages at 0, 0, 12, 20 and 20 s", said, 25)
    late = [(0, "say"), (70, "say")]
    yield Scene("nothing from 0 to 70 s; a hold that ran out is an empty page", late, 75)
    yield Scene("nothing from 0 to 70 s; a hold that ran out is a 204", late, 75, empty=204)


def _failing() -> Iterator[Scene]:
    said = [(0, "say"), (3, "say"), (10, "say"), (15, "say")]
    faults = ["", "503", "drop", "", "503"]
    yield Scene("a 503, then a connection that breaks; later a 503 again", said, 18, faults)
    faults = ["", "500", "", "cut"]
    yield Scene("replies that get lost when the page was ready: a 500, half a page", said, 18, faults)
    faults = [*["503"] * 7, "", "drop"]
    yield Scene("a server that is down for seven questions", [(0, "say")], 130, faults)


def _anew() -> Iterator[Scene]:
    said = [(0, "say"), (5, "say"), (8, "restart"), (8.5, "say"), (20, "say")]
    yield Scene("a restart at 8 s, and a message before you are back", said, 25)
    said = [(0, "say"), (8, "restart"), (20, "say")]
    yield Scene("a restart at 8 s, and nothing said until 20 s", said, 25)
    said, down = [(moment, "say") for moment in range(7)], ("", "503", "503", "503")
    yield Scene("six messages while the server is down; it keeps four", said, 10, down)
    said = [(0, "say"), (5, "say"), (12, "close")]
    yield Scene("the chat is closed at 12 s", said, 20)
    said = [(0, "say"), (2, "close")]
    yield Scene("the chat is closed at 2 s, while the server is down", said, 20, ("", "503", "503"))
