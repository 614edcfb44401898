"""A connection watched from between its ends: settings, windows, streams and header tables of both sides.

Frames come in, in order of arrival; for each a ``Seen`` comes out: what it says, and what it changed. Never raises:
a broken rule is a ``Fault`` in it. Bounded: no bodies are kept, and no header block that grows without an end.
"""

from collections import deque
from dataclasses import dataclass, replace

from helpers.protocols.http2.blocks import Block, header_pairs
from helpers.protocols.http2.codes import DEFAULTS, ErrorCode, Fault, FrameError, FrameType, Setting
from helpers.protocols.http2.frames import Continuation, Frame, Headers, PushPromise, Settings, WindowUpdate
from helpers.protocols.http2.gathering import Gathered, Gatherer, Piece
from helpers.protocols.http2.header import HEADER_SIZE, Header
from helpers.protocols.http2.lists import Role, check_list
from helpers.protocols.http2.parsing import parse_payload, unpadded
from helpers.protocols.http2.states import State
from helpers.protocols.http2.streams import Streams
from helpers.protocols.http2.windows import Windows
from helpers.vocabulary import Side

__all__ = ["Head", "Seen", "Watch"]

# So many SETTINGS wait for their acknowledgement at most.
_UNACKNOWLEDGED = 100


@dataclass(frozen=True, slots=True)
class Head:
    """A header list: what it is for, and the stream that it opens, answers or ends."""

    role: Role
    stream: int
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """One frame and what it did.

    ``frame`` is none where it is broken, and for DATA and unknown types, whose bytes are not kept. ``state`` is that
    of its stream after it, as the client sees it. ``left`` are the windows, of the stream and of the connection, that
    DATA left or WINDOW_UPDATE made. ``block`` is the header block that it completed, ``where`` its pieces stand among
    the bytes of their side, ``head`` what it says.
    """

    header: Header
    frame: Frame | None = None
    state: State | None = None
    left: tuple[int, int] | None = None
    block: Block | None = None
    where: tuple[tuple[int, int], ...] = ()
    head: Head | None = None
    fault: Fault | None = None


