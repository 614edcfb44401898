"""Reading an event stream (HTML Living Standard §9.2.5, §9.2.6).

Bytes come in, in any pieces, cut inside lines, line ends and characters; events come out when their empty line has
come. What is unfinished when the stream ends is nobody's event.
"""

import re
from dataclasses import dataclass

from helpers.protocols.errors import RemoteProtocolError

__all__ = ["BOM", "Event", "Parser"]

BOM = b"\xef\xbb\xbf"
_DIGITS = re.compile(r"[0-9]+")
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Event:
    """What fires: its data, its type, and the id that was the last one when it fired."""

    data: str
    type: str = "message"
    id: str = ""


class Parser:
    """Reads one stream. ``retry`` is the wait in milliseconds that the stream asked for.

    ``last_event_id`` is what to resume from; that of the connection before may be handed on. An event of more than
    ``limit`` bytes is refused.
    """

    def __init__(self, *, last_event_id: str = "", limit: int = 1024 * 1024) -> None:
        self.last_event_id = last_event_id
        self.retry: int | None = None
        self._limit = limit
        self._line = bytearray()  # not ended yet
        self._after_cr = False  # a line feed that comes next belongs to it
        self._first = True
        self._data: list[str] = []
        self._size = 0  # of the data
        self._type = ""
        self._id = last_event_id

    def receive_data(self, data: bytes) -> list[Event]:
        """Take some bytes; return the events that are now whole."""
        if self._after_cr and data:
            data, self._after_cr = data.removeprefix(b"\n"), False
        events: list[Event] = []
        at = 0
        for end in _LINE_END.finditer(data):
            self._line += data[at : end.start()]
            at = end.end()
            event = self._end_line()
            if event is not None:
                events.append(event)
        self._after_cr = self._after_cr or data.endswith(b"\r")
        self._line += data[at:]
        self._check()
        return events

    def _check(self) -> None:
        if self._size + len(self._line) > self._limit:
            raise RemoteProtocolError(f"an event of more than {self._limit} bytes")

    def _end_line(self) -> Event | None:
        line = bytes(self._line)
        self._line.clear()
        if (
            self._first
        ):  # "strip one leading U+FEFF BYTE ORDER MARK character from the stream, if there is one"
            line, self._first = line.removeprefix(BOM), False
        if not line:
            return self._dispatch()
        # "Streams must be decoded using the UTF-8 decode algorithm", which replaces what is none
        name, _, value = line.decode("utf-8", "replace").partition(":")
        self._field(name, value.removeprefix(" "))
        self._check()
        return None

    def _field(self, name: str, value: str) -> None:
        """A line that begins with a colon has an empty name: a comment."""
        match name:
            case "event":
                self._type = value
            case "data":
                self._data.append(value)
                self._size += len(value) + 1
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if _DIGITS.fullmatch(value):
                self.retry = int(value[:18])
            case _:
                pass

    def _dispatch(self) -> Event | None:
        self.last_event_id = self._id
        data, kind = self._data, self._type
        self._data, self._size, self._type = [], 0, ""
        # "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string
        # and return."
        return Event("\n".join(data), kind or "message", self._id) if data else None
