"""What a client reads out of the reply to its handshake, and what is wrong with it (RFC 6455 §4.1, §4.2.2, §4.4)."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from helpers.checks.engine.compare import Said
from helpers.checks.engine.finding import Finding
from helpers.checks.judges.over_wire import Client
from helpers.checks.judges.wire import HEAD_END
from helpers.protocols.errors import ProtocolError
from helpers.protocols.http1 import (
    Request,
    Response,
    header,
    header_list,
    parse_request_head,
    parse_response_head,
)
from helpers.protocols.websocket.handshake import accept_key

__all__ = ["judged"]


def judged(client: Client, reply: bytes) -> Finding | None:
    """The first thing this client would stumble over; it ``hears`` the statuses that are right, and a header."""
    request, (statuses, says) = parse_request_head(client.sends), client.hears
    if not (sentence := next(_about(reply, request, statuses, says), "")):
        return None
    head, blank, body = reply.decode("latin-1").partition("\r\n\r\n")
    given = head.replace("\r\n", "\n") + ("\n(a blank line)\n" if blank else "") + body or "nothing"
    lines, rfc = [" or ".join(f"{one} {HTTPStatus(one).phrase}" for one in sorted(statuses)[:2])], "§4.2.1"
    if 101 in statuses:
        rfc, accept = "§4.2.2", f"Sec-WebSocket-Accept: {accept_key(_key(request))}"
        lines += ["Upgrade: websocket", "Connection: Upgrade", accept]
    pair = (Said(given), Said("\n".join([*lines, *filter(None, [says]), "(a blank line)"])))
    return Finding(sentence, pair=pair, rfc="RFC 9110 §15.5.6" if 405 in statuses else f"RFC 6455 {rfc}")


def _about(reply: bytes, request: Request, statuses: Sequence[int], says: str) -> Iterator[str]:
    head, blank, body = reply.partition(HEAD_END)
    if not reply:
        yield "The server closed without a word: a refusal is a reply too."
    elif b"\r\n" not in reply and b"\n" in reply:
        yield "Lines end with CR LF, \\r\\n; yours end with \\n alone."
    elif not blank:
        yield "The blank line is missing, so the client still waits: a head ends with \\r\\n\\r\\n."
    try:
        response = parse_response_head(head + HEAD_END)
    except ProtocolError as error:
        yield f"This is no head of a reply: {error}."
        return
    if response.status == 101 and body:
        yield f"{len(body)} bytes follow the blank line of the 101: the client would read them as frames."
    if response.status not in statuses:
        yield _about_status(response.status, statuses)
    yield from _about_101(response, request) if 101 in statuses else _about_refusal(response, says, body)


def _about_status(status: int, wanted: Sequence[int]) -> str:
    if status == 101:
        return f"This client was let in; it must be refused with {min(wanted)}."
    if 101 in wanted:
        return f"This client is right, and was refused with {status}."
    return f"It was refused, but with {status}; this refusal is {' or '.join(map(str, sorted(wanted)))}."


def _about_refusal(response: Response, says: str, body: bytes) -> Iterator[str]:
    headers, (name, _, value) = response.headers, says.partition(": ")
    if says and value not in header_list(headers, name):
        yield f"{response.status} says too what would be right: the header {says}."
    if response.status == 426 and "websocket" not in _tokens(response, "Upgrade"):  # RFC 9110 §15.5.22
        yield "A 426 must name the protocol to upgrade to: Upgrade: websocket."
    if _tokens(response, "Upgrade") and "upgrade" not in _tokens(response, "Connection"):  # RFC 9110 §7.8
        yield "Beside Upgrade stands Connection: Upgrade, because Upgrade speaks about this connection only."
    length = header(headers, "Content-Length")
    if length != f"{len(body)}" and "close" not in _tokens(response, "Connection"):  # RFC 9112 §6.3
        yield f"Where does this refusal end? Content-Length: {len(body)} says it, or Connection: close."


def _about_101(response: Response, request: Request) -> Iterator[str]:
    if _tokens(response, "Upgrade") != ["websocket"]:
        yield "The 101 must say what it switches to: Upgrade: websocket."
    if "upgrade" not in _tokens(response, "Connection"):
        yield "The 101 needs Connection: Upgrade, because Upgrade speaks about this connection only."
    given, expected = header(response.headers, "Sec-WebSocket-Accept"), accept_key(_key(request))
    if given != expected:
        yield f"Sec-WebSocket-Accept is {given}; this client's key asks for {expected}."
    if (name := header(response.headers, "Sec-WebSocket-Extensions")) is not None:
        yield f"The 101 grants the extension {name[:40]}, and every frame would have to follow it: grant none."
    name = header(response.headers, "Sec-WebSocket-Protocol")
    if name is not None and name not in header_list(request.headers, "Sec-WebSocket-Protocol"):
        yield f"The 101 chooses the subprotocol {name[:40]}, which this client did not offer: it must give up."


def _tokens(response: Response, name: str) -> list[str]:
    return [token.lower() for token in header_list(response.headers, name)]


def _key(request: Request) -> str:
    return header(request.headers, "Sec-WebSocket-Key") or ""
