"""One end of a connection as an operating system keeps it: what arrived, FIN, RST.

What enters: what a transport sends, and how it ends. What leaves: the bytes for the other end in order, a FIN after
them, a RST at once. As Linux does it: what came before a RST can still be read; who closes while bytes wait unread
sends a RST, and so is answered who writes to somebody that has closed; for one who does not read, only so many wait.
"""

import errno
import os
from collections import deque
from collections.abc import Callable

__all__ = ["CAPACITY", "Address", "End", "pair", "system_error"]

CAPACITY = 2**22  # bytes that wait at one end, before whoever sends more keeps it

Address = tuple[str, int]


def system_error(number: int, said: str = "") -> OSError:
    """The error that the system gives for ``number``."""
    return OSError(number, said or os.strerror(number))


def pair(client: Address, server: Address) -> "tuple[End, End]":
    """Both ends of a new connection."""
    ends = End(client, server), End(server, client)
    ends[0].peer, ends[1].peer = ends[1], ends[0]
    return ends


class End:
    """What one side has from the other; ``news`` is called when there is more to read, or room to write."""

    peer: "End"

    def __init__(self, name: Address, peername: Address) -> None:
        self.name, self.peername = name, peername
        self.news: Callable[[], object] = int  # nobody listens yet
        self.resets = False  # closing it sends a RST
        self.closed = False
        self._arrived: deque[bytes] = deque()
        self._waiting = 0  # bytes in arrived
        self._finished = False  # the peer's FIN is here
        self._shut = False  # our own was sent
        self._over = False  # a RST is here
        self._error: OSError | None = None  # of which nobody has been told

    @property
    def readable(self) -> bool:
        """Whether ``receive`` has something to say: bytes, the end of them, or an error."""
        return bool(self._arrived) or self._finished or self._over

    @property
    def writable(self) -> bool:
        """Whether ``send`` takes anything, be it only to raise."""
        return self._over or self.peer.closed or self.peer._waiting < CAPACITY

    def send(self, data: bytes | memoryview) -> int:
        """How much of ``data`` was taken."""
        self._raise(errno.EPIPE)
        if self.peer.closed:  # its system answers with a RST, and nothing tells so yet
            self._break()
            return len(data)
        taken = bytes(data[: CAPACITY - self.peer._waiting])
        if taken:
            self.peer._arrive(taken)
        return len(taken)

    def receive(self, size: int) -> bytes:
        """Up to ``size`` bytes of what arrived, nothing after the last; to be called where it is ``readable``."""
        if not self._arrived:
            if not self._finished:  # after a FIN nobody is told of a RST by reading
                self._raise(errno.ECONNRESET)
            return b""
        full = self._waiting >= CAPACITY
        data = self._take(size)
        self._waiting -= len(data)
        if full:
            self.peer.news()
        return data

    def shutdown(self) -> None:
        """Send a FIN: nothing more comes from here."""
        if self._over:
            raise system_error(errno.ENOTCONN)
        if not self._shut:
            self._shut = True
            self.peer._finish()

    def close(self) -> None:
        """Send a FIN, or a RST where something is lost; safe to call twice."""
        if self.closed:
            return
        self.closed = True
        if self.resets or self._arrived:
            self.peer._break()
        elif not self._over:
            self.shutdown()
        self._arrived.clear()

    # ---- what the peer does ----

    def _arrive(self, data: bytes) -> None:
        self._arrived.append(data)
        self._waiting += len(data)
        self.news()

    def _finish(self) -> None:
        self._finished = True
        self.news()

    def _break(self) -> None:
        """A RST arrives."""
        if not self._over and not self.closed:
            self._over = True
            self._error = system_error(errno.EPIPE if self._finished else errno.ECONNRESET)
            self.news()

    # ---- inside ----

    def _raise(self, number: int) -> None:
        """After a RST, its error once, and then ``number``."""
        if self._over:
            error, self._error = self._error or system_error(number), None
            raise error

    def _take(self, size: int) -> bytes:
        """As many whole arrivals as fit into ``size``, and a part of the next."""
        taken = []
        while self._arrived and size:
            data = self._arrived.popleft()
            if len(data) > size:
                self._arrived.appendleft(data[size:])
                data = data[:size]
            taken.append(data)
            size -= len(data)
        return b"".join(taken)
