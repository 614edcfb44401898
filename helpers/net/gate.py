"""The mechanism of a tap: which bytes wait, in which order they may go, what goes on by itself.

A queue of whole units in the order in which they became whole, over all connections. ``tap.py`` gives it its verbs.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from helpers.loops.clock import Clock
from helpers.net.flow import Flow
from helpers.net.held import Held
from helpers.net.link import Link
from helpers.net.parties import situation
from helpers.trace import Trace
from helpers.vocabulary import Side

__all__ = ["Gate", "NothingToStep"]


class NothingToStep(TimeoutError):
    """No whole unit reached the tap in time; the message says what it holds."""


class Gate:
    """Holds, delays or stalls what arrives on its links, or lets it pass at once."""

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.trace = Trace(clock=clock)
        self.links: list[Link] = []
        self._queue: deque[tuple[Link, Held]] = deque()
        self._news = asyncio.Event()
        self._holding = False
        self._delay = 0.0
        self._stalled: set[Side] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def holding(self) -> bool:
        """Whether units wait to be stepped."""
        return self._holding

    @property
    def direct(self) -> bool:
        """Nothing holds, stalls or delays: bytes pass without a look."""
        return not (self._holding or self._stalled or self._delay or self._tasks)

    @property
    def held(self) -> Sequence[Held]:
        """The units that wait to be stepped, the oldest first."""
        return [held for _, held in self._queue]

    def hold(self, link: Link, flow: Flow) -> None:
        """Something arrived that does not pass by itself: offer it, delay it, or let an ending through."""
        if self._holding:
            self._offer(link)
        elif flow.side not in self._stalled:
            self._pass(link, flow)

    def closed(self, link: Link) -> None:
        """Both sockets of ``link`` are gone: whatever waits there can reach nobody."""
        if link in self.links:
            self.links.remove(link)
        for flow in link.flows.values():
            if flow.waiting:
                flow.drop()
        self._queue = deque(entry for entry in self._queue if entry[0] is not link)

    async def _next(self, timeout: float) -> tuple[Link, Held]:
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while not self._queue:
                    self._news.clear()
                    await self._news.wait()
        if not self._queue:
            raise NothingToStep(f"nothing to step within {timeout:g} s. {situation()}")
        return self._queue.popleft()

    def _offer(self, link: Link) -> None:
        """Queue what has become whole on ``link``."""
        for unit in link.units():
            self._queue_up_to(link, link.flows[unit.side], unit.end, unit.kind)
        for flow, end in link.raw_ranges():
            self._queue_up_to(link, flow, end, "raw")
        for flow in link.flows.values():
            if flow.ending is not None and not flow.ended and flow.offered == flow.arrived:
                self._queue_ending(link, flow)
        if self._queue:
            self._news.set()

    def _queue_up_to(self, link: Link, flow: Flow, end: int, kind: str) -> None:
        if end <= flow.offered:
            return
        data = flow.peek(end)[flow.offered - flow.released :]
        self._queue.append((link, Held(link.number, flow.side, flow.offered, end, kind, data)))
        flow.offered = end

    def _queue_ending(self, link: Link, flow: Flow) -> None:
        ending = Held(link.number, flow.side, flow.arrived, flow.arrived, "", b"", flow.ending)
        if (link, ending) not in self._queue:
            self._queue.append((link, ending))

    def _release(self, link: Link, held: Held, *, fault: str = "", replacement: bytes | None = None) -> None:
        flow = link.flows[held.side]
        if held.ending is not None:
            flow.release_ending()
            link.settle()
        elif held.end > flow.released:
            flow.release(held.end, fault=fault, replacement=replacement)

    def _flush(self) -> None:
        """Send on what waits: whole units in their order, then the halves."""
        while self._queue:
            link, held = self._queue.popleft()
            if held.side not in self._stalled and held.ending is None:
                self._release(link, held)
        for link in tuple(self.links):
            for side, flow in link.flows.items():
                if side not in self._stalled:
                    self._pass(link, flow)

    def _pass(self, link: Link, flow: Flow, *, fault: str = "") -> None:
        """Send all that waits in ``flow`` on, now or after the delay."""
        if self._delay and not fault:
            task = asyncio.get_running_loop().create_task(self._later(link, flow, flow.arrived))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._pass_up_to(link, flow, flow.arrived, fault)

    def _pass_up_to(self, link: Link, flow: Flow, end: int, fault: str) -> None:
        if end > flow.released:
            flow.release(end, fault=fault)
        if flow.ending is not None and not flow.ended and flow.released == flow.arrived:
            flow.release_ending()
            link.settle()

    async def _later(self, link: Link, flow: Flow, end: int) -> None:
        await self.clock.sleep(self._delay)
        if not self._holding and flow.side not in self._stalled:
            self._pass_up_to(link, flow, end, "delay")
