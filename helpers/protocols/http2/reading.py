"""How an HTTP/2 connection is cut: the client's preface, then frame by frame (RFC 9113 §3.4, §4).

A unit is a frame; its head is what the frame says and did (``Seen``). Frames that break a rule are cut all the same,
and who explains them says what is wrong; only a wrong preface or a frame that is too long leave nothing to cut by.
"""

from enum import Enum

from helpers.protocols.cursor import Cursor, Cut, Pause
from helpers.protocols.http2.codes import DEFAULTS, ErrorCode, Flag, FrameError, FrameType, Setting
from helpers.protocols.http2.header import HEADER_SIZE, PREFACE, Header, parse_header
from helpers.protocols.http2.parsing import check_length
from helpers.protocols.http2.watch import Watch
from helpers.protocols.reading import Opening, Reading
from helpers.protocols.unit import Unit
from helpers.vocabulary import Side

__all__ = ["Http2", "Http2Unit", "begins_http2", "is_control", "kind_of"]

_UNFINISHED = "a frame is not complete"


class Http2Unit(Enum):
    """What a unit of HTTP/2 is."""

    PREFACE = "HTTP/2 preface"
    DATA = "DATA frame"
    HEADERS = "HEADERS frame"
    PRIORITY = "PRIORITY frame"
    RST_STREAM = "RST_STREAM frame"
    SETTINGS = "SETTINGS frame"
    PUSH_PROMISE = "PUSH_PROMISE frame"
    PING = "PING frame"
    GOAWAY = "GOAWAY frame"
    WINDOW_UPDATE = "WINDOW_UPDATE frame"
    CONTINUATION = "CONTINUATION frame"
    PRIORITY_UPDATE = "PRIORITY_UPDATE frame"
    UNKNOWN = "unknown frame"
    FRAME = "HTTP/2 frame"


_CONTROL = frozenset(
    {Http2Unit.PREFACE, Http2Unit.SETTINGS, Http2Unit.PING, Http2Unit.GOAWAY, Http2Unit.WINDOW_UPDATE}
)
_KINDS = {kind.value: Http2Unit[kind.name] for kind in FrameType}


def is_control(unit: Unit | None) -> bool:
    """Whether a unit is about the connection and not about what is said on it: peers do not wait for those for long.

    For a tap: ``hold=lambda held: not is_control(held.unit)``.
    """
    return unit is not None and unit.kind in _CONTROL


def kind_of(header: Header) -> Http2Unit:
    """The unit that a frame is."""
    return _KINDS.get(header.type, Http2Unit.UNKNOWN)


def begins_http2(side: Side, data: bytes) -> bool | None:
    """A client begins with the preface; a server that speaks first (over TLS it may) with SETTINGS."""
    if side is Side.CLIENT:
        first = PREFACE[:14]
        return (
            data.startswith(first) if len(data) >= len(first) else None if first.startswith(data) else False
        )
    if not data.startswith(b"\x00"[: len(data)]):
        return False
    header = parse_header(data)
    return None if header is None else _is_settings(header)


def _is_settings(header: Header) -> bool:
    fits = header.length % 6 == 0 and header.length <= DEFAULTS[Setting.MAX_FRAME_SIZE]
    return header.type == FrameType.SETTINGS and header.flags == header.stream == 0 and fits


class Http2(Reading):
    """Both sides of an HTTP/2 connection."""

    protocol = "http2"

    def __init__(self, opening: Opening | None = None) -> None:
        super().__init__(opening)
        self.watch = Watch()

    def cut(self, cursor: Cursor, peer: Cursor) -> Cut[Reading]:
        """Frames from both, after the preface of the client."""
        cursor.expect(Http2Unit.FRAME, _UNFINISHED)
        yield from self._begin(cursor, peer)
        while True:
            cursor.expect(Http2Unit.FRAME, _UNFINISHED)
            header = parse_header((yield from cursor.exactly(HEADER_SIZE)))
            assert header is not None  # its bytes are there
            kind, waits = kind_of(header), f"a frame with {header.length} bytes of payload is announced"
            cursor.expect(kind, waits, stream=header.stream, head=header)
            check_length(header, self.watch.max_frame_size[cursor.side])
            start = cursor.start
            payload = yield from _payload(cursor, header)
            yield cursor.unit(head=self.watch.receive(cursor.side, header, payload, start=start))

    def _begin(self, cursor: Cursor, peer: Cursor) -> Cut[None]:
        while not cursor.size:
            yield Pause.BYTES
        first = cursor.peek(1)
        if cursor.side is Side.SERVER:
            if first == b"H":
                raise FrameError(
                    "HTTP/1.1 answers, or another protocol; SETTINGS come first", ErrorCode.PROTOCOL_ERROR
                )
            return
        if (
            first == b"\x00" and not peer.total
        ):  # frames from the middle of a connection: one that a tap makes up
            return
        cursor.expect(Http2Unit.PREFACE, "the preface is not complete")
        for place in range(len(PREFACE)):
            if (yield from cursor.exactly(1)) != PREFACE[place : place + 1]:
                wrong = f"no preface of HTTP/2: byte {place} is another one"
                raise FrameError(wrong, ErrorCode.PROTOCOL_ERROR)
        self.watch.whole = True
        yield cursor.unit()


def _payload(cursor: Cursor, header: Header) -> Cut[bytes]:
    """Pass a payload; of what may be long and is not looked at, only the first byte comes out."""
    if header.type in _KINDS and header.type != FrameType.DATA:
        return (yield from cursor.exactly(header.length))
    begin = b""
    if header.length and header.flags & Flag.PADDED:
        begin = yield from cursor.exactly(1)
    yield from cursor.skip(header.length - len(begin))
    return begin
