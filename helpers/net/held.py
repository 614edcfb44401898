"""One unit that waits at a tap, or the end of a side's stream: what a step releases."""

from dataclasses import dataclass

from helpers.protocols.http1.reading import HttpUnit
from helpers.protocols.unit import Unit
from helpers.vocabulary import Ending, Side

__all__ = ["Held"]

ENDINGS = {Ending.EOF: "FIN, no more to say", Ending.RESET: "RST, the connection is gone"}
PREVIEW = 16  # bytes of a unit that its line shows
LINE = 80  # characters of the first line of a head


@dataclass(frozen=True, slots=True)
class Held:
    """The range [start, end) of a side's stream, whole enough to be sent on; its ``repr`` is a line to read.

    ``unit`` is what it is, or is a read of; there is none where ``ending`` says how the stream ended.
    """

    connection: int
    side: Side
    start: int
    end: int
    unit: Unit | None
    data: bytes
    ending: Ending | None = None

    @property
    def kind(self) -> str:
        """What it is, in short: ``"head"``, ``"frame"``; empty for an ending."""
        return self.unit.kind.name.lower() if self.unit else ""

    def __repr__(self) -> str:
        way = f"{self.side.value} → {self.side.other.value}"
        if self.ending is not None:
            return f"{way} · {ENDINGS[self.ending]}"
        word = self.unit.word if self.unit else "bytes"
        size = f"{len(self.data)} byte" + "s" * (len(self.data) != 1)
        return f"{way} · {word} · {size} · {self._preview()}"

    def _preview(self) -> str:
        if (
            self.unit and self.unit.kind is HttpUnit.HEAD
        ):  # hostile text may be on the wire: no control character reaches the screen
            line = self.data.strip(b"\r\n").split(b"\r\n", 1)[0]
            text = line.decode("ascii", "backslashreplace")[:LINE]
            return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)
        return self.data[:PREVIEW].hex(" ") + " …" * (len(self.data) > PREVIEW)
