"""Bytes as JSON: text as itself, what is no text in base64, what is left out as a number.

What enters: ranges of bytes; what leaves: a list of pieces, each a string (text in UTF-8), a list of one string
(base64), or a number (so many bytes are left out). Text as itself is shorter, and on a page it compresses with the
words around it.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

__all__ = ["BLOBS", "Blobs", "piece", "pieces"]

BLOBS = 400_000  # bytes that are of no stream, in one message
SMALL = 256  # of each so many bytes are kept even then

_CONTROLS = bytes({*range(32)} - {9, 10, 13})


def piece(data: bytes) -> Any:
    """``"text"`` or ``["base64"]``, whichever is shorter."""
    return data.decode("utf-8") if _is_text(data) else [b64encode(data).decode()]


def pieces(ranges: Iterable[tuple[int, bytes]]) -> list[Any]:
    """``[offset, piece, …]`` of ranges in their order; neighbours of one kind are joined."""
    listed: list[Any] = []
    run: list[bytes] = []
    end, text = -1, True
    for start, data in ranges:
        kind = _is_text(data)
        if run and (start > end or kind is not text):
            listed.append(piece(b"".join(run)))
            run = []
        if start != end:
            listed.append(start - end if listed else start)
        run.append(data)
        end, text = start + len(data), kind
    return [*listed, piece(b"".join(run))] if run else listed


class Blobs:
    """Bytes that are of no stream, each once; of a large one its beginning and end, when many are large."""

    def __init__(self) -> None:
        self.listed: list[Any] = []
        self._places: dict[bytes, int] = {}
        self._left = BLOBS

    def keeps(self, data: bytes) -> bool:
        """Whether all of ``data`` is there, or would be."""
        return len(self.listed[self.place(data)]) == 2

    def place(self, data: bytes) -> int:
        """Where ``data`` stands."""
        place = self._places.setdefault(data, len(self.listed))
        if place == len(self.listed):
            self.listed.append(self._cut(data))
        return place

    def _cut(self, data: bytes) -> list[Any]:
        room = max(self._left // 2, SMALL)
        self._left -= min(len(data), room)
        if len(data) <= room:
            return [0, piece(data)]
        return pieces([(0, data[: room // 2]), (len(data) - room // 2, data[-(room // 2) :])])


def _is_text(data: bytes) -> bool:
    if 16 * (len(data) - len(data.translate(None, _CONTROLS))) > len(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
