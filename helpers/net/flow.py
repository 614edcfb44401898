"""One direction of one tapped connection: what arrived, what went out, and what waits between.

Offsets count the bytes the side sent. ``arrived`` ≥ ``offered`` ≥ ``released``: up to ``released`` it is on its way,
up to ``offered`` it waits as whole units that can be stepped, the rest is half a unit. Reads keep their boundaries.
"""

import asyncio
import socket
import struct
from collections import deque

from helpers.loops.clock import Clock
from helpers.trace import Arrival, Release, Trace
from helpers.vocabulary import Ending, Side

__all__ = ["LIMIT", "Flow", "reset"]

LIMIT = 2**20  # bytes that may wait in one direction before reading pauses
READ = 2**18  # the most that asyncio reads at once: reading pauses while one more read still fits
HIGH = LIMIT - READ


class Flow:
    """The bytes from ``side`` on their way to the other side."""

    def __init__(self, connection: int, side: Side, trace: Trace, clock: Clock) -> None:
        self.connection, self.side = connection, side
        self.arrived = self.offered = self.released = 0
        self.ending: Ending | None = None
        self.ended = False  # the ending was passed on
        self.source: asyncio.Transport | None = None
        self.target: asyncio.Transport | None = None
        self._trace, self._clock = trace, clock
        self._waiting: deque[bytes] = deque()
        self._crowded = False  # the target's write buffer is over its limit

    @property
    def waiting(self) -> int:
        """How many bytes arrived and were not sent on."""
        return self.arrived - self.released

    @property
    def full(self) -> bool:
        """Whether so much waits that reading has paused."""
        return self.waiting >= HIGH

    def arrive(self, data: bytes) -> None:
        """Keep what was read until it is released."""
        self._waiting.append(data)
        self.arrived += len(data)
        self._trace.append(Arrival(self.connection, self.side, self._clock(), data))
        self._pace()

    def pass_on(self, data: bytes) -> None:
        """Send what was read at once; written before it is recorded, so that nobody who listens delays it."""
        now = self._clock()
        self._write(data)
        start, self.arrived = self.arrived, self.arrived + len(data)
        self.offered = self.released = self.arrived
        self._trace.append(Arrival(self.connection, self.side, now, data))
        self._trace.append(Release(self.connection, self.side, self._clock(), start, self.arrived))

    def arrive_ending(self, ending: Ending) -> None:
        """Note how the side's stream ended."""
        self.ending = ending
        self._trace.append(Arrival(self.connection, self.side, self._clock(), b"", ending))

    def peek(self, end: int) -> bytes:
        """The waiting bytes up to ``end``, as they came."""
        return b"".join(self._waiting)[: end - self.released]

    def first_read_end(self) -> int:
        """Where the first read that is not offered yet ends."""
        end = self.released
        for data in self._waiting:
            end += len(data)
            if end > self.offered:
                break
        return end

    def release(self, end: int, *, fault: str = "", replacement: bytes | None = None) -> None:
        """Send the waiting bytes up to ``end`` on (or ``replacement`` instead), read by read."""
        start, self.released = self.released, end
        self.offered = max(self.offered, end)
        for data in self._take(end - start):
            if replacement is None:
                self._write(data)
        if replacement is not None:
            self._write(replacement)
        self._record(start, end, fault, data=replacement)
        self._pace()

    def inject(self, data: bytes) -> None:
        """Send bytes that the side never sent."""
        self._write(data)
        self._record(self.released, self.released, "inject", data=data)

    def drop(self) -> None:
        """Record that what waits never reaches the other side, because the connection was cut."""
        start, self.offered, self.released = self.released, self.arrived, self.arrived
        self._waiting.clear()
        self._record(start, self.arrived, "cut", ending=Ending.RESET)

    def release_ending(self) -> None:
        """Let the other side see how the stream ended: FIN closes its reading half, RST its connection."""
        self.ended = True
        self._record(self.released, self.released, ending=self.ending)
        if self.target is None or self.target.is_closing():
            return
        if self.ending is Ending.RESET:
            reset(self.target)
        elif self.target.can_write_eof():
            self.target.write_eof()

    def crowd(self, crowded: bool) -> None:
        """The target's buffer went over its limit, or came back under it."""
        self._crowded = crowded
        self._pace()

    def _pace(self) -> None:
        """Read only while what waits here and in the target's buffer is under the limit."""
        if self.source is None or self.source.is_closing() or self.ending is not None:
            return  # resuming after the end would read the end again
        if self._crowded or self.full:
            self.source.pause_reading()
        else:
            self.source.resume_reading()

    def _take(self, size: int) -> list[bytes]:
        taken = []
        while size:
            data = self._waiting.popleft()
            if len(data) > size:
                self._waiting.appendleft(data[size:])
                data = data[:size]
            taken.append(data)
            size -= len(data)
        return taken

    def _write(self, data: bytes) -> None:
        if self.target is not None and not self.target.is_closing():
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
        self._trace.append(Release(self.connection, self.side, now, start, end, fault, data, ending))


def reset(transport: asyncio.Transport) -> None:
    """Close with RST instead of FIN: linger for zero seconds."""
    connection = transport.get_extra_info("socket")
    if connection is not None and not transport.is_closing():
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
