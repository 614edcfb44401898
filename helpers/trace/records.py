"""What a tap saw: the three kinds of record a trace holds.

Pure data. Times are seconds on the trace's one clock; offsets count bytes of one side's stream on one connection,
as that side sent them (what a fault sent instead is in ``Release.data`` and counts nowhere).

Named tuples, because one read through a tap makes two records: a frozen dataclass took three times as long to make,
a tenth of a whole round trip.
"""

from typing import NamedTuple

from helpers.vocabulary import Ending, Side

__all__ = ["Arrival", "Mark", "Record", "Release"]


class Arrival(NamedTuple):
    """One read from one side, exactly as the socket gave it.

    ``data`` is empty only where ``ending`` says that the side's stream ended here.
    """

    connection: int
    side: Side
    time: float
    data: bytes
    ending: Ending | None = None


class Release(NamedTuple):
    """The range [start, end) of a side's arrived stream that was sent on to the other side.

    ``fault`` names what was done to it: ``"tamper"`` (``data`` went out instead of the range), ``"inject"``
    (``data`` went out, the range is empty), ``"delay"``, ``"stall"``, or ``"cut"`` (the range was dropped and the
    connection aborted). Without a fault the bytes of the range went out as they came and ``data`` is ``None``.
    ``ending`` says that the end of the stream was passed on too.
    """

    connection: int
    side: Side
    time: float
    start: int
    end: int
    fault: str = ""
    data: bytes | None = None
    ending: Ending | None = None


class Mark(NamedTuple):
    """A span of time on a lane, written by loops: a sleep, a retry, a pause.

    ``connection`` and ``side`` say where on the wire it belongs, if it does: an error of the code that talks there.
    """

    lane: str
    start: float
    end: float
    label: str
    connection: int | None = None
    side: Side | None = None


Record = Arrival | Release | Mark
