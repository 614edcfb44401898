"""The header blocks of one direction, put together from their frames and decoded (RFC 9113 §4.3, §6.10).

Frames come in, in order; a ``Gathered`` comes out with the last piece of a block. Bounded in bytes and in pieces:
what is longer is a CONTINUATION flood (CVE-2024-27316 and its like), and is not read.
"""

from dataclasses import dataclass, field

from helpers.protocols.http2.blocks import LIST_LIMIT, Block, Decoder
from helpers.protocols.http2.codes import ErrorCode, Flag, FrameError, FrameType
from helpers.protocols.http2.header import Header, type_name

__all__ = ["PIECES_LIMIT", "Gathered", "Gatherer", "Piece"]

PIECES_LIMIT = 256


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a header block that a frame has: its bytes, and where they start among those of their side."""

    data: bytes
    start: int

    @property
    def where(self) -> tuple[int, int]:
        """The range [start, end)."""
        return self.start, self.start + len(self.data)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A whole block; ``first`` is the header of the frame that began it, ``stream`` what it is about."""

    first: Header
    stream: int
    block: Block
    where: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Open:
    first: Header
    stream: int
    size: int = 0
    pieces: list[Piece] = field(default_factory=list)


class Gatherer:
    """The blocks of one side."""

    def __init__(self) -> None:
        self.decoder = Decoder()
        self._open: _Open | None = None

    def check(self, header: Header) -> None:
        """Refuse what must not come now: a header block is a row of frames that nothing interrupts."""
        if self._open is None:
            if header.type == FrameType.CONTINUATION:
                raise FrameError("CONTINUATION, but no header block is open", ErrorCode.PROTOCOL_ERROR)
            return
        stream = self._open.first.stream
        if header.type != FrameType.CONTINUATION or header.stream != stream:
            self.abandon("a header block was interrupted")
            what = f"{type_name(header.type)} on stream {header.stream} within the header block of stream {stream}"
            raise FrameError(what, ErrorCode.PROTOCOL_ERROR)

    def abandon(self, why: str) -> None:
        """The table cannot be kept up any more."""
        self._open = None
        self.decoder.lose(why)

    def begin(self, header: Header, piece: Piece, *, stream: int) -> Gathered | None:
        """HEADERS or PUSH_PROMISE; ``stream`` is what the block is about."""
        self._open = _Open(header, stream)
        return self.more(header, piece)

    def more(self, header: Header, piece: Piece) -> Gathered | None:
        """The next piece."""
        block = self._open
        assert block is not None  # check() came first
        block.pieces.append(piece)
        block.size += len(piece.data)
        if block.size > LIST_LIMIT or len(block.pieces) > PIECES_LIMIT:
            self.abandon("a header block was too long")
            what = (
                f"a header block of {block.size} bytes in {len(block.pieces)} frames, more than is read here"
            )
            raise FrameError(what, ErrorCode.ENHANCE_YOUR_CALM)
        if not header.flags & Flag.END_HEADERS:
            return None
        self._open = None
        data = b"".join(one.data for one in block.pieces)
        where = tuple(one.where for one in block.pieces)
        return Gathered(block.first, block.stream, self.decoder.decode(data), where)
