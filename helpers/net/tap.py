"""A tap: a place on the wire where bytes are seen, and can be stopped, stepped and broken.

It listens in front of a server and connects on. Passing through, bytes out are bytes in, read by read. Holding, it
releases one unit at a time (``step``). All it sees goes into its ``trace``; what a unit is, ``protocols`` says.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from helpers.kernel.sections import started_in
from helpers.loops.clock import Clock, WallClock
from helpers.net.cancel import cancel
from helpers.net.crashes import Crash
from helpers.net.faults import Faults
from helpers.net.held import Held
from helpers.net.link import Link
from helpers.net.onward import Onward
from helpers.net.parties import Party, may_talk
from helpers.net.place import Place, address
from helpers.net.registry import registry, situation
from helpers.net.server import HOST, Server, started
from helpers.net.tls import Authority
from helpers.net.witness import Witness
from helpers.protocols.http2.reading import is_control
from helpers.vocabulary import Side

__all__ = ["Tap", "tap"]

Hold = bool | Callable[[Held], bool]


async def tap(
    name: str,
    server: "Server | Tap | str",
    *,
    hold: Hold = False,
    clock: Clock | None = None,
    opaque: bool = False,
) -> "Tap":
    """Put a tap under ``name`` in front of ``server``; a tap that had the name is closed first.

    Clients connect to the tap's ``url()``. With ``hold`` every unit waits there until you ``step()``, but what HTTP/2
    says of its connection; or every unit for which the function you give is true: the others pass, and nothing
    overtakes. The server is looked up by its name at each connection. Where it speaks TLS, TLS ends at the tap on
    both sides; ``opaque`` looks from outside.
    """
    registry().find(*_key(server))
    wire = await registry().replace(Tap(name, server, hold=hold, clock=clock or WallClock(), opaque=opaque))
    try:
        await wire.listen()
    except BaseException:
        await wire.aclose()
        raise
    return wire


class Tap(Faults):
    """A wire tap in front of one server."""

    def __init__(
        self,
        name: str,
        server: "Server | Tap | str",
        *,
        clock: Clock,
        hold: Hold = False,
        opaque: bool = False,
    ) -> None:
        super().__init__(clock=clock, waits=self._must_wait)
        self.name = name
        self._hold = hold if callable(hold) else None
        self._kind, self.server = _key(server)
        self.host = HOST
        self.loop = asyncio.get_running_loop()
        self.log: list[str] = []
        self._front: Server | None = None
        self._witness = Witness(self.trace, clock)
        self._onward = Onward(self._find, self.log, opaque=opaque)
        if hold:
            self.pause()

    # ---- open, close ----

    async def listen(self) -> None:
        """Open the tap for clients, on a port of its own."""
        front = Server(f"tap {self.name}")
        self._front = await started(front, front.listen(self._client, 0))
        self._witness.listen()

    @property
    def port(self) -> int:
        """The port clients connect to."""
        return self._front.port if self._front is not None else 0

    def url(self, path: str = "/", scheme: str = "http") -> str:
        """The address of ``path`` on the server, by way of this tap."""
        return address(self, path, scheme)

    @property
    def authority(self) -> Authority | None:
        """Who vouches for the server, where it speaks TLS."""
        with suppress(LookupError):
            return self._find().authority
        return None

    def _find(self) -> Place:
        return registry().find(self._kind, self.server)

    async def aclose(self) -> None:
        """Close the tap, with RST for every connection through it."""
        if self._front is not None:
            await self._front.stop_listening()  # or a client may connect while we wait below
        await cancel([*self._onward.tasks, *self._tasks])
        for link in tuple(self.links.values()):
            link.cut()
        if self._front is not None:
            await self._front.aclose()
        self._witness.leave()
        registry().forget(self)

    # ---- stop, step, run ----

    async def wait(self, *, timeout: float | None = None) -> Held:
        """Return the oldest unit and let it wait on; wait for one where none is whole, as ``step`` does."""
        held = (await self._oldest(timeout)).held
        await self._reacted()
        return held

    async def step(self, *, timeout: float | None = None) -> Held:
        """Release the oldest unit, let everybody react, and return it; wait for one where none is whole.

        After ``timeout`` seconds (5, or at once where all have left and nobody is on the way) it raises
        ``NothingToStep``, which says what the wire holds.
        """
        entry = await self._oldest(timeout)
        self._release(entry)
        await self._reacted()
        return entry.held

    def run(self) -> None:
        """Let everything pass from now on, what waits first."""
        self._holding = False
        self._flush(set(Side) - self._stalled)
        self._refresh()

    def pause(self) -> None:
        """Hold from now on, as the tap was told to."""
        self._holding = True
        self._refresh()
        for link in tuple(self.links.values()):
            self._offer(link)

    async def run_until(self, predicate: Callable[[Held], bool], *, timeout: float | None = None) -> Held:
        """Release units until one comes for which ``predicate`` is true; that one waits, and is returned."""
        self.pause()
        while True:
            entry = await self._oldest(timeout)
            if predicate(entry.held):
                return entry.held
            self._release(entry)

    # ---- say where it stands ----

    def _must_wait(self, held: Held) -> bool:
        """Whether a unit waits for a step; where ``hold`` fails, it does, and the error is kept for ``finish``.

        SETTINGS, PING, WINDOW_UPDATE and GOAWAY do not by themselves: Chromium gives a connection up whose PING is
        held for ten seconds, and repeats its requests on a new one, posts included.
        """
        try:
            return not is_control(held.unit) if self._hold is None else bool(self._hold(held))
        except Exception as error:
            self.log.append(f"hold failed with {type(error).__name__}: {error}")
            who, origins = (
                f"hold= of the tap {self.name!r}",
                {self._witness.origin(held.connection, held.side)},
            )
            crash = Crash(self.name, error, held.side, who, frozenset(origins), time.monotonic())
            registry().crashes.tell(crash)
            return True

    def situation(self) -> str:
        """What waits here, in a sentence."""
        if self._queue:
            more = f" and {len(self._queue) - 1} more" if len(self._queue) > 1 else ""
            return f"The tap {self.name!r} holds {self._queue[0].held!r}{more}: step() releases it."
        halves = [
            f"{flow.arrived - flow.offered} bytes of an unfinished unit of the {side.value}'s"
            for link in self.links.values()
            for side, flow in link.flows.items()
            if flow.arrived > flow.offered
        ]
        connections = f"{len(self.links)} open connection" + "s" * (len(self.links) != 1)
        state = "holds" if self.holding else "lets everything pass (pause() stops it) and holds"
        return f"The tap {self.name!r} has {connections}, {state} {' and '.join(halves) or 'nothing'}."

    def _standing(self) -> str:
        return situation(self)

    def _over(self) -> str:
        if self.links or not self._witness.count or any(map(may_talk, registry().all(Party))):
            return ""
        section = started_in("tap", self.name)
        cells = f"the cells of the section “{section}”" if section else "its cells"
        closed = "its connection is closed" if self._witness.count == 1 else "all its connections are closed"
        return (
            f"nobody talks on the tap {self.name!r} any more: {closed}, and nothing is held. "
            f"For a fresh exchange run {cells} again, from tap({self.name!r}, …) on."
        )

    def __repr__(self) -> str:
        state = f"holding {len(self._queue)}" if self.holding else "passing through"
        return f"<tap {self.name!r} at {self.host}:{self.port} before {self.server!r}, {state}>"

    # ---- connections ----

    def opened(self, link: Link, side: Side, origin: Any) -> None:
        """Note where a connection comes from, so that what its code raises is marked there."""
        self._witness.opened(link.number, side, origin)

    def _client(self) -> asyncio.BaseProtocol:
        """A client connects: number the connection and dial the server."""
        link = Link(self._witness.begin(), self, self.trace, self.clock)
        self.links[link.number] = link
        return self._onward.client(link)


def _key(server: Server | Tap | str) -> tuple[type[Server] | type[Tap], str]:
    """The kind and the name by which a tap finds what it stands before."""
    if isinstance(server, str):
        return Server, server
    return (Tap if isinstance(server, Tap) else Server), server.name
