"""Reading frames: every rule of RFC 9113 §4 and §6 that a frame can break by itself, with its error code.

A header and its payload come in, a ``Frame`` comes out, or a ``FrameError``. What depends on other frames is a matter
of ``watch.py``.
"""

from collections.abc import Callable

from helpers.protocols.http2.codes import (
    DEFAULTS,
    MAX_STREAM,
    MAX_WINDOW,
    ErrorCode,
    Flag,
    FrameError,
    FrameType,
    Setting,
)
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
from helpers.protocols.http2.header import HEADER_SIZE, Header, parse_header, type_name

__all__ = ["check_length", "parse_frame", "parse_payload", "unpadded"]

_PROTOCOL, _SIZE, _FLOW = ErrorCode.PROTOCOL_ERROR, ErrorCode.FRAME_SIZE_ERROR, ErrorCode.FLOW_CONTROL_ERROR
_MAX_FRAME_SIZE = DEFAULTS[Setting.MAX_FRAME_SIZE]


def parse_frame(data: bytes, *, max_frame_size: int = _MAX_FRAME_SIZE) -> tuple[Frame, int] | None:
    """Read one frame and how many bytes it took; ``None`` while bytes are missing."""
    header = parse_header(data)
    if header is None:
        return None
    check_length(header, max_frame_size)
    end = HEADER_SIZE + header.length
    if len(data) < end:
        return None
    return parse_payload(header, data[HEADER_SIZE:end]), end


def check_length(header: Header, max_frame_size: int) -> None:
    """Refuse a frame that is longer than its receiver allows: nobody waits for the rest of it."""
    # §4.2: "An endpoint MUST send an error code of FRAME_SIZE_ERROR if a frame exceeds the size defined in
    # SETTINGS_MAX_FRAME_SIZE"
    if header.length > max_frame_size:
        raise FrameError(f"a frame of {header.length} bytes, at most {max_frame_size} are allowed", _SIZE)


def parse_payload(header: Header, payload: bytes) -> Frame:
    """Read what a frame carries."""
    parse = _PARSERS.get(header.type)
    if parse is None:
        return Unknown(header.type, header.flags, header.stream, payload)
    if header.type in _OF_A_STREAM and not header.stream:
        raise FrameError(f"{type_name(header.type)} on stream 0, which is the connection itself", _PROTOCOL)
    if header.type in _OF_THE_CONNECTION and header.stream:
        raise FrameError(
            f"{type_name(header.type)} on stream {header.stream}, it belongs on stream 0", _PROTOCOL
        )
    return parse(header, payload)


_OF_A_STREAM = frozenset(
    {FrameType.DATA, FrameType.HEADERS, FrameType.PRIORITY, FrameType.RST_STREAM, FrameType.PUSH_PROMISE}
    | {FrameType.CONTINUATION}
)
_OF_THE_CONNECTION = frozenset(
    {FrameType.SETTINGS, FrameType.PING, FrameType.GOAWAY, FrameType.PRIORITY_UPDATE}
)


# ---- padding and sizes ----


def unpadded(header: Header, payload: bytes) -> tuple[int, int, int | None]:
    """Where the content of a payload starts and ends, and how much padding follows.

    Of the payload only the first byte is looked at.
    """
    if not header.flags & Flag.PADDED:
        return 0, header.length, None
    if not header.length:
        raise FrameError("a padded frame without a pad length", _SIZE)
    padding = payload[0]
    # §6.1: "If the length of the padding is the length of the frame payload or greater, the recipient MUST treat
    # this as a connection error of type PROTOCOL_ERROR."
    if padding >= header.length:
        raise FrameError(f"{padding} bytes of padding in a payload of {header.length}", _PROTOCOL)
    return 1, header.length - padding, padding


def _at_least(header: Header, size: int, have: int) -> None:
    # §4.2: "... or is too small to contain mandatory frame data."
    if have < size:
        raise FrameError(f"{type_name(header.type)} with {have} bytes, it has {size} or more", _SIZE)


def _exactly(header: Header, size: int, *, stream: int = 0) -> None:
    if header.length != size:
        what = f"{type_name(header.type)} with {header.length} bytes, it has {size}"
        raise FrameError(what, _SIZE, stream=stream)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


# ---- of a stream ----


def _data(header: Header, payload: bytes) -> Frame:
    start, end, padding = unpadded(header, payload)
    return Data(header.stream, payload[start:end], bool(header.flags & Flag.END_STREAM), padding)


def _headers(header: Header, payload: bytes) -> Frame:
    start, end, padding = unpadded(header, payload)
    dependency = None
    if header.flags & Flag.PRIORITY:
        _at_least(header, 5, end - start)
        dependency = _dependency(payload[start : start + 5])
        start += 5
    ends = bool(header.flags & Flag.END_STREAM), bool(header.flags & Flag.END_HEADERS)
    return Headers(header.stream, payload[start:end], *ends, dependency, padding)


