"""How an HTTP/1.1 connection is cut: heads, bodies and chunks, until another protocol takes over (RFC 9112).

Requests and responses are paired, since the request says whether the response has a body, and whether the connection
goes over to another protocol: then the response decides, and the client's bytes wait for it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeVar

from helpers.protocols.cursor import Cursor, Cut, Pause, Raw
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.bodies import NO_BODY, Framing, request_framing, response_framing
from helpers.protocols.http1.cutting import (
    Looks,
    head,
    looks_like_request,
    looks_like_response,
    pass_chunk,
)
from helpers.protocols.http1.heads import (
    Request,
    Response,
    header_list,
    parse_request_head,
    parse_response_head,
)
from helpers.protocols.reading import Opening, Reading, upgraded
from helpers.protocols.unit import Floor
from helpers.vocabulary import Side

__all__ = ["WAIT_LIMIT", "Http1", "HttpUnit", "Message"]

# While the response to an upgrade request is not known, at most this much of what follows is kept.
WAIT_LIMIT = 1024 * 1024

_Head = TypeVar("_Head", Request, Response)

_NO_END = "the blank line that ends a head has not come"
_UNDECIDED = "the response decides how the bytes after the upgrade request are read"


class HttpUnit(Enum):
    """What a unit of HTTP/1.1 is."""

    HEAD = "HTTP head"
    BODY = "HTTP body"
    CHUNK = "HTTP chunk"


class Message(NamedTuple):
    """The head of a unit's message, and the request that it is or answers (``None``: that was not whole yet).

    A head with a line that breaks the rules is a unit without any message.
    """

    head: Request | Response
    request: Request | None


@dataclass(slots=True, eq=False)
class _Asked:
    """A request that waits for its response; ``switches``: it wishes to leave HTTP (RFC 9110 §7.8, §9.3.6)."""

    request: Request
    switches: bool
    answered: bool = False
    successor: Reading | None = None
    left: bool = False  # nobody knows what for


class Http1(Reading):
    """Both sides of an HTTP/1.1 connection."""

    protocol = "http1"

    def __init__(self, opening: Opening | None = None) -> None:
        super().__init__(opening)
        self._unanswered: deque[_Asked] = deque()
        self._early = 0  # final responses that came before their request was whole

    def cut(self, cursor: Cursor, peer: Cursor) -> Cut[Reading]:
        """Requests from the client, responses from the server."""
        return self._requests(cursor, peer) if cursor.side is Side.CLIENT else self._responses(cursor)

    # ---- the client ----

    def _requests(self, cursor: Cursor, peer: Cursor) -> Cut[Reading]:
        while True:
            cursor.expect(HttpUnit.HEAD, _NO_END)
            request = yield from _parsed(cursor, looks_like_request, parse_request_head)
            message = Message(request, request)
            yield cursor.unit(head=message)
            asked = self._ask(request)
            yield from _body(cursor, request_framing(request), message)
            if asked.switches:
                yield from _wait(asked, cursor, peer)
                if asked.successor is not None:
                    return asked.successor

    def _ask(self, request: Request) -> _Asked:
        # RFC 9110 §7.8: "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0 request"
        upgrades = request.version == "HTTP/1.1" and bool(header_list(request.headers, "Upgrade"))
        asked = _Asked(request, upgrades or request.method == "CONNECT")
        if self._early:  # already answered
            self._early -= 1
            asked.switches = False
        else:
            self._unanswered.append(asked)
        return asked

    # ---- the server ----

    def _responses(self, cursor: Cursor) -> Cut[Reading]:
        while True:
            cursor.expect(HttpUnit.HEAD, _NO_END)
            response = yield from _parsed(cursor, looks_like_response, parse_response_head)
            interim = response.status < 200 and response.status != 101
            asked = None if interim else self._answer(response)
            request = asked.request if asked else None
            message = Message(response, self._asked_next() if interim else request)
            yield cursor.unit(head=message)
            if asked is not None and asked.successor is not None:
                return asked.successor
            if response.status == 101:
                raise Raw("another protocol follows this response")
            if asked is not None and asked.left:
                raise Raw("a tunnel: whatever follows goes through unread")
            # RFC 9110 §15.2: an interim response has no body, and the final one is still to come
            framing = NO_BODY if interim else response_framing(response, request.method if request else "")
            yield from _body(cursor, framing, message)

    def _asked_next(self) -> Request | None:
        return self._unanswered[0].request if self._unanswered else None

    def _answer(self, response: Response) -> _Asked | None:
        if not self._unanswered:
            self._early += 1
            return None
        asked = self._unanswered.popleft()
        if asked.switches:
            asked.successor, asked.left = _outcome(asked.request, response)
        asked.answered = True
        return asked


def _parsed(cursor: Cursor, looks_right: Looks, parse: Callable[[bytes], _Head]) -> Cut[_Head]:
    """Pass a head and parse it; one with a bad line is a unit too, but nobody knows what follows it."""
    data = yield from head(cursor, looks_right)
    try:
        return parse(data)
    except RemoteProtocolError:
        yield cursor.unit()
        raise


def _outcome(request: Request, response: Response) -> tuple[Reading | None, bool]:
    """Who reads on after the response to a wish to leave HTTP; or that nobody can."""
    if response.status == 101:
        wished = [token.lower() for token in header_list(request.headers, "Upgrade")]
        agreed = [token.lower() for token in header_list(response.headers, "Upgrade")]
        reading = upgraded(agreed[0]) if len(agreed) == 1 and agreed[0] in wished else None
        return (None, True) if reading is None else (reading(Opening(request, response)), False)
    return None, request.method == "CONNECT" and 200 <= response.status < 300


def _wait(asked: _Asked, cursor: Cursor, peer: Cursor) -> Cut[None]:
    """Keep what comes until the response says how to read it."""
    cursor.expect(Floor.RAW, _UNDECIDED)
    while not (asked.answered or peer.over):
        if cursor.size > WAIT_LIMIT:
            raise RemoteProtocolError(
                f"more than {WAIT_LIMIT} bytes before the response to the upgrade request"
            )
        yield Pause.PEER
    if asked.left or not asked.answered:
        raise Raw("no HTTP and no WebSocket")


def _body(cursor: Cursor, framing: Framing, message: Message) -> Cut[None]:
    if framing.until_close:
        cursor.expect(HttpUnit.BODY, "", head=message)
        raise Raw("a body that lasts until the connection closes", kind=HttpUnit.BODY)
    if framing.chunked:
        size = 1
        while size:
            cursor.expect(HttpUnit.CHUNK, "a chunk is not complete", head=message)
            size = yield from pass_chunk(cursor)
            yield cursor.unit()
    elif framing.length:
        cursor.expect(HttpUnit.BODY, f"a body of {framing.length} bytes is announced", head=message)
        yield from cursor.skip(framing.length)
        yield cursor.unit()
