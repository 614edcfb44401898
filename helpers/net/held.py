"""One unit that waits at a tap, or the end of a side's stream: what a step releases."""

from dataclasses import dataclass

from helpers.vocabulary import Ending, Side

__all__ = ["Held"]

WORDS = {
    "head": "HTTP head",
    "body": "HTTP body",
    "chunk": "HTTP chunk",
    "frame": "WebSocket frame",
    "raw": "raw bytes",
}
ENDINGS = {Ending.EOF: "FIN, no more to say", Ending.RESET: "RST, the connection is gone"}
PREVIEW = 16  # bytes of a unit that its line shows
LINE = 80  # characters of the first line of a head


@dataclass(frozen=True, slots=True)
class Held:
    """The range [start, end) of a side's stream, whole enough to be sent on; its ``repr`` is a line to read.

    ``kind`` is a ``protocols.units.Kind``, or empty where ``ending`` says how the stream ended.
    """

    connection: int
    side: Side
    start: int
    end: int
    kind: str
    data: bytes
    ending: Ending | None = None

    def __repr__(self) -> str:
        way = f"{self.side.value} → {self.side.other.value}"
        if self.ending is not None:
            return f"{way} · {ENDINGS[self.ending]}"
        size = f"{len(self.data)} byte" + "s" * (len(self.data) != 1)
        return f"{way} · {WORDS.get(self.kind, self.kind)} · {size} · {self._preview()}"

    def _preview(self) -> str:
        if self.kind == "head":  # hostile text may be on the wire: no control character reaches the screen
            line = self.data.strip(b"\r\n").split(b"\r\n", 1)[0]
            text = line.decode("ascii", "backslashreplace")[:LINE]
            return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)
        return self.data[:PREVIEW].hex(" ") + " …" * (len(self.data) > PREVIEW)
