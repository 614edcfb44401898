"""The streams of a connection, followed from between its ends (RFC 9113 §5.1).

Frame headers of both sides come in, in order; the state after each comes out, as the client sees it, or a
``FrameError`` if its sender should have known better. The oldest of very many streams are forgotten.
"""

from dataclasses import dataclass, field

from helpers.protocols.http2.codes import ErrorCode, Flag, FrameError, FrameType
from helpers.protocols.http2.header import Header, type_name
from helpers.protocols.http2.states import State, Step, next_state, steps_of
from helpers.vocabulary import Side

__all__ = ["MOST_STREAMS", "Streams"]

MOST_STREAMS = 10_000


@dataclass(slots=True)
class _Stream:
    state: State = State.IDLE
    ended: set[Side] = field(default_factory=set)  # by END_STREAM, or by a reset of their own


class Streams:
    """The state of each stream."""

    def __init__(self) -> None:
        self._streams: dict[int, _Stream] = {}
        self._highest = dict.fromkeys(Side, 0)  # of those that each side began

    def state(self, number: int) -> State:
        """Where a stream is, as the client sees it."""
        if (stream := self._streams.get(number)) is not None:
            return stream.state
        # §5.1.1: "The first use of a new stream identifier implicitly closes all streams in the 'idle' state that"
        # its opener might have used before
        return State.CLOSED if number <= self._highest[_opener(number)] else State.IDLE

    def receive(self, side: Side, header: Header) -> int | None:
        """Follow a frame; return the number of a stream that was forgotten for it, if one was."""
        forgotten = self._check(side, header)
        if (stream := self._streams.get(header.stream)) is not None:
            for step in steps_of(header, sent=side is Side.CLIENT):
                stream.state = next_state(stream.state, step)
            if header.type == FrameType.RST_STREAM or _ends(header):
                stream.ended.add(side)
        return forgotten

    def promise(self, side: Side, number: int) -> int | None:
        """A PUSH_PROMISE of the server reserves a stream."""
        if side is Side.CLIENT:
            raise FrameError("a client that promises a push", ErrorCode.PROTOCOL_ERROR)
        return self._begin(number, next_state(State.IDLE, Step.RECEIVE_PUSH_PROMISE))

    def _check(self, side: Side, header: Header) -> int | None:
        number, kind = header.stream, header.type
        state = self.state(number)
        if kind == FrameType.HEADERS and state is State.IDLE:
            return self._open(side, number)
        if state is State.IDLE and kind in _NEEDS_A_STREAM:
            # §5.1: "Receiving any frame other than HEADERS or PRIORITY on a stream in this state MUST be treated as
            # a connection error of type PROTOCOL_ERROR."
            raise FrameError(
                f"{type_name(kind)} on stream {number}, which nobody opened", ErrorCode.PROTOCOL_ERROR
            )
        stream = self._streams.get(number)
        if kind in (FrameType.DATA, FrameType.HEADERS) and stream is not None and side in stream.ended:
            # §5.1: "An endpoint that receives any frames ... MUST respond with a stream error of type STREAM_CLOSED."
            what = f"{type_name(kind)} on stream {number}, which the {side.value} had ended"
            raise FrameError(what, ErrorCode.STREAM_CLOSED, stream=number)
        return None

    def _open(self, side: Side, number: int) -> int | None:
        # §5.1.1: "Streams initiated by a client MUST use odd-numbered stream identifiers"; a server opens streams by
        # PUSH_PROMISE only
        if side is Side.SERVER or _opener(number) is Side.SERVER:
            what = f"HEADERS of the {side.value} on stream {number}, which is not its to open"
            raise FrameError(what, ErrorCode.PROTOCOL_ERROR)
        return self._begin(number, State.IDLE)

    def _begin(self, number: int, state: State) -> int | None:
        self._streams[number] = _Stream(state)
        opener = _opener(number)
        self._highest[opener] = max(self._highest[opener], number)
        if len(self._streams) <= MOST_STREAMS:
            return None
        oldest = next(iter(self._streams))
        del self._streams[oldest]
        return oldest


_NEEDS_A_STREAM = (FrameType.DATA, FrameType.RST_STREAM, FrameType.WINDOW_UPDATE, FrameType.CONTINUATION)


def _opener(number: int) -> Side:
    return Side.CLIENT if number % 2 else Side.SERVER


def _ends(header: Header) -> bool:
    return header.type in (FrameType.DATA, FrameType.HEADERS) and bool(header.flags & Flag.END_STREAM)
