"""How a WebSocket connection is cut: frame by frame (RFC 6455 §5.2), whatever they say; only lengths matter here."""

from enum import Enum

from helpers.protocols.cursor import Cursor, Cut
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.reading import Reading
from helpers.protocols.websocket.frames import Header

__all__ = ["WebSocket", "WebSocketUnit"]

_UNFINISHED = "a frame is not complete"


class WebSocketUnit(Enum):
    """What a unit of WebSocket is."""

    FRAME = "WebSocket frame"


class WebSocket(Reading):
    """Both sides of a WebSocket connection; a unit's head is the frame's ``Header``."""

    protocol = "websocket"

    def cut(self, cursor: Cursor, peer: Cursor) -> Cut[Reading]:
        """Frames from both."""
        while True:
            cursor.expect(WebSocketUnit.FRAME, _UNFINISHED)
            header = yield from _header(cursor)
            yield from cursor.skip(header.length)
            yield cursor.unit(head=header)


def _header(cursor: Cursor) -> Cut[Header]:
    """Pass a frame's header, legal or not: who explains it says what is wrong."""
    first, second = yield from cursor.exactly(2)
    length, masked, size = second & 0b0111_1111, second & 0b1000_0000, 2
    if length >= 126:
        extended = 2 if length == 126 else 8
        length, size = int.from_bytes((yield from cursor.exactly(extended)), "big"), 2 + extended
    if length >> 63:
        raise RemoteProtocolError("a payload length with its most significant bit set")
    key = (yield from cursor.exactly(4)) if masked else None
    return Header(bool(first >> 7), first >> 4 & 0b111, first & 0b1111, length, key, size + len(key or b""))
