"""The states of a stream as an endpoint sees them, and what leads from one to the next (RFC 9113 §5.1, figure 2).

Data only: whoever follows streams obeys the table, the lesson draws it.
"""

from enum import Enum

from helpers.protocols.http2.codes import Flag, FrameType
from helpers.protocols.http2.header import Header

__all__ = ["TRANSITIONS", "State", "Step", "next_state", "steps_of"]


class State(Enum):
    """Where a stream is between its first frame and its last."""

    IDLE = "idle"
    RESERVED_LOCAL = "reserved (local)"
    RESERVED_REMOTE = "reserved (remote)"
    OPEN = "open"
    HALF_CLOSED_LOCAL = "half-closed (local)"
    HALF_CLOSED_REMOTE = "half-closed (remote)"
    CLOSED = "closed"


class Step(Enum):
    """What moves a stream from one state to the next."""

    SEND_HEADERS = "send HEADERS"
    RECEIVE_HEADERS = "receive HEADERS"
    SEND_PUSH_PROMISE = "send PUSH_PROMISE"
    RECEIVE_PUSH_PROMISE = "receive PUSH_PROMISE"
    SEND_END = "send END_STREAM"
    RECEIVE_END = "receive END_STREAM"
    SEND_RESET = "send RST_STREAM"
    RECEIVE_RESET = "receive RST_STREAM"


# Figure 2. What is missing here does not move a stream; whether it is allowed, ``watch.py`` says.
TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.IDLE, Step.SEND_HEADERS): State.OPEN,
    (State.IDLE, Step.RECEIVE_HEADERS): State.OPEN,
    (State.IDLE, Step.SEND_PUSH_PROMISE): State.RESERVED_LOCAL,
    (State.IDLE, Step.RECEIVE_PUSH_PROMISE): State.RESERVED_REMOTE,
    (State.RESERVED_LOCAL, Step.SEND_HEADERS): State.HALF_CLOSED_REMOTE,
    (State.RESERVED_REMOTE, Step.RECEIVE_HEADERS): State.HALF_CLOSED_LOCAL,
    (State.OPEN, Step.SEND_END): State.HALF_CLOSED_LOCAL,
    (State.OPEN, Step.RECEIVE_END): State.HALF_CLOSED_REMOTE,
    (State.HALF_CLOSED_REMOTE, Step.SEND_END): State.CLOSED,
    (State.HALF_CLOSED_LOCAL, Step.RECEIVE_END): State.CLOSED,
    **{
        (state, step): State.CLOSED
        for state in State
        if state not in (State.IDLE, State.CLOSED)
        for step in (Step.SEND_RESET, Step.RECEIVE_RESET)
    },
}


def next_state(state: State, step: Step) -> State:
    """Where a step leads; it stays where the table has none."""
    return TRANSITIONS.get((state, step), state)


def steps_of(header: Header, *, sent: bool) -> tuple[Step, ...]:
    """The steps that a frame is for its own stream; of a pushed one the promise names another stream."""
    if header.type == FrameType.RST_STREAM:
        return (Step.SEND_RESET if sent else Step.RECEIVE_RESET,)
    if header.type not in (FrameType.HEADERS, FrameType.DATA):
        return ()
    steps = (Step.SEND_HEADERS if sent else Step.RECEIVE_HEADERS,) if header.type == FrameType.HEADERS else ()
    # §8.1: with CONTINUATION frames behind it, the HEADERS frame is still the one that ends the stream
    ends = (Step.SEND_END if sent else Step.RECEIVE_END,) if header.flags & Flag.END_STREAM else ()
    return steps + ends
