"""A plain connection under Locust, for the protocols that are written sans-IO: bytes in, bytes out, and nothing else.

Locust has replaced the socket by one that lets the other greenlets run while it waits.
"""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

__all__ = ["Wire"]


class Wire:
    """A connection to the server of ``url``."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self.host = where.netloc
        self._socket = socket.create_connection((where.hostname or "", where.port or 80))

    def send(self, data: bytes) -> None:
        """Send all of it."""
        if data:
            self._socket.sendall(data)

    def head(self) -> tuple[bytes, bytes]:
        """The bytes up to the first empty line, and what came behind."""
        data = b""
        for piece in self.pieces():
            data += piece
            head, end, rest = data.partition(b"\r\n\r\n")
            if end:
                return head + end, rest
        raise ConnectionError("the server hung up before its head was whole")

    def pieces(self) -> Iterator[bytes]:
        """Each read, until the server hangs up."""
        while data := self._socket.recv(2**16):
            yield data
