"""The ports of one loop's 127.0.0.1: who listens where, and which numbers are free."""

import errno
from collections.abc import Callable
from weakref import WeakValueDictionary

from helpers.net.memory.end import Address, End, pair, system_error

__all__ = ["HOST", "Ports", "local"]

HOST = "127.0.0.1"
NAMES = {HOST, "localhost"}
ANY = {None, "", "0.0.0.0"}
FIRST, LAST = 49152, 65535  # of those that are given to whoever asks for any

Heard = Callable[[End], object]


def local(host: str | None) -> bool:
    """Whether ``host`` is the one that there is."""
    return host in NAMES


class Ports:
    """Servers listen on them, clients dial them."""

    def __init__(self) -> None:
        self._bound: dict[int, Heard | None] = {}
        self._dialling: WeakValueDictionary[int, End] = WeakValueDictionary()
        self._next = FIRST

    def bind(self, host: str | None, port: int) -> Address:
        """Take ``port``, or any for 0; an ``OSError`` where it is taken, or where the address is not ours."""
        if not 0 <= port <= LAST:
            raise OverflowError(f"bind(): port must be 0-{LAST}.")
        problem = ""
        if not local(host) and host not in ANY:
            problem, number = "cannot assign requested address", errno.EADDRNOTAVAIL
        elif port in self._bound:
            problem, number = "address already in use", errno.EADDRINUSE
        if problem:
            raise system_error(
                number, f"error while attempting to bind on address {(host, port)!r}: {problem}"
            )
        port = port or self._free()
        self._bound[port] = None
        return ("0.0.0.0" if host in ANY else HOST), port

    def listen(self, port: int, heard: Heard) -> None:
        """From now on tell of each connection to ``port``, which is bound."""
        self._bound[port] = heard

    def release(self, port: int) -> None:
        """Nobody has ``port`` any more."""
        del self._bound[port]

    def dial(self, host: str | None, port: int) -> End:
        """The client's end of a new connection; the server is told of its own."""
        if not local(host):
            raise system_error(
                errno.ENETUNREACH, f"only {HOST} can be reached on a network in memory, not {host}"
            )
        heard = self._bound.get(port)
        if heard is None:
            raise system_error(errno.ECONNREFUSED, f"Connect call failed {(HOST, port)!r}")
        near, far = pair((HOST, self._free()), (HOST, port))
        self._dialling[near.name[1]] = near
        heard(far)
        return near

    def _free(self) -> int:
        """The next number that nobody has."""
        for _ in range(FIRST, LAST + 1):
            number, self._next = self._next, self._next + 1 if self._next < LAST else FIRST
            caller = self._dialling.get(number)
            if number not in self._bound and (caller is None or caller.closed):
                return number
        raise system_error(errno.EADDRNOTAVAIL)