def _dependency(data: bytes) -> Dependency:
    return Dependency(_number(data[:4]) & MAX_STREAM, data[4] + 1, bool(data[0] >> 7))


def _priority(header: Header, payload: bytes) -> Frame:
    _exactly(header, 5, stream=header.stream)
    return Priority(header.stream, _dependency(payload))


def _rst_stream(header: Header, payload: bytes) -> Frame:
    _exactly(header, 4)
    return RstStream(header.stream, _number(payload))


def _push_promise(header: Header, payload: bytes) -> Frame:
    start, end, padding = unpadded(header, payload)
    _at_least(header, 4, end - start)
    promised = _number(payload[start : start + 4]) & MAX_STREAM
    # §5.1.1: "those initiated by the server MUST use even-numbered stream identifiers"
    if not promised or promised % 2:
        raise FrameError(f"stream {promised} is promised, a server's streams have even numbers", _PROTOCOL)
    end_headers = bool(header.flags & Flag.END_HEADERS)
    return PushPromise(header.stream, promised, payload[start + 4 : end], end_headers, padding)


def _continuation(header: Header, payload: bytes) -> Frame:
    return Continuation(header.stream, payload, bool(header.flags & Flag.END_HEADERS))


def _window_update(header: Header, payload: bytes) -> Frame:
    _exactly(header, 4)
    increment = _number(payload) & MAX_WINDOW
    # §6.9: "A receiver MUST treat the receipt of a WINDOW_UPDATE frame with a flow-control window increment of 0 as
    # a stream error of type PROTOCOL_ERROR"
    if not increment:
        raise FrameError("a window is to grow by 0 bytes", _PROTOCOL, stream=header.stream)
    return WindowUpdate(header.stream, increment)


# ---- of the connection ----


def _settings(header: Header, payload: bytes) -> Frame:
    ack = bool(header.flags & Flag.ACK)
    # §6.5: "Receipt of a SETTINGS frame with the ACK flag set and a length field value other than 0 MUST be treated
    # as a connection error of type FRAME_SIZE_ERROR."
    if ack and payload:
        raise FrameError(f"an acknowledgement of settings with {header.length} bytes, it has none", _SIZE)
    if header.length % 6:
        raise FrameError(f"SETTINGS with {header.length} bytes, which is no multiple of 6", _SIZE)
    pairs = [payload[at : at + 6] for at in range(0, len(payload), 6)]
    settings = tuple((_number(pair[:2]), _number(pair[2:])) for pair in pairs)
    for key, value in settings:
        _check_setting(key, value)
    return Settings(settings, ack)


def _check_setting(key: int, value: int) -> None:
    """§6.5.2, setting by setting."""
    if key == Setting.INITIAL_WINDOW_SIZE and value > MAX_WINDOW:
        raise FrameError(f"an initial window of {value} bytes, at most {MAX_WINDOW} are allowed", _FLOW)
    if key == Setting.MAX_FRAME_SIZE and not _MAX_FRAME_SIZE <= value < 2**24:
        raise FrameError(f"frames of {value} bytes, it must be 16384 to 16777215", _PROTOCOL)
    if key in _SWITCHES and value > 1:
        raise FrameError(f"{Setting(key).name} is {value}, it must be 0 or 1", _PROTOCOL)


_SWITCHES = (Setting.ENABLE_PUSH, Setting.ENABLE_CONNECT_PROTOCOL, Setting.NO_RFC7540_PRIORITIES)


def _ping(header: Header, payload: bytes) -> Frame:
    _exactly(header, 8)
    return Ping(payload, bool(header.flags & Flag.ACK))


def _go_away(header: Header, payload: bytes) -> Frame:
    _at_least(header, 8, header.length)
    return GoAway(_number(payload[:4]) & MAX_STREAM, _number(payload[4:8]), payload[8:])


def _priority_update(header: Header, payload: bytes) -> Frame:
    _at_least(header, 4, header.length)
    prioritized = _number(payload[:4]) & MAX_STREAM
    # RFC 9218 §7.1: "If a PRIORITY_UPDATE frame is received with a Prioritized Stream ID of 0x0, the recipient MUST
    # respond with a connection error of type PROTOCOL_ERROR."
    if not prioritized:
        raise FrameError("PRIORITY_UPDATE for stream 0", _PROTOCOL)
    return PriorityUpdate(prioritized, payload[4:])


_PARSERS: dict[int, Callable[[Header, bytes], Frame]] = {
    FrameType.DATA: _data,
    FrameType.HEADERS: _headers,
    FrameType.PRIORITY: _priority,
    FrameType.RST_STREAM: _rst_stream,
    FrameType.SETTINGS: _settings,
    FrameType.PUSH_PROMISE: _push_promise,
    FrameType.PING: _ping,
    FrameType.GOAWAY: _go_away,
    FrameType.WINDOW_UPDATE: _window_update,
    FrameType.CONTINUATION: _continuation,
    FrameType.PRIORITY_UPDATE: _priority_update,
}
