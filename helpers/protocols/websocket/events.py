"""What happens on a WebSocket connection, as its owner sees it."""

from dataclasses import dataclass

__all__ = ["Binary", "Closed", "Event", "Failed", "Piece", "Ping", "Pong", "Text"]


# Text and Binary are not frozen: there is one for each message, and a frozen one takes three times as long to make.


@dataclass(slots=True)
class Text:
    """A whole text message."""

    data: str


@dataclass(slots=True)
class Binary:
    """A whole binary message."""

    data: bytes


@dataclass(slots=True)
class Piece:
    """The next piece of a message that is not kept whole: text or bytes; ``end`` says that it was the last."""

    data: str | bytes
    end: bool


@dataclass(frozen=True, slots=True)
class Ping:
    """The peer asks whether we are there; the pong is queued already."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Pong:
    """The peer is there."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Closed:
    """The peer's close frame, 1005 if it was empty; or 1006: the stream ended without one (§7.1.5)."""

    code: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The peer broke a rule: we told it the code, and hang up."""

    code: int
    reason: str


Event = Text | Binary | Piece | Ping | Pong | Closed | Failed
