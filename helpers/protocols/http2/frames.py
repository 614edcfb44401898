"""Frames: what each type carries (RFC 9113 §6, RFC 9218 §7.1).

``parsing.py`` reads them, ``serializing.py`` writes them. The pieces of header blocks are bytes here: ``blocks.py``
says what they mean.
"""

from dataclasses import dataclass

__all__ = [
    "Continuation",
    "Data",
    "Dependency",
    "Frame",
    "GoAway",
    "Headers",
    "Ping",
    "Priority",
    "PriorityUpdate",
    "PushPromise",
    "RstStream",
    "Settings",
    "Unknown",
    "WindowUpdate",
]


@dataclass(frozen=True, slots=True)
class Dependency:
    """The priority of RFC 7540, which RFC 9113 §5.3 took back: peers may still send it; ``weight`` is 1 to 256."""

    stream: int
    weight: int = 16
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """A piece of a body (§6.1); ``padding`` bytes follow it, ``None``: it is not padded."""

    stream: int
    data: bytes
    end_stream: bool = False
    padding: int | None = None


@dataclass(frozen=True, slots=True)
class Headers:
    """The beginning, or all, of a header block (§6.2)."""

    stream: int
    fragment: bytes
    end_stream: bool = False
    end_headers: bool = True
    dependency: Dependency | None = None
    padding: int | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority that nobody asks for any more (§6.3)."""

    stream: int
    dependency: Dependency


@dataclass(frozen=True, slots=True)
class RstStream:
    """The end of a stream at once, and why (§6.4)."""

    stream: int
    code: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the sender announces of itself, or that it has read what the other announced (§6.5)."""

    settings: tuple[tuple[int, int], ...] = ()
    ack: bool = False
    stream = 0


@dataclass(frozen=True, slots=True)
class PushPromise:
    """A request that the server made up, to answer it unasked (§6.6); browsers have switched it off."""

    stream: int
    promised: int
    fragment: bytes
    end_headers: bool = True
    padding: int | None = None


@dataclass(frozen=True, slots=True)
class Ping:
    """A question whether the peer is there, or the answer with the same 8 bytes (§6.7)."""

    data: bytes
    ack: bool = False
    stream = 0


@dataclass(frozen=True, slots=True)
class GoAway:
    """The sender ends the connection: streams up to ``last_stream`` it has taken on (§6.8)."""

    last_stream: int
    code: int
    debug: bytes = b""
    stream = 0


@dataclass(frozen=True, slots=True)
class WindowUpdate:
    """The peer may send so many more bytes, on a stream or (0) in all (§6.9)."""

    stream: int
    increment: int


@dataclass(frozen=True, slots=True)
class Continuation:
    """More of a header block (§6.10)."""

    stream: int
    fragment: bytes
    end_headers: bool = True


@dataclass(frozen=True, slots=True)
class PriorityUpdate:
    """How urgent a client finds a response (RFC 9218 §7.1), such as ``b"u=1, i"``."""

    prioritized: int
    value: bytes
    stream = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """A frame of a type that is not known here: to be ignored (§4.1)."""

    type: int
    flags: int
    stream: int
    payload: bytes


Frame = (
    Data
    | Headers
    | Priority
    | RstStream
    | Settings
    | PushPromise
    | Ping
    | GoAway
    | WindowUpdate
    | Continuation
    | PriorityUpdate
    | Unknown
)
