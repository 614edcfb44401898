"""One unit that waits at a tap, or the end of a side's stream: what a step releases."""

from codecs import getincrementaldecoder
from contextlib import suppress
from dataclasses import dataclass

from helpers.protocols.http1.reading import HttpUnit
from helpers.protocols.unit import Unit
from helpers.vocabulary import Ending, Side

__all__ = ["Held"]

ENDINGS = {Ending.EOF: "FIN, no more to say", Ending.RESET: "RST, the connection is gone"}
PREVIEW = 16  # bytes of a unit that its line shows
LINE = 80  # characters of the first line of a head, bytes of a text
BREAKS = dict.fromkeys(map(ord, "\r\n\t"))


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
        if self.unit and self.unit.kind is HttpUnit.HEAD:
            line = self.data.strip(b"\r\n").split(b"\r\n", 1)[0]
            return _printable(line.decode("ascii", "backslashreplace")[:LINE])
        hexed = self.data[:PREVIEW].hex(" ") + " …" * (len(self.data) > PREVIEW)
        return " · ".join(filter(None, [_text(self.data), hexed]))


def _text(data: bytes) -> str:
    """What bytes say, in quotes; with dots for what is no sign, where that is less than half of them; or nothing."""
    begin = data[:LINE]
    more = "…" * (len(data) > LINE)
    with suppress(UnicodeDecodeError):
        text = getincrementaldecoder("utf-8")().decode(begin)  # the cut may stand inside a character
        if text.translate(BREAKS).isprintable():
            return f"{text!r}{more}" if text else ""
    signs = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in data[:PREVIEW])
    return signs + "…" * (len(data) > PREVIEW) if 2 * signs.count("·") < len(signs) else ""


def _printable(text: str) -> str:
    """Hostile text may be on the wire: no control character reaches the screen."""
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)
