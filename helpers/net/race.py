"""Listeners of one board, timed side by side: what lesson 1A measures its transports with.

Enters: a board, and who listens to it over which tap. Leaves: for each of them, how late it heard each line.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Protocol

from helpers.net.parties import finish, spawn
from helpers.net.tap import Tap

__all__ = ["Board", "race"]

Listen = Callable[[str], Awaitable[list[tuple[float, str]]]]
LOOK = 0.005  # s


class Board(Protocol):
    """What a line is said on: ``queues`` has one for everybody whose answer stays open."""

    queues: Collection[object]

    def say(self, text: str) -> None:
        """Tell everybody."""

    async def end(self) -> None:
        """End every open answer."""


async def race(
    board: Board, wires: Mapping[str, Tap], listeners: Mapping[str, Listen], *, lines: int, pause: float
) -> dict[str, list[float]]:
    """Say so many lines, ``pause`` seconds apart, and let each listener hear them over the tap of its name.

    All but the first keep an answer open, and end when the board does; the first stops when it has heard them all.
    """
    parties = {
        name: spawn(f"{name} listener", listen(wires[name].url(f"/{name}")))
        for name, listen in listeners.items()
    }
    while len(board.queues) < len(listeners) - 1:  # noqa: ASYNC110 (a board is the lesson's: nobody rings a bell)
        await asyncio.sleep(LOOK)
    said = []
    for number in range(lines):
        await asyncio.sleep(pause)
        said.append(time.perf_counter())
        board.say(f"Line {number + 1} of what all of them wait for")
    await finish(next(iter(parties.values())))
    await board.end()
    heard = {name: await finish(party) for name, party in parties.items()}
    return {name: [at - then for (at, _), then in zip(heard[name], said, strict=True)] for name in heard}
