"""What happens on a WebSocket connection, as its owner sees it."""

from dataclasses import dataclass

__all__ = ["Binary", "Closed", "Event", "Failed", "Ping", "Pong", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text message."""

    data: str


@dataclass(frozen=True, slots=True)
class Binary:
    """A whole binary message."""

    data: bytes


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


Event = Text | Binary | Ping | Pong | Closed | Failed
