"""One direction of one tapped connection: what arrived, what went out, and what waits between.

Offsets count the bytes the side sent. ``arrived`` ≥ ``offered`` ≥ ``released``: up to ``released`` it is on its way,
up to ``offered`` it waits as whole units that can be stepped, the rest is half a unit. Reads keep their boundaries.
"""

import asyncio
import socket
import struct
from collections import deque
from contextlib import suppress

from helpers.loops.clock import Clock
from helpers.trace import Arrival, Release, Trace
from helpers.vocabulary import Ending, Side

__all__ = ["LIMIT", "Flow", "reset"]

LIMIT = 2**20  # bytes that may wait in one direction before reading pauses
READ = 2**18  # the most that is read at once: reading pauses while one more read still fits
HIGH = LIMIT - READ

Read = bytes | memoryview


class Flow:
    """The bytes from ``side`` on their way to the other side."""

    def __init__(self, connection: int, side: Side, trace: Trace, clock: Clock) -> None:
        self.connection, self.side = connection, side
        self.arrived = self.offered = self.released = 0
        self.ending: Ending | None = None
        self.offered_ending: Ending | None = None  # the ending that can be stepped
        self.ended = False  # the ending was passed on
        self.source: asyncio.Transport | None = None
        self.target: asyncio.Transport | None = None
        self._append, self._clock = trace.append, clock
        self._waiting: deque[Read] = deque()  # from released to arrived, read by read
        self._fresh: deque[Read] = deque()  # from offered to arrived, the same bytes
        self._crowded = False  # the target's write buffer is over its limit

    @property
    def waiting(self) -> int:
        """How many bytes arrived and were not sent on."""
        return self.arrived - self.released

    @property
    def full(self) -> bool:
        """Whether so much waits that reading has paused."""
        return self.arrived - self.released >= HIGH

    @property
    def open(self) -> bool:
        """Whether the other side can still be sent something."""
        return not self.ended and self.target is not None and not self.target.is_closing()

    @property
    def steppable(self) -> bool:
        """Whether a unit or the ending stands in the queue."""
        return self.offered > self.released or (self.offered_ending is not None and not self.ended)

    # ---- in ----

    def arrive(self, data: bytes) -> Arrival:
        """Keep what was read until it is released."""
        arrival = Arrival(self.connection, self.side, self._clock(), data)
        self._waiting.append(data)
        self._fresh.append(data)
        self.arrived += len(data)
        self._pace()
        self._append(arrival)
        return arrival

    def pass_on(self, data: bytes) -> Arrival:
        """Send what was read at once; written before it is recorded, so that nobody who listens delays it."""
        now, target, fault = self._clock(), self.target, "cut"
        if target is not None and not target.is_closing():
            target.write(data)
            fault = ""
        start = self.arrived
        self.arrived = self.offered = self.released = end = start + len(data)
        arrival = Arrival(self.connection, self.side, now, data)
        self._append(arrival)
        self._append(Release(self.connection, self.side, now, start, end, fault))
        return arrival

    def arrive_ending(self, ending: Ending) -> Arrival:
        """Note how the side's stream ended."""
        self.ending, self.ended = ending, False
        arrival = Arrival(self.connection, self.side, self._clock(), b"", ending)
        self._append(arrival)
        return arrival

    # ---- between ----

    def offer(self, end: int) -> bytes:
        """The waiting bytes from where the last offer ended up to ``end``, which can be stepped from now on."""
        data = b"".join(_take(self._fresh, end - self.offered))
        self.offered = end
        return data

    def first_read_end(self) -> int:
        """Where the first read that is not offered yet ends."""
        return self.offered + len(self._fresh[0])

    # ---- out ----

    def release(self, end: int, *, fault: str = "", replacement: bytes | None = None) -> None:
        """Send the waiting bytes up to ``end`` on (or ``replacement`` instead), read by read.

        Where the other side is gone, they are dropped, and recorded as cut.
        """
        if end > self.offered:
            self.offer(end)
        start, self.released = self.released, end
        reads = _take(self._waiting, end - start)
        if not self.open:
            fault, replacement = "cut", None
        else:
            self._write(reads if replacement is None else [replacement])
        self._record(start, end, fault, data=replacement)
        self._pace()

    def inject(self, data: bytes) -> None:
        """Send bytes that the side never sent."""
        self._write([data])
        self._record(self.released, self.released, "inject", data=data)

    def drop(self, *, ending: Ending | None = None) -> None:
        """Record that what waits never reaches the other side (``ending``: because the connection was cut)."""
        start, self.offered, self.released = self.released, self.arrived, self.arrived
        self._waiting.clear()
        self._fresh.clear()
        if start < self.arrived or ending is not None:
            self._record(start, self.arrived, "cut", ending=ending)

    def release_ending(self) -> None:
        """Let the other side see how the stream ended: FIN closes its reading half, RST its connection."""
        self.ended = True
        if self.target is not None and self.ending is Ending.RESET:
            reset(self.target)
        elif self.target is not None:
            with suppress(OSError):  # it was reset, and nobody has noticed yet
                self.target.write_eof()
        self._record(self.released, self.released, ending=self.ending)

    # ---- pace ----

    def crowd(self, crowded: bool) -> None:
        """The target's buffer went over its limit, or came back under it."""
        self._crowded = crowded
        self._pace()

    def _pace(self) -> None:
        """Read only while what waits here and in the target's buffer is under the limit."""
        if self.source is None or self.ending is not None:
            return  # resuming after the end would read the end again
        if self._crowded or self.full:
            self.source.pause_reading()
        else:
            self.source.resume_reading()

    def _write(self, reads: list[Read]) -> None:
        assert self.target is not None
        for data in reads:
            self.target.write(data)

    def _record(
        self,
        start: int,
        end: int,
        fault: str = "",
        *,
        data: bytes | None = None,
        ending: Ending | None = None,
    ) -> None:
        now = self._clock()
        self._append(Release(self.connection, self.side, now, start, end, fault, data, ending))


def _take(reads: deque[Read], size: int) -> list[Read]:
    """The first ``size`` bytes of ``reads``, read by read; the last one may be a part of a read."""
    taken = []
    while size:
        data = reads.popleft()
        if len(data) > size:
            rest = memoryview(data)  # a read may hold thousands of units: cutting must not copy what follows
            reads.appendleft(rest[size:])
            data = rest[:size]
        taken.append(data)
        size -= len(data)
    return taken


def reset(transport: asyncio.Transport) -> None:
    """Close with RST instead of FIN: linger for zero seconds."""
    connection = transport.get_extra_info("socket")
    if connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
