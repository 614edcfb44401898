"""A head that comes in pieces, and what follows it: bytes that belong to whatever was agreed on.

Enters: bytes as they were read. Leaves: the head, up to and with its empty line, and the bytes behind it. Nothing is
judged but the size.
"""

from helpers.protocols.errors import RemoteProtocolError

__all__ = ["HeadReader"]

_END = b"\r\n\r\n"


class HeadReader:
    """Reads one head of at most ``most`` bytes; ``rest`` is what came behind it."""

    __slots__ = ("_data", "_most", "rest")

    def __init__(self, *, most: int) -> None:
        self._data, self._most, self.rest = b"", most, b""

    def receive_data(self, data: bytes) -> bytes | None:
        """The head, as soon as it is whole; once only. A longer one is refused with 431."""
        seen = max(0, len(self._data) - len(_END) + 1)
        self._data += data
        at = self._data.find(_END, seen)
        if (len(self._data) if at < 0 else at) > self._most:
            # RFC 6585 §5: 431 Request Header Fields Too Large
            raise RemoteProtocolError(f"a head of more than {self._most} bytes", status=431)
        if at < 0:
            return None
        head, self.rest = self._data[: at + len(_END)], self._data[at + len(_END) :]
        self._data = b""
        return head
