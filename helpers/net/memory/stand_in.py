"""What stands where others look for a socket: ``get_extra_info("socket")``, ``server.sockets``.

It has its addresses and takes every option; the one that changes anything is SO_LINGER of zero seconds, which lets
closing send a RST.
"""

import errno
import itertools
import socket
import struct

from helpers.net.memory.end import Address, End, system_error

__all__ = ["StandIn"]

_AT_ONCE = struct.pack("ii", 1, 0)
_numbers = itertools.count(2**20)  # above what a system gives to files


class StandIn:
    """As much of a socket as one may ask of a transport's."""

    family, type, proto = socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP

    def __init__(self, name: Address, end: End | None = None) -> None:
        self._name, self._end = name, end
        self._number = next(_numbers)
        self._open = True

    def fileno(self) -> int:
        """A number of its own, which is no descriptor; -1 once it is closed."""
        return self._number if self._open else -1

    def getsockname(self) -> Address:
        """Its address."""
        return self._name

    def getpeername(self) -> Address:
        """The address at the other end."""
        if self._end is None:
            raise system_error(errno.ENOTCONN)
        return self._end.peername

    def setsockopt(self, level: int, option: int, value: int | bytes, *_: int) -> None:
        """Take any option."""
        if (level, option) == (socket.SOL_SOCKET, socket.SO_LINGER) and self._end is not None:
            self._end.resets = value == _AT_ONCE

    def getsockopt(self, level: int, option: int, *_: int) -> int:
        """No option is set."""
        return 0

    def close(self) -> None:
        """It stands for nothing any more."""
        self._open = False

    def __repr__(self) -> str:
        return f"<in memory, laddr={self._name}, raddr={self._end.peername if self._end else None}>"
