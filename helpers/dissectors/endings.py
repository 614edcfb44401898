"""What has no bytes of its own, or none that arrived: how a stream ended, a cut, an error, what a tap injected."""

from enum import Enum

from helpers.dissectors.connection import Dissector
from helpers.dissectors.field import Field
from helpers.dissectors.section import Explained, Section
from helpers.dissectors.tiles import preview
from helpers.protocols.unit import Floor, Unit
from helpers.trace.records import Mark
from helpers.vocabulary import Ending, Side

__all__ = ["CodeUnit", "TcpUnit", "cut_section", "ending_section", "injected_section", "marked_section"]


class TcpUnit(Enum):
    """How one side of a TCP connection ends."""

    FIN = "FIN"
    RST = "RST"


class CodeUnit(Enum):
    """What the code at one end of a connection did that no byte tells."""

    MARK = "mark"


def ending_section(side: Side, at: int, ending: Ending) -> Section:
    """FIN or RST after ``at`` bytes: no bytes, but an event on the wire."""
    if ending is Ending.EOF:
        note = "This side has no more to say (FIN); it may still listen."
        explained = Explained("FIN", "end of stream", Field(0, 0, "FIN", "", note, "RFC 9293 §3.6"))
        return _section(side, at, TcpUnit.FIN, explained)
    note = "This side dropped the connection (RST): what was on its way may be lost."
    explained = Explained("RST", "connection reset", Field(0, 0, "RST", "", note, "RFC 9293 §3.10.7"))
    return _section(side, at, TcpUnit.RST, explained)


def cut_section(side: Side, at: int) -> Section:
    """The tap aborted the connection after ``at`` bytes."""
    note = "The tap cut the connection: both sides see a reset."
    explained = Explained("RST", "cut at the tap", Field(0, 0, "cut", "", note, "RFC 9293 §3.10.7"))
    return _section(side, at, TcpUnit.RST, explained)


def marked_section(mark: Mark, side: Side, at: int) -> Section:
    """What the code of ``side`` did after ``at`` bytes, in its own words: an error that it raised."""
    word, _, said = mark.label.partition(" · ")
    whose = "server" if side is Side.SERVER else "client"
    note = (
        f"What the code of the {whose} did at this moment. The other side sees only what it does to the wire."
    )
    explained = Explained(mark.lane, said or word, Field(0, 0, word, said, note))
    return Section(Unit(side, at, at, "", CodeUnit.MARK), b"", explained)


def injected_section(side: Side, at: int, data: bytes, *, protocol: str) -> Section:
    """Bytes that no side sent, read as if they stood alone; they take no place in the stream."""
    dissector = Dissector(protocol=protocol)
    found = dissector.receive_data(side, data)
    sections = [section for section in (*found, dissector.tail(side)) if section is not None]
    first = sections[0].unit if sections else Unit(side, at, at, protocol, Floor.RAW)
    unit = first._replace(start=at, end=at)
    if len(sections) == 1:
        only = sections[0]
        return Section(unit, data, Explained(only.title, only.summary, only.field))
    titles = ", ".join(section.title for section in sections)
    note = "Sent by the tap; the side it seems to come from knows nothing of it."
    children = tuple(section.field.shifted(section.unit.start) for section in sections)
    field = Field(0, len(data), "injected", preview(data), note, children=children)
    return Section(unit, data, Explained("injected", titles, field))


def _section(side: Side, at: int, kind: TcpUnit, explained: Explained) -> Section:
    return Section(Unit(side, at, at, "tcp", kind), b"", explained)
