"""The numbers of HTTP/2 that have names: frame types, flags, settings, error codes (RFC 9113 §6, §7)."""

from enum import IntEnum, IntFlag
from typing import NamedTuple

from helpers.protocols.errors import RemoteProtocolError

__all__ = [
    "DEFAULTS",
    "MAX_STREAM",
    "MAX_WINDOW",
    "ErrorCode",
    "Fault",
    "Flag",
    "FrameError",
    "FrameType",
    "Setting",
    "flags_of",
]

MAX_WINDOW = 2**31 - 1  # §6.9.1
MAX_STREAM = 2**31 - 1  # §5.1.1


class FrameType(IntEnum):
    """What a frame is (§6); unknown types are to be ignored (§4.1)."""

    DATA = 0x0
    HEADERS = 0x1
    PRIORITY = 0x2
    RST_STREAM = 0x3
    SETTINGS = 0x4
    PUSH_PROMISE = 0x5
    PING = 0x6
    GOAWAY = 0x7
    WINDOW_UPDATE = 0x8
    CONTINUATION = 0x9
    PRIORITY_UPDATE = 0x10  # RFC 9218 §7.1


class Flag(IntFlag):
    """The flags of all types; which of them a type has, ``flags_of`` says."""

    ACK = 0x1  # of SETTINGS and PING; for the others the same bit means END_STREAM
    END_STREAM = 0x1
    END_HEADERS = 0x4
    PADDED = 0x8
    PRIORITY = 0x20


class Setting(IntEnum):
    """What a side may announce of itself (§6.5.2)."""

    HEADER_TABLE_SIZE = 0x1
    ENABLE_PUSH = 0x2
    MAX_CONCURRENT_STREAMS = 0x3
    INITIAL_WINDOW_SIZE = 0x4
    MAX_FRAME_SIZE = 0x5
    MAX_HEADER_LIST_SIZE = 0x6
    ENABLE_CONNECT_PROTOCOL = 0x8  # RFC 8441 §3
    NO_RFC7540_PRIORITIES = 0x9  # RFC 9218 §2.1


# What holds until somebody announces something else; what is missing here has no limit, or is off.
DEFAULTS: dict[int, int] = {
    Setting.HEADER_TABLE_SIZE: 4096,
    Setting.ENABLE_PUSH: 1,
    Setting.INITIAL_WINDOW_SIZE: 65_535,
    Setting.MAX_FRAME_SIZE: 16_384,
}


class ErrorCode(IntEnum):
    """Why a stream or the connection ends (§7)."""

    NO_ERROR = 0x0
    PROTOCOL_ERROR = 0x1
    INTERNAL_ERROR = 0x2
    FLOW_CONTROL_ERROR = 0x3
    SETTINGS_TIMEOUT = 0x4
    STREAM_CLOSED = 0x5
    FRAME_SIZE_ERROR = 0x6
    REFUSED_STREAM = 0x7
    CANCEL = 0x8
    COMPRESSION_ERROR = 0x9
    CONNECT_ERROR = 0xA
    ENHANCE_YOUR_CALM = 0xB
    INADEQUATE_SECURITY = 0xC
    HTTP_1_1_REQUIRED = 0xD


class Fault(NamedTuple):
    """A broken rule as data: the sentence, the code of the answer, and the stream that it ends (0: all of them)."""

    message: str
    code: ErrorCode
    stream: int = 0


class FrameError(RemoteProtocolError):
    """The peer broke a rule of HTTP/2, which is answered with ``code``.

    §5.4: a stream error ends ``stream`` by RST_STREAM, a connection error (``stream`` is 0) everything by GOAWAY.
    """

    def __init__(self, message: str, code: ErrorCode, *, stream: int = 0) -> None:
        super().__init__(message)
        self.code, self.stream = code, stream

    @property
    def fault(self) -> Fault:
        """The same, to be kept."""
        return Fault(str(self), self.code, self.stream)


_END_STREAM, _END_HEADERS, _PADDED = {0x1: "END_STREAM"}, {0x4: "END_HEADERS"}, {0x8: "PADDED"}
_FLAGS: dict[int, dict[int, str]] = {
    FrameType.DATA: _END_STREAM | _PADDED,
    FrameType.HEADERS: _END_STREAM | _END_HEADERS | _PADDED | {0x20: "PRIORITY"},
    FrameType.SETTINGS: {0x1: "ACK"},
    FrameType.PUSH_PROMISE: _END_HEADERS | _PADDED,
    FrameType.PING: {0x1: "ACK"},
    FrameType.CONTINUATION: _END_HEADERS,
}


def flags_of(kind: int) -> dict[int, str]:
    """The flags that a frame of this type has, and their names; all others mean nothing (§4.1)."""
    return _FLAGS.get(kind, {})
