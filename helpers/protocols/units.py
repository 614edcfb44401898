"""The one splitter of a connection into units: HTTP/1 heads, bodies and chunks, then WebSocket frames, else raw.

Bytes of both sides come in, in order of arrival; ranges come out, the same ones at every split of the same bytes.
Keeps only what it cannot cut yet of heads and chunk lines (never bodies or payloads), and never raises: what breaks a
rule is raw from there on. A body or a frame is one unit, however long; who holds it decides when that is too much.
"""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum

from helpers.protocols.bodies import Framing, request_framing, response_framing
from helpers.protocols.cutting import Cursor, Cut, Kind, Raw, looks_like_request, looks_like_response
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request, Response, header_list, parse_request_head, parse_response_head
from helpers.vocabulary import Side

__all__ = ["Kind", "Splitter", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """The range [start, end) of a side's stream; ``reason`` says why it is not whole."""

    side: Side
    start: int
    end: int
    kind: Kind
    reason: str = ""


class _Switch(StrEnum):
    """What became of the client's wish to leave HTTP (RFC 9110 §7.8, §9.3.6)."""

    NONE = "nothing was asked for"
    ASKED = "the response decides how the bytes after the upgrade request are read"
    WEBSOCKET = "WebSocket frames follow"
    OTHER = "another protocol follows"


@dataclass(frozen=True, slots=True)
class _Asked:
    method: str
    websocket: bool
    switches: bool


class Splitter:
    """Cuts one connection; feed both sides in order of arrival. ``upgraded``: it speaks WebSocket already."""

    def __init__(self, *, upgraded: bool = False) -> None:
        self._units: list[Unit] = []
        self._cursors = {side: Cursor() for side in Side}
        self._asked: deque[_Asked] = deque()
        self._early = 0  # final responses that came before their request was whole
        self._switch = _Switch.WEBSOCKET if upgraded else _Switch.NONE
        self._cutters = {Side.CLIENT: self._client(), Side.SERVER: self._server()}
        for cutter in self._cutters.values():
            next(cutter)

    def receive_data(self, side: Side, data: bytes) -> list[Unit]:
        """Take one read; return the units, of either side, that are now complete."""
        self._cursors[side].feed(data)
        self._run(side)
        return self._taken()

    def receive_eof(self, side: Side) -> list[Unit]:
        """Close a side; its unfinished rest comes out as a unit with a reason."""
        cursor = self._cursors[side]
        if not cursor.closed:
            cursor.closed = True
            cursor.buffer.clear()
            if cursor.raw_from is None and cursor.total > cursor.start:
                reason = f"the stream ended here: {cursor.expected}"
                self._units.append(Unit(side, cursor.start, cursor.total, cursor.kind, reason))
            if side is Side.SERVER:
                self._resolve(_Switch.OTHER)
        return self._taken()

    @property
    def upgraded(self) -> bool:
        """Whether WebSocket was agreed on."""
        return self._switch is _Switch.WEBSOCKET

    def raw_from(self, side: Side) -> int | None:
        """The offset from which this side is not cut any more, each read being a unit."""
        return self._cursors[side].raw_from

    def raw_reason(self, side: Side) -> str:
        """Why this side is not cut any more, and whether a rule was broken (``malformed: …``)."""
        return self._cursors[side].raw_reason

    def pending(self, side: Side) -> tuple[Kind, str]:
        """What the unfinished rest of a side is going to be, and what it waits for."""
        cursor = self._cursors[side]
        return cursor.kind, cursor.expected

    def _taken(self) -> list[Unit]:
        units, self._units = self._units, []
        return units

    def _run(self, side: Side) -> None:
        cursor = self._cursors[side]
        if cursor.raw_from is not None or cursor.closed:
            return
        try:
            next(self._cutters[side])
        except Raw as raw:
            cursor.give_up(str(raw))
        except RemoteProtocolError as error:
            cursor.give_up(f"malformed: {error}")
        if cursor.raw_from is not None and side is Side.SERVER:
            self._resolve(_Switch.OTHER)

    def _cut(self, side: Side, kind: Kind) -> None:
        cursor = self._cursors[side]
        self._units.append(Unit(side, cursor.start, cursor.offset, kind))
        cursor.start = cursor.offset

    # ---- what follows what ----

    def _client(self) -> Cut[None]:
        cursor = self._cursors[Side.CLIENT]
        yield
        while self._switch is _Switch.NONE:
            request = parse_request_head((yield from cursor.head(looks_like_request)))
            self._cut(Side.CLIENT, Kind.HTTP_HEAD)
            self._ask(request)
            yield from self._body(Side.CLIENT, request_framing(request))
            cursor.expect(Kind.RAW, _Switch.ASKED.value)
            while self._waiting():
                yield from cursor.wait()
        yield from self._frames(Side.CLIENT)

    def _waiting(self) -> bool:
        return self._switch is _Switch.ASKED

    def _ask(self, request: Request) -> None:
        if self._early:  # already answered
            self._early -= 1
            return
        upgrade = [name.lower() for name in header_list(request.headers, "Upgrade")]
        # RFC 9110 §7.8: "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0 request"
        switches = request.method == "CONNECT" or bool(upgrade and request.version == "HTTP/1.1")
        self._asked.append(_Asked(request.method, "websocket" in upgrade, switches))
        if switches:
            server = self._cursors[Side.SERVER]
            mute = server.closed or server.raw_from is not None
            self._switch = _Switch.OTHER if mute else _Switch.ASKED

    def _server(self) -> Cut[None]:
        cursor = self._cursors[Side.SERVER]
        yield
        while self._switch is not _Switch.WEBSOCKET:
            response = parse_response_head((yield from cursor.head(looks_like_response)))
            self._cut(Side.SERVER, Kind.HTTP_HEAD)
            framing = self._answer(response)
            yield from self._body(Side.SERVER, framing)
        yield from self._frames(Side.SERVER)

    def _answer(self, response: Response) -> Framing:
        if response.status < 200 and response.status != 101:
            return Framing()  # RFC 9110 §15.2: an interim response; the final one is still to come
        asked = self._asked.popleft() if self._asked else None
        if asked is None:
            self._early += 1
        elif asked.switches:
            self._resolve(_outcome(asked, response))
        if self._switch is not _Switch.WEBSOCKET and response.status == 101:
            raise Raw("another protocol follows this response")
        if asked and asked.method == "CONNECT" and 200 <= response.status < 300:
            raise Raw("a tunnel: whatever follows goes through unread")
        return response_framing(response, asked.method if asked else "")

    def _resolve(self, switch: _Switch) -> None:
        """Tell the waiting client side how to read on."""
        if self._switch is _Switch.ASKED:
            self._switch = switch
            self._run(Side.CLIENT)

    def _body(self, side: Side, framing: Framing) -> Cut[None]:
        cursor = self._cursors[side]
        if framing.until_close:
            raise Raw("a body that lasts until the connection closes")
        if framing.chunked:
            size = 1
            while size:
                size = yield from cursor.chunk()
                self._cut(side, Kind.HTTP_CHUNK)
        elif framing.length:
            yield from cursor.body(framing.length)
            self._cut(side, Kind.HTTP_BODY)

    def _frames(self, side: Side) -> Generator[None, None, None]:
        if self._switch is _Switch.OTHER:
            raise Raw("no HTTP and no WebSocket")
        while True:
            yield from self._cursors[side].frame()
            self._cut(side, Kind.WS_FRAME)


def _outcome(asked: _Asked, response: Response) -> _Switch:
    if response.status == 101:
        agreed = [name.lower() for name in header_list(response.headers, "Upgrade")] == ["websocket"]
        return _Switch.WEBSOCKET if asked.websocket and agreed else _Switch.OTHER
    if asked.method == "CONNECT" and 200 <= response.status < 300:
        return _Switch.OTHER
    return _Switch.NONE
