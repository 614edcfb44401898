"""One connection, dissected: each unit of ``units.py`` becomes a section with explained fields.

Bytes of both sides come in, in order of arrival; sections come out, the same ones at every split of the same bytes.
Never raises. The sections of a side and its ``tail`` tile what came from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.dissectors.bodies import Bodies
from helpers.dissectors.field import Field
from helpers.dissectors.http1 import dissect_head
from helpers.dissectors.raw import dissect_raw
from helpers.dissectors.tiles import Dissected, incomplete
from helpers.dissectors.websocket import Frames
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Response, header, header_values, parse_request_head, parse_response_head
from helpers.protocols.units import Kind, Splitter, Unit
from helpers.protocols.websocket.deflate import NAME, Parameters, parse_parameters
from helpers.protocols.websocket.extensions import Extension, parse_extensions
from helpers.protocols.websocket.handshake import is_key
from helpers.protocols.websocket.inflate import Inflater
from helpers.vocabulary import Side

__all__ = ["Dissector", "Section"]

# Of bytes that nobody cuts, only the beginning is kept: enough to show what they look like.
_RAW_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Section:
    """One unit with its label in the diagram; ``field`` has the offsets of the side's stream.

    ``complete`` is false for the unfinished rest of a stream, and for what is raw: nobody knows where it ends.
    """

    side: Side
    start: int
    end: int
    kind: Kind
    title: str
    summary: str
    field: Field
    complete: bool = True


class _Stream:
    """What is known of one side: its sections, and the bytes after them."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.buffer = bytearray()
        self.end = 0  # of the sections
        self.total = 0
        self.closed = False
        self.bodies = Bodies()


class Dissector:
    """Explains one connection; ``upgraded``: it speaks WebSocket already."""

    def __init__(self, *, upgraded: bool = False) -> None:
        self._splitter = Splitter(upgraded=upgraded)
        self._streams = {side: _Stream() for side in Side}
        self._frames = {side: Frames(side) for side in Side}
        self._key = ""

    @property
    def upgraded(self) -> bool:
        """Whether the connection speaks WebSocket now."""
        return self._splitter.upgraded

    def receive_data(self, side: Side, data: bytes) -> list[Section]:
        """Take one read; return the sections, of either side, that are now complete."""
        stream = self._streams[side]
        if stream.closed:
            return []
        stream.buffer += data
        stream.total += len(data)
        sections = [self._section(unit) for unit in self._splitter.receive_data(side, data)]
        self._forget()
        return sections

    def receive_eof(self, side: Side) -> list[Section]:
        """Close a side; its unfinished rest becomes a section."""
        stream = self._streams[side]
        units = self._splitter.receive_eof(side)
        sections = [self._section(unit) for unit in units]
        last = self.tail(side)
        if last:
            stream.sections.append(last)
            stream.buffer.clear()
            stream.end = stream.total
            sections.append(last)
        stream.closed = True
        self._forget()
        return sections

    def sections(self, side: Side) -> Sequence[Section]:
        """The complete sections of a side; do not write to it."""
        return self._streams[side].sections

    def tail(self, side: Side) -> Section | None:
        """What came after the last section: unfinished, or raw and still growing."""
        stream = self._streams[side]
        if stream.total == stream.end:
            return None
        data, size = bytes(stream.buffer), stream.total - stream.end
        if self._splitter.raw_from(side) is not None:
            reason = self._splitter.raw_reason(side)
            raw = dissect_raw(data, stream.end, reason=reason, size=size)
            return _section(side, Kind.RAW, raw, complete=False)
        kind, reason = self._splitter.pending(side)
        unit = Unit(side, stream.end, stream.total, kind, reason)
        return _section(side, kind, self._unfinished(unit, data), complete=False)

    def raw_from(self, side: Side) -> tuple[int, str] | None:
        """From where a side is not cut any more, and why."""
        start = self._splitter.raw_from(side)
        return None if start is None else (start, self._splitter.raw_reason(side))

    def _forget(self) -> None:
        for side, stream in self._streams.items():
            if self._splitter.raw_from(side) is not None:
                del stream.buffer[_RAW_KEPT:]

    # ---- units to sections ----

    def _section(self, unit: Unit) -> Section:
        stream = self._streams[unit.side]
        size = unit.end - unit.start
        data = bytes(stream.buffer[:size])
        del stream.buffer[:size]
        stream.end = unit.end
        dissected = self._unfinished(unit, data) if unit.reason else self._dissect(unit, data)
        section = _section(unit.side, unit.kind, dissected, complete=not unit.reason)
        stream.sections.append(section)
        return section

    def _dissect(self, unit: Unit, data: bytes) -> Dissected:
        stream = self._streams[unit.side]
        match unit.kind:
            case Kind.WS_FRAME:
                return self._frames[unit.side].dissect(data, unit.start)
            case Kind.HTTP_BODY:
                return stream.bodies.body(data, unit.start)
            case Kind.HTTP_CHUNK:
                return stream.bodies.chunk(data, unit.start)
        self._read_head(unit.side, data)
        key = self._key if unit.side is Side.SERVER else ""
        return dissect_head(data, unit.start, side=unit.side, key=key)

    def _unfinished(self, unit: Unit, data: bytes) -> Dissected:
        match unit.kind:
            case Kind.WS_FRAME:
                return self._frames[unit.side].unfinished(data, unit.start, reason=unit.reason)
            case Kind.HTTP_HEAD:
                return dissect_head(data, unit.start, side=unit.side, reason=unit.reason)
            case Kind.RAW:
                return dissect_raw(data, unit.start, reason=unit.reason)
        leaf = incomplete(data, unit.start, reason=unit.reason, rfc="RFC 9112 §8")
        return Dissected(unit.kind.value, "incomplete", leaf)

    # ---- what a head says about the bytes after it ----

    def _read_head(self, side: Side, data: bytes) -> None:
        head = parse_request_head(data) if side is Side.CLIENT else parse_response_head(data)
        self._streams[side].bodies.begin(head.headers)
        if isinstance(head, Response):
            if head.status == 101:
                self._agree(head)
            return
        key = header(head.headers, "Sec-WebSocket-Key") or ""
        self._key = key if is_key(key) else ""

    def _agree(self, response: Response) -> None:
        values = header_values(response.headers, "Sec-WebSocket-Extensions")
        try:
            extensions = parse_extensions(", ".join(values))
        except RemoteProtocolError:
            return
        for extension in extensions:
            if extension.name == NAME:
                self._frames = {side: Frames(side, inflater=_inflater(side, extension)) for side in Side}


def _section(side: Side, kind: Kind, dissected: Dissected, *, complete: bool) -> Section:
    title, summary, field = dissected
    return Section(side, field.start, field.end, kind, title, summary, field, complete)


def _inflater(side: Side, extension: Extension) -> Inflater:
    # RFC 7692 §7.1: each side has its own window size, and may give up the context between messages
    try:
        agreed = parse_parameters(extension, offer=False)
    except RemoteProtocolError:
        agreed = Parameters()
    return Inflater(window_bits=agreed.window_bits(side), takeover=agreed.takeover(side))
