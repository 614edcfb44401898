"""A tap: a place on the wire where bytes are seen, and can be stopped, stepped and broken.

It listens in front of a server and connects on. Passing through, bytes out are bytes in, read by read. Holding, it
releases one unit at a time (``step``). All it sees goes into its ``trace``; what a unit is, ``protocols`` says.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from helpers.loops.clock import Clock, WallClock
from helpers.net.cancel import cancel
from helpers.net.held import Held
from helpers.net.link import Link
from helpers.net.onward import Onward
from helpers.net.place import Place, address
from helpers.net.registry import registry, situation
from helpers.net.server import HOST, Server, serve
from helpers.net.settle import settle
from helpers.net.tls import Authority
from helpers.net.valve import NothingToStep, Valve
from helpers.vocabulary import Side

__all__ = ["Tap", "tap"]

LIMIT = 5.0  # s that step() waits for a unit

Change = bytes | Callable[[bytes], bytes]


async def tap(
    name: str,
    server: "Server | Tap | str",
    *,
    hold: bool = False,
    clock: Clock | None = None,
    opaque: bool = False,
) -> "Tap":
    """Put a tap under ``name`` in front of ``server``; a tap that had the name is closed first.

    Clients connect to the tap's ``url()``. With ``hold`` every unit waits there until you ``step()``. The server is
    looked up by its name at each connection, so it may be replaced while the tap stays. Where it speaks TLS, TLS ends
    at the tap on both sides; ``opaque`` looks from outside instead and sees ciphertext, also before another tap.
    """
    registry().find(*_key(server))
    wire = await registry().replace(Tap(name, server, clock=clock or WallClock(), opaque=opaque))
    if hold:
        wire.pause()
    try:
        await wire.listen()
    except BaseException:
        await wire.aclose()
        raise
    return wire


class Tap(Valve):
    """A wire tap in front of one server."""

    def __init__(
        self, name: str, server: "Server | Tap | str", *, clock: Clock, opaque: bool = False
    ) -> None:
        super().__init__(clock=clock)
        self.name = name
        self._kind, self.server = _key(server)
        self.host = HOST
        self.loop = asyncio.get_running_loop()
        self.log: list[str] = []
        self._front: Server | None = None
        self._count = 0
        self._onward = Onward(self._find, self.log, opaque=opaque)

    # ---- open, close ----

    async def listen(self) -> None:
        """Open the tap for clients, on a port of its own."""
        self._front = await serve(f"tap {self.name}", protocol=self._client)

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
        registry().forget(self)

    # ---- stop, step, run ----

    async def wait(self, *, timeout: float = LIMIT) -> Held:
        """Return the oldest unit and let it wait on; wait for one where none is whole, as ``step`` does."""
        held = (await self._oldest(timeout))[1]
        await settle()
        return held

    async def step(self, *, timeout: float = LIMIT) -> Held:
        """Release the oldest unit, let everybody react, and return it; wait for one where none is whole.

        After ``timeout`` seconds it raises ``NothingToStep``, which says what the wire holds.
        """
        entry = await self._oldest(timeout)
        self._release(entry)
        await settle()
        return entry[1]

    def run(self) -> None:
        """Let everything pass from now on, what waits first."""
        self._holding = False
        self._flush(set(Side) - self._stalled)
        self._refresh()

    def pause(self) -> None:
        """Hold everything from now on."""
        self._holding = True
        self._refresh()
        for link in self.links.values():
            self._offer(link)

    async def run_until(self, predicate: Callable[[Held], bool], *, timeout: float = LIMIT) -> Held:
        """Release units until one comes for which ``predicate`` is true; that one waits, and is returned."""
        self.pause()
        while True:
            entry = await self._oldest(timeout)
            if predicate(entry[1]):
                return entry[1]
            self._release(entry)

    # ---- break it ----

    async def tamper(self, change: Change, *, timeout: float = LIMIT) -> Held:
        """Send ``change`` (bytes, or a function of the unit's bytes) instead of the next unit.

        Returns the unit as it came. The tap has to hold; waits for a unit as ``step`` does.
        """
        entry = await self._oldest(timeout)
        held = entry[1]
        if held.ending is not None:
            raise NothingToStep(f"tamper() changes bytes, and what comes next has none. {situation()}")
        replacement = change(held.data) if callable(change) else change
        if not isinstance(replacement, bytes | bytearray):
            raise TypeError(f"tamper() replaces bytes by bytes, not by {type(replacement).__name__}")
        self._release(entry, fault="tamper", replacement=bytes(replacement))
        await settle()
        return held

    def inject(self, side: Side, data: bytes, *, connection: int | None = None) -> None:
        """Send ``data`` as if ``side`` had sent it, on the newest open connection or the one named."""
        link = self._link(connection)
        if not link.flows[side].open:
            raise LookupError(
                f"the {side.other.value} of connection {link.number} can be sent nothing (any more)"
            )
        link.flows[side].inject(data)

    def delay(self, seconds: float) -> None:
        """Let all that passes arrive ``seconds`` later, on the tap's clock.

        0 ends it: what is delayed goes out in its time, or with what comes next.
        """
        self._delay = seconds
        self._refresh()

    def stall(self, side: Side) -> None:
        """Send nothing of ``side`` on until ``resume``; after 1 MiB the tap stops reading from it too."""
        self._stalled.add(side)
        self._refresh()

    def resume(self, side: Side) -> None:
        """End a stall; what waited goes out at once."""
        if side in self._stalled:
            self._stalled.discard(side)
            if self.holding:
                self._news.set()
            else:
                self._flush({side}, fault="stall")
            self._refresh()

    def cut(self, *, connection: int | None = None) -> None:
        """Drop the newest open connection, or the one named, with RST on both sides; what waits is lost."""
        self._link(connection).cut()

    # ---- say where it stands ----

    def situation(self) -> str:
        """What waits here, in a sentence."""
        if self._queue:
            more = f" and {len(self._queue) - 1} more" if len(self._queue) > 1 else ""
            return f"The tap {self.name!r} holds {self._queue[0][1]!r}{more}: step() releases it."
        halves = [
            f"{flow.arrived - flow.offered} bytes of an unfinished unit of the {side.value}'s"
            for link in self.links.values()
            for side, flow in link.flows.items()
            if flow.arrived > flow.offered
        ]
        connections = f"{len(self.links)} open connection" + "s" * (len(self.links) != 1)
        state = "holds" if self.holding else "lets everything pass (pause() stops it) and holds"
        return f"The tap {self.name!r} has {connections}, {state} {' and '.join(halves) or 'nothing'}."

    def __repr__(self) -> str:
        state = f"holding {len(self._queue)}" if self.holding else "passing through"
        return f"<tap {self.name!r} at {self.host}:{self.port} before {self.server!r}, {state}>"

    # ---- connections ----

    def _client(self) -> asyncio.BaseProtocol:
        """A client connects: number the connection and dial the server."""
        link = Link(self._count, self, self.trace, self.clock)
        self._count += 1
        self.links[link.number] = link
        return self._onward.client(link)

    def _link(self, connection: int | None) -> Link:
        for number in [*reversed(self.links)] if connection is None else [connection]:
            if number in self.links:
                return self.links[number]
        known = ", ".join(map(str, self.links)) or "none"
        which = "connection" if connection is None else f"connection {connection}"
        raise LookupError(f"no {which} is open on the tap {self.name!r} (open: {known})")


def _key(server: Server | Tap | str) -> tuple[type[Server] | type[Tap], str]:
    """The kind and the name by which a tap finds what it stands before."""
    if isinstance(server, str):
        return Server, server
    return (Tap if isinstance(server, Tap) else Server), server.name
