"""Writing frames (RFC 9113 §6, RFC 9218 §7.1).

A ``Frame`` comes in, its bytes come out. What is broken on purpose must be sendable, so that frames are written as
they are given; only what no frame has room for is refused.
"""

from helpers.protocols.errors import LocalProtocolError
from helpers.protocols.http2.codes import Flag, FrameType
from helpers.protocols.http2.frames import (
    Continuation,
    Data,
    Dependency,
    Frame,
    GoAway,
    Headers,
    Ping,
    Priority,
    PriorityUpdate,
    PushPromise,
    RstStream,
    Settings,
    Unknown,
    WindowUpdate,
)
from helpers.protocols.http2.header import Header, serialize_header

__all__ = ["serialize_frame"]


def serialize_frame(frame: Frame) -> bytes:
    """Write a frame, header and all."""
    try:
        kind, flags, payload = _parts(frame)
    except (OverflowError, ValueError) as error:
        raise LocalProtocolError(f"no frame has room for it: {error}") from None
    return serialize_header(Header(len(payload), kind, flags, frame.stream)) + payload


def _parts(frame: Frame) -> tuple[int, int, bytes]:
    """The type, the flags and the payload."""
    match frame:
        case Data():
            return (
                FrameType.DATA,
                _flags(end_stream=frame.end_stream, padding=frame.padding),
                _padded(frame, frame.data),
            )
        case Headers():
            return (
                FrameType.HEADERS,
                _headers_flags(frame),
                _padded(frame, _dependency(frame.dependency) + frame.fragment),
            )
        case Priority():
            return FrameType.PRIORITY, 0, _dependency(frame.dependency)
        case RstStream():
            return FrameType.RST_STREAM, 0, _four(frame.code)
        case Settings():
            pairs = (key.to_bytes(2, "big") + _four(value) for key, value in frame.settings)
            return FrameType.SETTINGS, int(frame.ack), b"".join(pairs)
        case PushPromise():
            flags = _flags(end_headers=frame.end_headers, padding=frame.padding)
            return FrameType.PUSH_PROMISE, flags, _padded(frame, _four(frame.promised) + frame.fragment)
        case _:
            return _other_parts(frame)


def _other_parts(
    frame: Ping | GoAway | WindowUpdate | Continuation | PriorityUpdate | Unknown,
) -> tuple[int, int, bytes]:
    match frame:
        case Ping():
            return FrameType.PING, int(frame.ack), frame.data
        case GoAway():
            return FrameType.GOAWAY, 0, _four(frame.last_stream) + _four(frame.code) + frame.debug
        case WindowUpdate():
            return FrameType.WINDOW_UPDATE, 0, _four(frame.increment)
        case Continuation():
            return FrameType.CONTINUATION, _flags(end_headers=frame.end_headers), frame.fragment
        case PriorityUpdate():
            return FrameType.PRIORITY_UPDATE, 0, _four(frame.prioritized) + frame.value
        case _:
            return frame.type, frame.flags, frame.payload


def _flags(*, end_stream: bool = False, end_headers: bool = False, padding: int | None = None) -> int:
    padded = Flag.PADDED if padding is not None else 0
    return int(Flag.END_STREAM * end_stream | Flag.END_HEADERS * end_headers | padded)


def _headers_flags(frame: Headers) -> int:
    flags = _flags(end_stream=frame.end_stream, end_headers=frame.end_headers, padding=frame.padding)
    return flags | (Flag.PRIORITY if frame.dependency else 0)


def _padded(frame: Data | Headers | PushPromise, content: bytes) -> bytes:
    # §6.1: "Pad Length: An 8-bit field containing the length of the frame padding in units of octets."
    if frame.padding is None:
        return content
    return frame.padding.to_bytes(1, "big") + content + bytes(frame.padding)


def _dependency(dependency: Dependency | None) -> bytes:
    if dependency is None:
        return b""
    return _four(dependency.exclusive << 31 | dependency.stream) + bytes([dependency.weight - 1])


def _four(value: int) -> bytes:
    return value.to_bytes(4, "big")
