"""The states of a WebSocket connection after its opening, and what leads from one to the next (RFC 6455 §7).

Data only: the connection obeys the table, the lesson draws it.
"""

from enum import Enum

__all__ = ["TRANSITIONS", "State", "Step"]


class State(Enum):
    """Where a connection is between its opening and its end."""

    OPEN = "open"
    CLOSE_SENT = "close sent"
    CLOSE_RECEIVED = "close received"
    CLOSED = "closed"
    FAILED = "failed"
    LOST = "lost"


class Step(Enum):
    """What moves a connection from one state to the next."""

    SEND_CLOSE = "send close"
    RECEIVE_CLOSE = "receive close"
    FAIL = "the peer broke a rule"
    END = "the stream ends"


# §7: the closing handshake, and the two ways to end without it. The lesson's diagram is drawn from this table.
TRANSITIONS = {
    (State.OPEN, Step.SEND_CLOSE): State.CLOSE_SENT,
    (State.OPEN, Step.RECEIVE_CLOSE): State.CLOSE_RECEIVED,
    (State.CLOSE_RECEIVED, Step.SEND_CLOSE): State.CLOSED,
    (State.CLOSE_SENT, Step.RECEIVE_CLOSE): State.CLOSED,
    (State.OPEN, Step.FAIL): State.FAILED,
    (State.CLOSE_SENT, Step.FAIL): State.FAILED,
    (State.OPEN, Step.END): State.LOST,
    (State.CLOSE_SENT, Step.END): State.LOST,
}