class Watch:
    """Both sides of one connection; ``whole``: it is seen from its beginning, so that streams can be judged."""

    def __init__(self) -> None:
        self.whole = False
        self.windows = {side: Windows() for side in Side}  # of what each side may send
        self.blocks = {side: Gatherer() for side in Side}  # of the header blocks that each side sends
        self.max_frame_size = dict.fromkeys(Side, DEFAULTS[Setting.MAX_FRAME_SIZE])  # that each side may send
        self.streams = Streams()
        self._pending = {
            side: deque[Settings](maxlen=_UNACKNOWLEDGED) for side in Side
        }  # to be acknowledged by it
        self._faults: list[Fault] = []  # of the frame at hand
        self._headed: dict[tuple[Side, int], None] = {}  # where a final header list came: trailers may follow

    def receive(self, side: Side, header: Header, payload: bytes, *, start: int = 0) -> Seen:
        """Take a frame that begins at ``start``; of DATA and unknown frames the payload's first byte is enough."""
        seen, faults = Seen(header), self._faults
        faults.clear()
        try:
            self.blocks[side].check(header)
            self._follow(side, header)
            seen = self._take(side, header, payload, start, refused=bool(faults))
        except FrameError as error:
            faults.append(error.fault)
        if seen.block is not None and seen.block.error is not None:
            faults.append(seen.block.error)
        elif seen.head is not None:
            faults += _wrong_list(seen.block, seen.head)
        state = self.streams.state(header.stream) if header.stream and self.whole else None
        return replace(seen, state=state, fault=faults[0] if faults else None)

    def _follow(self, side: Side, header: Header, *, promised: int = 0) -> None:
        """The stream's next state; what is wrong with it does not keep a frame from counting."""
        if not self.whole or not header.stream:
            return
        streams = self.streams
        try:
            gone = streams.promise(side, promised) if promised else streams.receive(side, header)
        except FrameError as error:
            self._faults.append(error.fault)
            return
        if gone is not None:
            for one in Side:
                self.windows[one].forget(gone)
                self._headed.pop((one, gone), None)

    # ---- what frames do ----

    def _take(self, side: Side, header: Header, payload: bytes, start: int, *, refused: bool) -> Seen:
        if header.type == FrameType.DATA:
            return self._data(side, header, payload, refused=refused)
        if header.type not in _KNOWN:
            return Seen(header)
        try:
            frame = parse_payload(header, payload)
        except FrameError:
            if header.type in _OF_BLOCKS:
                self.blocks[side].abandon("a frame of a header block is broken")
            raise
        left = None
        match frame:
            case Headers() | PushPromise() | Continuation():
                return self._piece(side, header, payload, frame, start)
            case Settings():
                self._settings(side, frame)
            case WindowUpdate() if not refused:
                self.windows[side.other].refill(header.stream, frame.increment)
                left = self.windows[side.other].left(header.stream)
            case _:
                pass
        return Seen(header, frame, left=left)

    def _data(self, side: Side, header: Header, payload: bytes, *, refused: bool) -> Seen:
        if not header.stream:
            raise FrameError("DATA on stream 0, which is the connection itself", ErrorCode.PROTOCOL_ERROR)
        unpadded(header, payload)
        windows = self.windows[side]
        if refused:  # §5.2.2: what is not wanted counts for the connection all the same
            windows.connection.spend(header.length)
            return Seen(header)
        try:
            windows.spend(header.stream, header.length)
        except FrameError:
            if not self._pending[side]:
                raise
            self._acknowledge(side)  # it may have read them, and not said so yet
            windows.spend(header.stream, header.length)
        return Seen(header, left=windows.left(header.stream))

    def _piece(
        self,
        side: Side,
        header: Header,
        payload: bytes,
        frame: Headers | PushPromise | Continuation,
        start: int,
    ) -> Seen:
        end = header.length - (getattr(frame, "padding", None) or 0)
        piece = Piece(frame.fragment, start + HEADER_SIZE + end - len(frame.fragment))
        blocks = self.blocks[side]
        if isinstance(frame, PushPromise):
            self._follow(side, header, promised=frame.promised)
        if isinstance(frame, Continuation):
            found = blocks.more(header, piece)
        else:
            found = blocks.begin(header, piece, stream=_subject(frame))
        if found is None:
            return Seen(header, frame)
        head = self._head(side, found)
        return Seen(header, frame, block=found.block, where=found.where, head=head)

    def _head(self, side: Side, found: Gathered) -> Head | None:
        if found.block.error is not None:
            return None
        headers = header_pairs(found.block)
        return Head(self._role(side, found, dict(headers).get(":status", "")), found.stream, headers)

    def _role(self, side: Side, found: Gathered, status: str) -> Role:
        if found.first.type == FrameType.PUSH_PROMISE:
            return Role.PROMISE
        if (side, found.stream) in self._headed:
            return Role.TRAILERS
        # §8.1: "zero or more interim responses" come before the final one
        if side is Side.SERVER and len(status) == 3 and status.startswith("1"):
            return Role.INTERIM
        self._headed[side, found.stream] = None
        return Role.REQUEST if side is Side.CLIENT else Role.RESPONSE

    # ---- settings ----

    def _settings(self, side: Side, frame: Settings) -> None:
        if frame.ack:
            return self._acknowledge(side)
        self._pending[side.other].append(frame)
        said = dict(frame.settings)
        # while nobody knows which of two limits the other side has read, both are good
        limit = said.get(Setting.MAX_FRAME_SIZE, 0)
        self.max_frame_size[side.other] = max(self.max_frame_size[side.other], limit)
        decoder = self.blocks[side.other].decoder
        decoder.allowed = max(decoder.allowed, said.get(Setting.HEADER_TABLE_SIZE, 0))
        return None

    def _acknowledge(self, side: Side) -> None:
        """A side obeys the oldest settings that it had not yet acknowledged."""
        if not self._pending[side]:
            return
        said = dict(self._pending[side].popleft().settings)
        decoder = self.blocks[side].decoder
        decoder.allowed = said.get(Setting.HEADER_TABLE_SIZE, decoder.allowed)
        if (initial := said.get(Setting.INITIAL_WINDOW_SIZE)) is not None:
            self.windows[side].resize(initial)


_KNOWN = frozenset(FrameType)
_OF_BLOCKS = (FrameType.HEADERS, FrameType.PUSH_PROMISE, FrameType.CONTINUATION)


def _subject(frame: Headers | PushPromise) -> int:
    return frame.promised if isinstance(frame, PushPromise) else frame.stream


def _wrong_list(block: Block | None, head: Head) -> list[Fault]:
    assert block is not None  # a head comes of a block
    try:
        check_list(block.headers, head.role, head.stream)
    except FrameError as error:
        return [error.fault]
    return []
