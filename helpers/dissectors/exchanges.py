"""The HTTP exchanges of a connection: each request with its response, their bodies, and when they travelled.

The arrivals of one connection come in; exchanges come out in the order of their requests. WebSocket messages stand
with the exchange that opened the connection.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.dissectors.connection import Dissector
from helpers.dissectors.field import Field
from helpers.dissectors.section import Section
from helpers.protocols.http1.heads import Request, Response
from helpers.protocols.http1.reading import HttpUnit, Message
from helpers.protocols.unit import Status
from helpers.protocols.websocket.frames import Header
from helpers.trace.records import Arrival
from helpers.vocabulary import Side

__all__ = ["Exchange", "Part", "WebSocketMessage", "exchanges"]


@dataclass(slots=True)
class WebSocketMessage:
    """One whole message."""

    side: Side
    time: float
    opcode: int
    data: bytes


@dataclass(slots=True)
class Part:
    """A request or a response: when its first and last byte came, its sizes on the wire, its decoded body."""

    head: Request | Response
    began: float
    ended: float
    head_size: int
    body_size: int = 0
    body: bytes = b""


@dataclass(slots=True)
class Exchange:
    """A request and what answered it."""

    connection: int
    request: Part
    response: Part | None = None
    messages: list[WebSocketMessage] = field(default_factory=list)


class _Times:
    """When each byte of one side came."""

    def __init__(self) -> None:
        self._size = 0
        self._starts: list[int] = []
        self._times: list[float] = []

    def feed(self, arrival: Arrival) -> None:
        self._starts.append(self._size)
        self._times.append(arrival.time)
        self._size += len(arrival.data)

    def at(self, offset: int) -> float:
        return self._times[bisect_right(self._starts, offset) - 1]


class _Pairing:
    """Sections to exchanges."""

    def __init__(self, connection: int) -> None:
        self._connection = connection
        self.times = {side: _Times() for side in Side}
        self.exchanges: list[Exchange] = []
        self._open: dict[Side, Part | None] = dict.fromkeys(Side)  # what a body would belong to
        self._unanswered: deque[Exchange] = deque()
        self._opcodes = dict.fromkeys(Side, 0)

    def take(self, section: Section) -> None:
        unit = section.unit
        times = self.times[unit.side]
        began, ended = times.at(unit.start), times.at(max(unit.start, unit.end - 1))
        part = self._open[unit.side]
        if isinstance(unit.head, Header) and unit.status is Status.WHOLE:
            self._frame(section, unit.head, ended)
        elif unit.kind is HttpUnit.HEAD and isinstance(unit.head, Message):
            self._head(section, unit.head, began, ended)
        elif unit.kind in (HttpUnit.BODY, HttpUnit.CHUNK) and part is not None:
            self._body(section, part, ended)

    def _head(self, section: Section, message: Message, began: float, ended: float) -> None:
        head, unit = message.head, section.unit
        part = self._open[unit.side] = Part(head, began, ended, unit.end - unit.start)
        if isinstance(head, Request):
            exchange = Exchange(self._connection, part)
            self.exchanges.append(exchange)
            self._unanswered.append(exchange)
        elif self._unanswered and (head.status >= 200 or head.status == 101):
            self._unanswered.popleft().response = part

    def _body(self, section: Section, part: Part, ended: float) -> None:
        part.ended = ended
        part.body_size += section.unit.end - section.unit.start
        if section.unit.kind is HttpUnit.BODY or section.field.decoded is not None:
            part.body += _resolved(section.field, section.data)

    def _frame(self, section: Section, header: Header, time: float) -> None:
        opcode, side = header.opcode, section.unit.side
        if opcode & 0b1000 or not self.exchanges:
            return
        if opcode:
            self._opcodes[side] = opcode
        if header.fin:
            last = section.field.children[-1]  # the payload, where there is one
            body = _resolved(last, section.data[last.start :]) if last.start >= header.size else b""
            self.exchanges[-1].messages.append(WebSocketMessage(side, time, self._opcodes[side], body))


def exchanges(connection: int, arrivals: Sequence[Arrival]) -> list[Exchange]:
    """Pair the requests and responses of one connection."""
    dissector, pairing = Dissector(), _Pairing(connection)
    for arrival in arrivals:
        if arrival.data:
            pairing.times[arrival.side].feed(arrival)
        found = dissector.receive_data(arrival.side, arrival.data)
        if arrival.ending is not None:
            found += dissector.receive_eof(arrival.side)
        for section in found:
            pairing.take(section)
    for side in Side:
        if (tail := dissector.tail(side)) is not None:
            pairing.take(tail)
    return pairing.exchanges


def _resolved(found: Field, data: bytes) -> bytes:
    """What some bytes turn into, however often they were wrapped."""
    buffer = found.decoded
    if buffer is None:
        return data
    return _resolved(buffer.fields[0], buffer.data) if len(buffer.fields) == 1 else buffer.data
