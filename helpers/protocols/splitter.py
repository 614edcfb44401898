"""The one splitter of a connection into units. It runs readings, and knows no protocol itself.

Bytes of both sides come in, in order of arrival; units come out, the same ones at every split of the same bytes.
Keeps only what its readings have not passed (never bodies or payloads, unless it shall ``keep`` all), and never
raises: what breaks a rule is raw from there on. A body or a frame is one unit, however long; who holds it decides
when that is too much.
"""

from helpers.protocols.cursor import Cursor, Cut, Pause, Raw
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.known import chosen, fallback, named
from helpers.protocols.reading import Reading
from helpers.protocols.unit import Status, Unit
from helpers.vocabulary import Side

__all__ = ["Splitter"]

# The most bytes that the choice of a reading looks at.
_BEGIN = 64


class Splitter:
    """Cuts one connection; feed both sides in order of arrival. ``protocol``: it speaks that already."""

    def __init__(self, *, protocol: str = "", keep: bool = False) -> None:
        self._units: list[Unit] = []
        self._cursors = {side: Cursor(side, keep=keep) for side in Side}
        self._cutters: dict[Side, Cut[Reading]] = {}
        self._waits = dict.fromkeys(Side, False)  # for the other side
        self._undecided = not protocol
        self.readings: dict[str, Reading] = {}
        self._read_by(named(protocol) if protocol else fallback())

    def receive_data(self, side: Side, data: bytes) -> list[Unit]:
        """Take one read; return the units, of either side, that are now complete."""
        cursor = self._cursors[side]
        cursor.feed(data)
        if self._undecided and not cursor.closed:
            self._choose(side)
        if not self._undecided:
            self._run(side)
        return self._taken()

    def receive_eof(self, side: Side) -> list[Unit]:
        """Close a side; its unfinished rest comes out as a unit with a reason."""
        cursor = self._cursors[side]
        if not cursor.closed and (rest := cursor.close()) is not None:
            self._units.append(rest)
        self._nudge(side.other)
        return self._taken()

    def rest(self, side: Side) -> Unit | None:
        """What came after the last unit: unfinished, or (``by_reads``) not cut any more, each read being a unit."""
        return self._cursors[side].rest()

    def cut_read(self, side: Side, size: int) -> Unit:
        """Take the next read off a rest that is not cut any more."""
        return self._cursors[side].cut_read(size)

    def protocol(self, side: Side) -> str:
        """What is spoken there now; empty where nobody knows."""
        return self._cursors[side].protocol

    def data(self, side: Side, start: int, end: int) -> bytes:
        """The range [start, end) of what came from a side, of which all was kept."""
        with memoryview(self._cursors[side].buffer) as kept:
            return bytes(kept[start:end])

    # ---- which reading ----

    def _read_by(self, reading: type[Reading]) -> None:
        first = reading()
        for side, cursor in self._cursors.items():
            self._begin(side, first)
            if not cursor.over:
                self._advance(side)

    def _begin(self, side: Side, reading: Reading) -> None:
        self.readings[reading.protocol] = reading
        self._cursors[side].protocol = reading.protocol
        self._cutters[side] = reading.cut(self._cursors[side], self._cursors[side.other])

    def _choose(self, side: Side) -> None:
        reading = chosen(side, self._cursors[side].peek(_BEGIN))
        if reading is None:
            return
        self._undecided = False
        if reading.protocol not in self.readings:
            self.readings.clear()
            self._read_by(reading)
        self._run(side.other)

    # ---- running it ----

    def _run(self, side: Side) -> None:
        """Cut as far as the bytes go; what comes out may be what the other side waits for."""
        while not self._cursors[side].over and self._advance(side):
            self._nudge(side.other)

    def _advance(self, side: Side) -> bool:
        """Go on to the next unit, or the next protocol; say whether there may be another one."""
        cursor = self._cursors[side]
        self._waits[side] = False
        try:
            step = next(self._cutters[side])
        except StopIteration as done:
            self._begin(side, done.value)
        except Raw as raw:
            cursor.give_up(Status.RAW, str(raw), kind=raw.kind)
        except RemoteProtocolError as error:
            cursor.give_up(Status.MALFORMED, str(error))
        else:
            self._waits[side] = step is Pause.PEER
            if isinstance(step, Pause):
                return False
            self._units.append(step)
        return True

    def _nudge(self, side: Side) -> None:
        if self._waits[side]:
            self._run(side)

    def _taken(self) -> list[Unit]:
        units, self._units = self._units, []
        return units
