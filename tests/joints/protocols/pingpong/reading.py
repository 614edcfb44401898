"""A toy line protocol: the client asks ``PING 7``, the server answers ``PONG 7``; the number is a stream."""

import re
from enum import Enum
from typing import NamedTuple

from helpers.protocols.cursor import Cursor, Cut
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.reading import Reading, prefix, register
from helpers.vocabulary import Side

__all__ = ["Line", "PingPong", "PingPongUnit"]


class PingPongUnit(Enum):
    """What a unit is."""

    LINE = "ping-pong line"


class Line(NamedTuple):
    """One line, parsed."""

    word: str
    number: int


class PingPong(Reading):
    """Both sides of a connection."""

    protocol = "pingpong"

    def cut(self, cursor: Cursor, peer: Cursor) -> Cut[Reading]:
        """Lines from both."""
        word = "PING" if cursor.side is Side.CLIENT else "PONG"
        while True:
            cursor.expect(PingPongUnit.LINE, "the line has not ended")
            text = (yield from cursor.line(20))[:-2].decode("latin-1")
            match = re.fullmatch(rf"{word} ([0-9]+)", text)
            if match is None:
                raise RemoteProtocolError(f"expected {word} and a number, found {text!r}")
            line = Line(word, int(match[1]))
            yield cursor.unit(stream=line.number, head=line)


register(PingPong, begins=prefix(b"PING "), upgrade="pingpong")
