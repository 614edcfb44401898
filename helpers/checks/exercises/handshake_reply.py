"""What a client reads out of the reply to its handshake, and what is wrong with it (RFC 6455 §4.1, §4.2.2, §4.4)."""

from collections.abc import Callable
from http import HTTPStatus

from helpers.checks.engine.compare import Said
from helpers.checks.engine.verdict import Finding
from helpers.checks.judges.over_wire import Caller
from helpers.checks.judges.wire import HEAD_END
from helpers.protocols.errors import ProtocolError
from helpers.protocols.http1 import header, header_list, parse_request_head, parse_response_head
from helpers.protocols.websocket.handshake import accept_key

__all__ = ["judged"]


def judged(client: Caller, reply: bytes) -> Finding | None:
    """The first thing this client would stumble over; it ``hears`` the statuses that are right, and a header."""
    try:
        read = _Reply(client, reply)
        sentence = next((says.format(read) for holds, says in _WRONG if holds(read)), "")
    except ProtocolError as error:
        sentence = f"This is no head of a reply: {error}."
    statuses, says = client.hears
    lines = [" or ".join(f"{one} {HTTPStatus(one).phrase}" for one in sorted(statuses)[:2])]
    rfc = "RFC 9110 §15.5.6" if 405 in statuses else "RFC 6455 §4.2.1"
    if 101 in statuses:
        lines += ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {_accept(client)}"]
        rfc = "RFC 6455 §4.2.2"
    head, blank, body = reply.decode("latin-1").partition("\r\n\r\n")
    given = head.replace("\r\n", "\n") + ("\n(a blank line)\n" if blank else "") + body or "nothing"
    pair = (Said(given), Said("\n".join([*lines, *filter(None, [says]), "(a blank line)"])))
    return Finding(sentence, pair=pair, rfc=rfc) if sentence else None


def _accept(client: Caller) -> str:
    return accept_key(header(parse_request_head(client.sends).headers, "Sec-WebSocket-Key") or "")


class _Reply:
    """What the rules below look at."""

    def __init__(self, client: Caller, reply: bytes) -> None:
        self.data, (self.statuses, self.says) = reply, client.hears
        head, self.blank, self.body = reply.partition(HEAD_END)
        whole = head + HEAD_END if self.blank else b"HTTP/1.1 400 -\r\n\r\n"
        response, request = parse_response_head(whole), parse_request_head(client.sends)
        self.status, self.size, headers = response.status, len(self.body), response.headers
        name, _, value = (self.says or "Host: ").partition(": ")
        self.silent = bool(self.says) and value not in header_list(headers, name)
        self.upgrade = [token.lower() for token in header_list(headers, "Upgrade")]
        self.connection = [token.lower() for token in header_list(headers, "Connection")]
        self.endless = header(headers, "Content-Length") != f"{self.size}" and "close" not in self.connection
        self.proof, self.accept = header(headers, "Sec-WebSocket-Accept"), _accept(client)
        self.extension = header(headers, "Sec-WebSocket-Extensions")
        self.chosen = header(headers, "Sec-WebSocket-Protocol")
        self.offered = [*header_list(request.headers, "Sec-WebSocket-Protocol"), None]
        self.wrong = self.status not in self.statuses
        self.right = " or ".join(map(str, sorted(self.statuses)))


_WRONG: tuple[tuple[Callable[[_Reply], object], str], ...] = (
    (lambda it: not it.data, "The server closed without a word: a refusal is a reply too."),
    (lambda it: b"\n" in it.data and b"\r\n" not in it.data,
     "Lines end with CR LF, \\r\\n; yours end with \\n alone."),
    (lambda it: not it.blank, "The blank line is missing, so the client still waits: a head ends with \\r\\n\\r\\n."),
    (lambda it: it.status == 101 and it.body,
     "{0.size} bytes follow the blank line of the 101: the client would read them as frames."),
    (lambda it: it.wrong and it.status == 101, "This client was let in; it must be refused with {0.statuses[0]}."),
    (lambda it: it.wrong and 101 in it.statuses, "This client is right, and was refused with {0.status}."),
    (lambda it: it.wrong, "It was refused, but with {0.status}; this refusal is {0.right}."),
    (lambda it: it.silent, "{0.status} says too what would be right: the header {0.says}."),
    (lambda it: it.status == 426 and "websocket" not in it.upgrade,  # RFC 9110 §15.5.22
     "A 426 must name the protocol to upgrade to: Upgrade: websocket."),
    (lambda it: it.status == 101 and it.upgrade != ["websocket"],
     "The 101 must say what it switches to: Upgrade: websocket."),
    (lambda it: it.upgrade and "upgrade" not in it.connection,  # RFC 9110 §7.8
     "The {0.status} needs Connection: Upgrade, because Upgrade speaks about this connection only."),
    (lambda it: it.status != 101 and it.endless,  # RFC 9112 §6.3
     "Where does this refusal end? Content-Length: {0.size} says it, or Connection: close."),
    (lambda it: it.status == 101 and it.proof != it.accept,
     "Sec-WebSocket-Accept is {0.proof}; this client's key asks for {0.accept}."),
    (lambda it: it.status == 101 and it.extension is not None,
     "The 101 grants the extension {0.extension}, and every frame would have to follow it: grant none."),
    (lambda it: it.status == 101 and it.chosen not in it.offered,
     "The 101 chooses the subprotocol {0.chosen}, which this client did not offer: it must give up."),
)  # fmt: skip
