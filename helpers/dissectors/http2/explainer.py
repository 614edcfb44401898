"""The units of an HTTP/2 connection, explained: the preface, then every frame with what it did.

What a frame means was found out when it was cut (``Seen``). Remembered here is only which body belongs to which
stream. Never raises: a frame that breaks a rule is laid out as far as it goes, and says which rule.
"""

from collections.abc import Callable

from helpers.dissectors.field import Buffer, Field, Part
from helpers.dissectors.http2.blocks import explain_block
from helpers.dissectors.http2.bodies import Bodies, Piece
from helpers.dissectors.http2.header import SECTION, explain_preface, lay_out_header
from helpers.dissectors.http2.payloads import lay_out_payload, left
from helpers.dissectors.http2.summaries import summary
from helpers.dissectors.http2.words import blame, type_section
from helpers.dissectors.section import Explained, Room
from helpers.dissectors.tiles import Tiles, missing, preview
from helpers.protocols.http2.codes import Flag, FrameError, FrameType
from helpers.protocols.http2.frames import Continuation, Headers, PushPromise, WindowUpdate
from helpers.protocols.http2.header import HEADER_SIZE, Header, type_name
from helpers.protocols.http2.parsing import unpadded
from helpers.protocols.http2.reading import Http2Unit
from helpers.protocols.http2.watch import Seen
from helpers.protocols.reading import Reading
from helpers.protocols.unit import Unit
from helpers.vocabulary import Side

__all__ = ["Http2Explainer"]

_FRAME = "One HTTP/2 frame: a header of 9 bytes, then the payload."
_NO_PIECE = Piece("", lambda start: ())


class Http2Explainer:
    """Explains the frames of both sides, each in order."""

    def __init__(self, reading: Reading) -> None:
        self._bodies = Bodies()
        self._ends: dict[
            tuple[object, int], bool
        ] = {}  # of header blocks that go on: whether they end their stream

    def whole(self, unit: Unit, data: bytes) -> Explained:
        """The preface or a frame."""
        if unit.kind is Http2Unit.PREFACE:
            return explain_preface(data)
        seen = unit.head
        assert isinstance(seen, Seen)
        content = _content(seen.header, data)
        piece = self._piece(unit, seen, data, content)
        title, words = type_name(seen.header.type), summary(seen, piece.summary)
        label = f"{title} {words}".rstrip()
        return Explained(
            title, words, lambda: _frame(seen, data, content, piece, label), _room(unit.side, seen)
        )

    def unfinished(self, unit: Unit, data: bytes) -> Explained:
        """The beginning of a frame, or of the preface."""
        tiles = Tiles(data, size=unit.end - unit.start)
        title, name = unit.word, "preface" if unit.kind is Http2Unit.PREFACE else "frame"
        if isinstance(unit.head, Header):
            lay_out_header(tiles, unit.head)
            title = type_name(unit.head.type)
        tiles.unfinished(unit.reason, rfc=SECTION)
        note = f"{_FRAME} {missing(unit.reason)}"
        return Explained(title, "incomplete", tiles.group(name, f"{title} incomplete", note, SECTION))

    def _piece(self, unit: Unit, seen: Seen, data: bytes, content: "_Content | None") -> Piece:
        """What the frame holds of a body or a header block."""
        header = seen.header
        ends = bool(header.flags & Flag.END_STREAM)
        if header.type == FrameType.DATA and content is not None:
            start, end, _ = content
            where = unit.start + start
            return self._bodies.receive(unit.side, header.stream, data[start:end], start=where, ends=ends)
        if header.type == FrameType.RST_STREAM:
            self._bodies.end(unit.side, header.stream)
            self._bodies.end(unit.side.other, header.stream)
        if isinstance(seen.frame, Headers):
            self._ends[unit.side, header.stream] = ends
        if seen.head is not None:
            ends = self._ends.pop((unit.side, seen.head.stream), False)
            self._bodies.head(unit.side, seen.head, ends=ends)
        if isinstance(seen.frame, Headers | Continuation | PushPromise):
            return Piece("", _block_piece(seen, seen.frame.fragment))
        return _NO_PIECE


_Content = tuple[int, int, int | None]


def _content(header: Header, data: bytes) -> _Content | None:
    """Where the content of a frame starts and ends in it, and its padding; ``None`` where that is broken."""
    if header.type not in _PADDED:
        return HEADER_SIZE, len(data), None
    try:
        start, end, padding = unpadded(header, data[HEADER_SIZE:])
    except FrameError:
        return None
    return HEADER_SIZE + start, HEADER_SIZE + end, padding


_PADDED = (FrameType.DATA, FrameType.HEADERS, FrameType.PUSH_PROMISE)


def _frame(seen: Seen, data: bytes, content: _Content | None, piece: Piece, value: str) -> Field:
    tiles = Tiles(data)
    lay_out_header(tiles, seen.header)
    broken = content is None or (seen.frame is None and seen.header.type != FrameType.DATA)
    padding = content[2] if content else None
    lay_out_payload(tiles, seen, piece.fields, padding=padding, broken=broken)
    state = f" Stream {seen.header.stream}, as the client sees it: {seen.state.value}." if seen.state else ""
    spent = left(seen) if seen.header.type == FrameType.DATA else ""
    note = f"{_FRAME}{state}{spent}{blame(seen.fault)}"
    rfc, children = type_section(seen.header.type), tuple(tiles.fields)
    return Field(0, len(data), "frame", value, note, rfc, children, decoded=piece.whole)


def _room(side: Side, seen: Seen) -> Room | None:
    """DATA leaves its own side less to send, WINDOW_UPDATE the other side more."""
    if seen.left is None:
        return None
    if isinstance(seen.frame, WindowUpdate):
        return Room(side.other, *seen.left, seen.frame.increment)
    return Room(side, *seen.left, -seen.header.length)


# ---- header blocks ----


def _block_piece(seen: Seen, fragment: bytes) -> Callable[[int], tuple[Field, ...]]:
    """What a frame holds of a header block: all of it, or a piece; with the last one stands the whole."""
    block = seen.block
    if block is not None and len(seen.where) == 1:
        return lambda start: explain_block(block, start)
    if not fragment:
        return lambda start: ()
    decoded = None
    if block is not None:
        parts = tuple(Part(*where) for where in seen.where)
        decoded = Buffer("reassembled", block.data, lambda: explain_block(block, 0), parts=parts)
    note = (
        "The last piece of a header block."
        if block is not None
        else "A piece of a header block; more must follow at once."
    )
    return lambda start: (_leaf(fragment, start, note, decoded),)


def _leaf(fragment: bytes, start: int, note: str, decoded: Buffer | None) -> Field:
    end = start + len(fragment)
    return Field(start, end, "header block", preview(fragment), note, "RFC 9113 §4.3", decoded=decoded)
