"""What can be done to what passes a tap, besides holding it: other bytes, more bytes, later, not at all.

Each fault is recorded: the trace shows what came and what was sent instead.
"""

from collections.abc import Callable

from helpers.net.held import Held
from helpers.net.link import Link
from helpers.net.valve import NothingToStep, Valve
from helpers.vocabulary import Side

__all__ = ["Faults"]

Change = bytes | Callable[[bytes], bytes]


class Faults(Valve):
    """A valve that breaks things on demand."""

    name: str

    async def tamper(self, change: Change, *, timeout: float | None = None) -> Held:
        """Send ``change`` (bytes, or a function of the unit's bytes) instead of the next unit.

        Returns the unit as it came. The tap has to hold; waits for a unit as ``step`` does.
        """
        entry = await self._oldest(timeout)
        held = entry.held
        if held.ending is not None:
            raise NothingToStep(f"tamper() changes bytes, and what comes next has none. {self._standing()}")
        replacement = change(held.data) if callable(change) else change
        if not isinstance(replacement, bytes | bytearray):
            raise TypeError(f"tamper() replaces bytes by bytes, not by {type(replacement).__name__}")
        self._release(entry, fault="tamper", replacement=bytes(replacement))
        await self._reacted()
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
                for link in tuple(self.links.values()):
                    self._let_pass(link, side)
                self._news.set()
            else:
                self._flush({side}, fault="stall")
            self._refresh()

    def cut(self, *, connection: int | None = None) -> None:
        """Drop the newest open connection, or the one named, with RST on both sides; what waits is lost."""
        self._link(connection).cut()

    def _link(self, connection: int | None) -> Link:
        for number in [*reversed(self.links)] if connection is None else [connection]:
            if number in self.links:
                return self.links[number]
        known = ", ".join(map(str, self.links)) or "none"
        which = "connection" if connection is None else f"connection {connection}"
        raise LookupError(f"no {which} is open on the tap {self.name!r} (open: {known})")
