"""The HTTP exchanges of a connection: each request with its response, their bodies, and when they travelled.

The arrivals of one connection come in; exchanges come out in the order of their requests. WebSocket messages stand
with the exchange that opened the connection.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.dissectors.connection import Dissector, Section
from helpers.dissectors.field import Field
from helpers.protocols.http1 import Request, Response, parse_request_head, parse_response_head
from helpers.protocols.units import Kind
from helpers.trace.records import Arrival
from helpers.vocabulary import Side

__all__ = ["Exchange", "Message", "Part", "exchanges"]


@dataclass(slots=True)
class Message:
    """One whole WebSocket message."""

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
    messages: list[Message] = field(default_factory=list)


class _Stream:
    """One side's bytes, and when each of them came."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._starts: list[int] = []
        self._times: list[float] = []

    def feed(self, arrival: Arrival) -> None:
        self._starts.append(len(self.data))
        self._times.append(arrival.time)
        self.data += arrival.data

    def time(self, offset: int) -> float:
        return self._times[bisect_right(self._starts, offset) - 1]


# What belongs to a body; an incomplete one is what came of it.
_BODIES = ("body", "chunk", "last chunk", "incomplete")


class _Pairing:
    """Sections to exchanges."""

    def __init__(self, connection: int) -> None:
        self._connection = connection
        self.streams = {side: _Stream() for side in Side}
        self.exchanges: list[Exchange] = []
        self._open: dict[Side, Part | None] = dict.fromkeys(Side)  # what a body would belong to
        self._unanswered: deque[Exchange] = deque()
        self._opcodes = dict.fromkeys(Side, 0)

    def take(self, section: Section) -> None:
        stream = self.streams[section.side]
        data = bytes(stream.data[section.start : section.end])
        began, ended = stream.time(section.start), stream.time(max(section.start, section.end - 1))
        if section.kind is Kind.WS_FRAME:
            self._frame(section, data, ended)
        elif section.kind is Kind.HTTP_HEAD:
            self._head(section, data, began, ended)
        elif section.field.name in _BODIES and (part := self._open[section.side]) is not None:
            part.ended = ended
            part.body_size += len(data)
            if section.kind is not Kind.HTTP_CHUNK or section.field.decoded is not None:
                part.body = _resolved(section.field, data)

    def _head(self, section: Section, data: bytes, began: float, ended: float) -> None:
        side = section.side
        if not section.complete:
            return
        head = parse_request_head(data) if side is Side.CLIENT else parse_response_head(data)
        part = self._open[side] = Part(head, began, ended, len(data))
        if isinstance(head, Request):
            exchange = Exchange(self._connection, part)
            self.exchanges.append(exchange)
            self._unanswered.append(exchange)
        elif self._unanswered and (head.status >= 200 or head.status == 101):
            self._unanswered.popleft().response = part

    def _frame(self, section: Section, data: bytes, time: float) -> None:
        opcode = data[0] & 0b1111
        if opcode & 0b1000 or not self.exchanges or not section.complete:
            return
        if opcode:
            self._opcodes[section.side] = opcode
        payload = section.field.children[-1] if section.field.children[-1].name == "payload" else None
        if data[0] & 0b1000_0000:
            body = _resolved(payload, data[payload.start - section.start :]) if payload else b""
            message = Message(section.side, time, self._opcodes[section.side], body)
            self.exchanges[-1].messages.append(message)


def exchanges(connection: int, arrivals: Sequence[Arrival]) -> list[Exchange]:
    """Pair the requests and responses of one connection."""
    dissector, pairing = Dissector(), _Pairing(connection)
    for arrival in arrivals:
        if arrival.data:
            pairing.streams[arrival.side].feed(arrival)
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
