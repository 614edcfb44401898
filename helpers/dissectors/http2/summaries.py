"""What a frame says, in the few words that fit beside its type."""

from helpers.dissectors.http2.words import error_name, setting_name
from helpers.dissectors.raw import count
from helpers.dissectors.tiles import preview
from helpers.protocols.http2.codes import Flag, FrameType
from helpers.protocols.http2.frames import (
    Continuation,
    Frame,
    GoAway,
    Headers,
    Ping,
    Priority,
    PriorityUpdate,
    PushPromise,
    RstStream,
    Settings,
    WindowUpdate,
)
from helpers.protocols.http2.lists import Role
from helpers.protocols.http2.watch import Head, Seen

__all__ = ["summary"]

_LINE = 60


def summary(seen: Seen, content: str) -> str:
    """The words; ``content`` are those of a piece of a body. A broken rule stands at the end."""
    header = seen.header
    words = content if header.type == FrameType.DATA else _said(seen)
    ends = header.type in (FrameType.DATA, FrameType.HEADERS) and header.flags & Flag.END_STREAM
    said = [words, "END_STREAM" if ends else "", f"malformed: {seen.fault.message}" if seen.fault else ""]
    return " · ".join(word for word in said if word)


def _said(seen: Seen) -> str:
    frame = seen.frame
    if frame is None:
        return "" if seen.fault else count(seen.header.length)
    if isinstance(frame, Headers | PushPromise | Continuation):
        return _block(seen, frame)
    return _other(frame)


def _block(seen: Seen, frame: Headers | PushPromise | Continuation) -> str:
    words = _head(seen.head) if seen.head else "" if seen.fault else "…"
    if isinstance(frame, PushPromise):
        words = f"stream {frame.promised}: {words}"
    return f"… {words}" if isinstance(frame, Continuation) and words != "…" else words


def _head(head: Head) -> str:
    said = dict(head.headers)
    match head.role:
        case Role.REQUEST | Role.PROMISE:
            return _short(
                f"{said.get(':method', '')} {said.get(':path', said.get(':authority', ''))}".strip()
            )
        case Role.RESPONSE | Role.INTERIM:
            return _short(said.get(":status", ""))
        case _:
            return "trailers"


def _short(text: str) -> str:
    return preview(text.encode("latin-1", "replace"), _LINE)


def _other(frame: Frame) -> str:
    match frame:
        case Settings(settings=settings, ack=ack):
            return "ACK" if ack else ", ".join(f"{setting_name(key)} {value}" for key, value in settings[:4])
        case WindowUpdate(increment=increment):
            return f"+{increment}"
        case Ping(data=data, ack=ack):
            return f"ACK {preview(data)}" if ack else preview(data)
        case RstStream(code=code):
            return error_name(code)
        case GoAway(last_stream=last, code=code):
            return f"{error_name(code)}, last stream {last}"
        case Priority(dependency=dependency):
            return f"weight {dependency.weight}"
        case _:
            assert isinstance(frame, PriorityUpdate)  # nothing else is left
            return f"stream {frame.prioritized}: {_short(frame.value.decode('latin-1'))}"
