"""The mechanism of a tap: which bytes wait, in which order they may go, what goes on by itself.

A queue of whole units in the order in which they became whole, over all connections. ``tap.py`` gives it its verbs.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import NamedTuple

from helpers.loops.clock import Clock
from helpers.net.flow import Flow
from helpers.net.held import Held
from helpers.net.link import Link
from helpers.net.registry import registry, situation
from helpers.net.settle import settle
from helpers.trace import Trace
from helpers.vocabulary import Ending, Side

__all__ = ["LIMIT", "NothingToStep", "Valve"]

LIMIT = 5.0  # s that a step waits for a unit


class Entry(NamedTuple):
    """A whole unit in the queue, and whether it waits for a step."""

    link: Link
    held: Held
    waits: bool


class NothingToStep(TimeoutError):
    """No whole unit reached the tap in time; the message says what it holds."""


class Valve:
    """Holds, delays or stalls what arrives on its links, or lets it pass at once.

    While it holds, ``waits`` says of each whole unit whether it waits for a step. One that need not goes on as soon
    as nothing of its side waits before it: nothing overtakes.
    """

    def __init__(self, *, clock: Clock, waits: Callable[[Held], bool]) -> None:
        self.clock = clock
        self.trace = Trace(clock=clock)
        self.links: dict[int, Link] = {}
        self.direct = True  # nothing holds, stalls or delays: bytes pass without a look
        self._queue: deque[Entry] = deque()
        self._news = asyncio.Event()
        self._waits = waits
        self._holding = False
        self._delay = 0.0
        self._stalled: set[Side] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def holding(self) -> bool:
        """Whether units wait to be stepped."""
        return self._holding

    @property
    def held(self) -> Sequence[Held]:
        """The units that wait to be stepped, the oldest first."""
        return [entry.held for entry in self._queue]

    # ---- what the links tell ----

    def hold(self, link: Link, flow: Flow) -> None:
        """Something arrived that does not pass by itself: offer it, delay it, or let an ending through."""
        if self._holding:
            self._offer(link)
        elif flow.side not in self._stalled:
            self._pass(link, flow)

    def closed(self, link: Link, *, ending: Ending | None = None) -> None:
        """``link`` is over: whatever waits there can reach nobody."""
        if self.links.pop(link.number, None) is None:
            return
        if any(flow.steppable for flow in link.flows.values()):
            self._queue = deque(entry for entry in self._queue if entry.link is not link)
        for flow in link.flows.values():
            flow.drop(ending=ending)

    # ---- held: units in their order ----

    async def _oldest(self, timeout: float | None) -> Entry:
        """The unit whose turn it is, still in the queue: who asks may yet fail.

        Without a ``timeout`` it waits for ``LIMIT``, and not at all where it is clear that nobody will talk.
        """
        if timeout is None and self._first() is None:
            await settle()
            if self._first() is None and (over := self._over()):
                raise NothingToStep(over)
        limit = LIMIT if timeout is None else timeout
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                while self._first() is None:
                    self._news.clear()
                    await self._news.wait()
        if (entry := self._first()) is None:
            raise NothingToStep(f"nothing to step within {limit:g} s. {self._standing()}")
        return entry

    def _over(self) -> str:
        """Why nobody will talk any more, in a sentence; nothing where somebody may."""
        return ""

    def _standing(self) -> str:
        """Where everybody stands, this one first."""
        return situation()

    async def _reacted(self) -> None:
        """Let everybody react to what was sent, and say under the cell whose code failed."""
        await settle()
        registry().crashes.show()

    def _first(self) -> Entry | None:
        return next((entry for entry in self._queue if entry.held.side not in self._stalled), None)

    def _offer(self, link: Link) -> None:
        """Queue what has become whole on ``link``."""
        for flow, end, unit in link.whole():
            if end > flow.offered:
                start = flow.offered
                self._append(link, Held(link.number, flow.side, start, end, unit, flow.offer(end)))
        for flow in link.flows.values():
            new = not flow.ended and flow.ending not in (None, flow.offered_ending)
            if new and flow.offered == flow.arrived:
                self._offer_ending(link, flow)
        if self._queue:
            self._news.set()

    def _offer_ending(self, link: Link, flow: Flow) -> None:
        if flow.offered_ending is not None:  # a FIN that still waits when the RST comes: one ending is enough
            self._queue = deque(entry for entry in self._queue if not _is_ending(entry, link, flow.side))
        flow.offered_ending = flow.ending
        self._append(link, Held(link.number, flow.side, flow.arrived, flow.arrived, None, b"", flow.ending))

    def _append(self, link: Link, held: Held) -> None:
        entry = Entry(link, held, self._waits(held))
        self._queue.append(entry)
        if not entry.waits:
            self._let_pass(link, held.side)

    def _let_pass(self, link: Link, side: Side) -> None:
        """Send on what does not wait, up to the first of this side that does."""
        while side not in self._stalled:
            entry = next((one for one in self._queue if one.link is link and one.held.side is side), None)
            if entry is None or entry.waits:
                return
            self._send(entry)

    def _release(self, entry: Entry, *, fault: str = "", replacement: bytes | None = None) -> None:
        """Send a unit on, and what need not wait behind it."""
        self._send(entry, fault=fault, replacement=replacement)
        self._let_pass(entry.link, entry.held.side)
        self._offer(entry.link)  # where a unit is too long to wait for, its next read may be offered now

    def _send(self, entry: Entry, *, fault: str = "", replacement: bytes | None = None) -> None:
        self._queue.remove(entry)
        flow = entry.link.flows[entry.held.side]
        if entry.held.ending is None:
            flow.release(entry.held.end, fault=fault, replacement=replacement)
        else:
            flow.release_ending()
            entry.link.settle()

    # ---- not held ----

    def _refresh(self) -> None:
        """Note whether anything stands in the way of bytes."""
        self.direct = not (self._holding or self._stalled or self._delay or self._tasks)

    def _flush(self, sides: Collection[Side], *, fault: str = "") -> None:
        """Send on all that waits from ``sides``: whole units in their order, then halves and endings."""
        entries, self._queue = self._queue, deque()
        for entry in entries:
            if entry.held.side not in sides:
                self._queue.append(entry)
            elif entry.held.ending is None:
                entry.link.flows[entry.held.side].release(entry.held.end, fault=fault)
        for link in tuple(self.links.values()):
            for side in sides:
                self._pass_up_to(link, link.flows[side], link.flows[side].arrived, fault=fault)

    def _pass(self, link: Link, flow: Flow) -> None:
        """Send all that waits in ``flow`` on, now or after the delay."""
        if not self._delay:
            self._pass_up_to(link, flow, flow.arrived)
            return
        task = asyncio.get_running_loop().create_task(self._later(link, flow, flow.arrived, flow.ending))
        self._tasks.add(task)
        task.add_done_callback(self._arrived_later)

    def _pass_up_to(self, link: Link, flow: Flow, end: int, *, fault: str = "", ending: bool = True) -> None:
        if end > flow.released:
            flow.release(end, fault=fault)
        if ending and flow.ending is not None and not flow.ended and flow.released == flow.arrived:
            flow.release_ending()
            link.settle()

    async def _later(self, link: Link, flow: Flow, end: int, ending: Ending | None) -> None:
        await self.clock.sleep(self._delay)
        if link.number in self.links and not self._holding and flow.side not in self._stalled:
            self._pass_up_to(link, flow, end, fault="delay", ending=ending is not None)

    def _arrived_later(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._refresh()


def _is_ending(entry: Entry, link: Link, side: Side) -> bool:
    return entry.link is link and entry.held.side is side and entry.held.ending is not None
