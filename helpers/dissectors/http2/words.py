"""What the numbers of HTTP/2 mean, in a sentence each (RFC 9113 §6, §7, §11)."""

from helpers.protocols.http2.codes import ErrorCode, Fault, FrameType, Setting

__all__ = [
    "blame",
    "error_meaning",
    "error_name",
    "setting_meaning",
    "setting_name",
    "type_meaning",
    "type_section",
]

_TYPES: dict[int, tuple[str, str]] = {
    FrameType.DATA: ("a piece of a body", "§6.1"),
    FrameType.HEADERS: ("a request, a response or trailers, compressed", "§6.2"),
    FrameType.PRIORITY: ("the priorities of RFC 7540, which nobody follows any more", "§6.3"),
    FrameType.RST_STREAM: ("one stream ends at once, the others go on", "§6.4"),
    FrameType.SETTINGS: ("what the sender announces of itself", "§6.5"),
    FrameType.PUSH_PROMISE: ("a response that nobody asked for; browsers have switched that off", "§6.6"),
    FrameType.PING: ("is the other side there, and how far away", "§6.7"),
    FrameType.GOAWAY: ("the connection ends; what was begun may be finished", "§6.8"),
    FrameType.WINDOW_UPDATE: ("the other side may send more", "§6.9"),
    FrameType.CONTINUATION: ("more of the header block before it", "§6.10"),
}
_UNKNOWN = "not known here; whoever does not know a type ignores the frame"


def type_meaning(kind: int) -> str:
    """What a type of frame is for."""
    if kind == FrameType.PRIORITY_UPDATE:
        return "how urgent the client finds a response"
    return _TYPES.get(kind, (_UNKNOWN, ""))[0]


def type_section(kind: int) -> str:
    """The section that defines a type."""
    if kind == FrameType.PRIORITY_UPDATE:
        return "RFC 9218 §7.1"
    return f"RFC 9113 {_TYPES.get(kind, ('', '§4.1'))[1]}"


_SETTINGS: dict[int, str] = {
    Setting.HEADER_TABLE_SIZE: "The other side's header blocks may use a dynamic table of so many bytes.",
    Setting.ENABLE_PUSH: "Whether the server may push.",
    Setting.MAX_CONCURRENT_STREAMS: "So many streams the other side may have open at once.",
    Setting.INITIAL_WINDOW_SIZE: "So many bytes of body the other side may send on a new stream.",
    Setting.MAX_FRAME_SIZE: "The other side's frames may have so many bytes of payload.",
    Setting.MAX_HEADER_LIST_SIZE: "Larger header lists, uncompressed, are likely to be refused.",
    Setting.ENABLE_CONNECT_PROTOCOL: "Whether WebSocket may be opened on a stream (RFC 8441).",
    Setting.NO_RFC7540_PRIORITIES: "The old priorities are not used (RFC 9218).",
}


def setting_name(key: int) -> str:
    """``MAX_FRAME_SIZE``, or ``setting 17`` for one that has no name here."""
    return Setting(key).name if key in _SETTINGS else f"setting {key}"


def setting_meaning(key: int) -> str:
    """What a setting announces."""
    return _SETTINGS.get(key, "A setting that is not known here: it is ignored.")


_ERRORS: dict[int, str] = {
    ErrorCode.NO_ERROR: "nothing went wrong",
    ErrorCode.PROTOCOL_ERROR: "a rule was broken that has no code of its own",
    ErrorCode.INTERNAL_ERROR: "something inside the sender failed",
    ErrorCode.FLOW_CONTROL_ERROR: "more was sent than the window allowed, or a window grew too large",
    ErrorCode.SETTINGS_TIMEOUT: "the settings were not acknowledged in time",
    ErrorCode.STREAM_CLOSED: "something came on a stream that had ended",
    ErrorCode.FRAME_SIZE_ERROR: "a frame was too long or too short",
    ErrorCode.REFUSED_STREAM: "the request was not looked at: it may be repeated without harm",
    ErrorCode.CANCEL: "nobody needs the answer any more",
    ErrorCode.COMPRESSION_ERROR: "a header block could not be read: the tables of both ends differ from now on",
    ErrorCode.CONNECT_ERROR: "the connection behind CONNECT broke",
    ErrorCode.ENHANCE_YOUR_CALM: "the other side does too much of something",
    ErrorCode.INADEQUATE_SECURITY: "TLS is too weak here",
    ErrorCode.HTTP_1_1_REQUIRED: "this is served over HTTP/1.1 only",
}


def error_name(code: int) -> str:
    """``CANCEL``, or ``error 99`` for one that has no name."""
    return ErrorCode(code).name if code in _ERRORS else f"error {code}"


def error_meaning(code: int) -> str:
    """What an error code says."""
    return _ERRORS.get(code, "a code without a meaning: it counts as INTERNAL_ERROR")


def blame(fault: Fault | None) -> str:
    """The sentence for a broken rule; nothing for none."""
    if fault is None:
        return ""
    answer = f"RST_STREAM on stream {fault.stream}" if fault.stream else "GOAWAY"
    return f" Illegal: {fault.message}; the receiver must answer with {answer}, {fault.code.name}."
