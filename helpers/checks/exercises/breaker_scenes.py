"""What happens to a server behind a circuit breaker, and which requests it must see: the scenes of the exercise.

Times are seconds. Each scene looks at one rule, in the order in which a learner meets them.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

__all__ = ["COOLDOWN", "SCENES", "Scene"]

COOLDOWN = 10
ALWAYS = range(1000)


@dataclass(frozen=True, slots=True)
class Scene:
    """When clients want to ask, in which seconds the server fails, which requests it must see.

    ``more`` is said of a request that should not have left, ``less`` of one that should have.
    """

    about: str
    asks: Sequence[float]
    down: Container[int]
    seen: Sequence[float]
    more: str
    less: str
    threshold: int = 3
    takes: float = 0.5


SCENES = (
    Scene(
        "The server is well", (0, 1, 1, 1, 2), (), (0, 1, 1, 1, 2),
        "", "Closed, every request may leave, also while others are away.",
    ),
    Scene(
        "The server is down", (0, 1, 2, 3, 4, 5, 9), ALWAYS, (0, 1, 2),
        "Three failures in a row open the circuit: now nobody may ask.", "It opens after three failures, not sooner.",
    ),
    Scene(
        "Two failures, a success, and so on", range(9), (0, 1, 3, 4, 6, 7), range(9),
        "", "Only failures in a row count: a success in between forgets those before it.",
    ),
    Scene(
        "The server is down", (0, 1, 2, 5, 12, 12.5), ALWAYS, (0, 1, 2, 12.5),
        "It is open for 10 s from the third failure, which was heard at 2.5 s: until 12.5 s.",
        "At 12.5 s the 10 s are over, however often somebody asked in vain: one request may try.",
    ),
    Scene(
        "The server is down; four ask when the 10 s are over", (0, 1, 2, 13, 13, 13, 13.25), ALWAYS, (0, 1, 2, 13),
        "After the cooldown one request may try, and nobody else until it is known how it went.",
        "After the cooldown one request may try.",
    ),
    Scene(
        "The server is down until 3 s", (0, 1, 2, 13, 14, 14, 15), range(3), (0, 1, 2, 13, 14, 14, 15),
        "", "The trial at 13 s went well: the circuit is closed again, and every request may leave.",
    ),
    Scene(
        "The server is down", (0, 11, 12, 21, 22), ALWAYS, (0, 11, 22),
        "A failed trial begins the cooldown again: 10 s from its failure at 11.5 s, until 21.5 s.",
        "At 22 s the second cooldown is over too: another trial.", threshold=1,
    ),
    Scene(
        "The server is down", (0, 1, 2, 13, 14, 15, 16), ALWAYS, (0, 1, 2, 13),
        "The trial failed: that one failure opens the circuit again, it does not take three.",
        "After the cooldown one request may try.",
    ),
    Scene(
        "Down until 3 s, and from 14 to 16 s", (0, 1, 2, 13, 14, 15, 16), (0, 1, 2, 14, 15),
        (0, 1, 2, 13, 14, 15, 16), "",
        "A trial that went well forgets the failures before it: two new ones open nothing.",
    ),
    Scene(
        "Down until 3 s, and from 14 to 17 s", (0, 1, 2, 13, 14, 15, 16, 17, 27), (0, 1, 2, 14, 15, 16),
        (0, 1, 2, 13, 14, 15, 16, 27), "The second outage opens the circuit as the first did: after three failures.",
        "Each outage has its own trial, the second one too.",
    ),
    Scene(
        "The first request fails at once, at 0 s", (0, 1, 9, 10), (0,), (0, 10),
        "It opened at 0 s, which is a moment like any other: `if opened:` takes it for none.",
        "At 10 s one may try. It opened at 0 s, and `if opened:` takes 0 for none.", threshold=1, takes=0,
    ),
)  # fmt: skip
