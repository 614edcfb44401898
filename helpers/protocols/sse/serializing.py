"""Writing an event stream (HTML Living Standard §9.2.5): events, comments, the wait before coming again.

Text comes in, bytes come out; what would read back as something else is refused.
"""

import re

from helpers.protocols.errors import LocalProtocolError

__all__ = ["serialize_comment", "serialize_event", "serialize_retry"]

_LINE_END = re.compile("\r\n|\n|\r")


def serialize_event(data: str, *, event: str = "", id: str | None = None) -> bytes:
    """One event, its empty line included.

    Line ends in ``data`` arrive as line feeds; an empty ``id`` makes the reader forget the last one.
    """
    lines = [f"event: {_one_line('type', event)}"] if event else []
    if id is not None:
        if "\0" in id:
            raise LocalProtocolError("an id with a NUL in it would be ignored")
        lines.append(f"id: {_one_line('id', id)}")
    lines += [f"data: {line}" for line in _LINE_END.split(data)]
    return _encoded([*lines, ""])


def serialize_comment(text: str = "") -> bytes:
    """A line that nobody hears of; it keeps a quiet connection alive."""
    return _encoded([f": {line}" if line else ":" for line in _LINE_END.split(text)])


def serialize_retry(milliseconds: int) -> bytes:
    """How long to wait before coming again; it is heard at once, and fires nothing."""
    if milliseconds < 0:
        raise LocalProtocolError(f"nobody waits {milliseconds} ms")
    return _encoded([f"retry: {milliseconds}", ""])


def _one_line(what: str, text: str) -> str:
    if _LINE_END.search(text):
        raise LocalProtocolError(f"a line end inside the {what}: {text!r}")
    return text


def _encoded(lines: list[str]) -> bytes:
    try:
        return "".join(f"{line}\n" for line in lines).encode()
    except UnicodeEncodeError as error:
        raise LocalProtocolError(f"no text: {error}") from None
