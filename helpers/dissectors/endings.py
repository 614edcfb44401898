"""What has no bytes of its own, or none that arrived: how a stream ended, a cut, what a tap injected."""

from helpers.dissectors.connection import Dissector
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Dissected, preview
from helpers.vocabulary import Ending, Side

__all__ = ["dissect_cut", "dissect_ending", "dissect_injected"]


def dissect_ending(ending: Ending) -> Dissected:
    """FIN or RST: no bytes, but an event on the wire."""
    if ending is Ending.EOF:
        note = "This side has no more to say (FIN); it may still listen."
        return Dissected("FIN", "end of stream", Field(0, 0, "FIN", "", note, "RFC 9293 §3.6"))
    note = "This side dropped the connection (RST): what was on its way may be lost."
    return Dissected("RST", "connection reset", Field(0, 0, "RST", "", note, "RFC 9293 §3.10.7"))


def dissect_cut() -> Dissected:
    """The tap aborted the connection."""
    note = "The tap cut the connection: both sides see a reset."
    return Dissected("RST", "cut at the tap", Field(0, 0, "cut", "", note, "RFC 9293 §3.10.7"))


def dissect_injected(data: bytes, side: Side, *, upgraded: bool) -> Dissected:
    """Bytes that no side sent, read as if they stood alone."""
    dissector = Dissector(upgraded=upgraded)
    found = dissector.receive_data(side, data)
    sections = [section for section in (*found, dissector.tail(side)) if section is not None]
    if len(sections) == 1:
        only = sections[0]
        return Dissected(only.title, only.summary, only.field)
    titles = ", ".join(section.title for section in sections)
    children = tuple(section.field for section in sections)
    note = "Sent by the tap; the side it seems to come from knows nothing of it."
    return Dissected(
        "injected", titles, Field(0, len(data), "injected", preview(data), note, children=children)
    )
