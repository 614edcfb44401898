"""What a client reads out of the reply to its handshake, and what is wrong with it (RFC 6455 §4.1, §4.2.2, §4.4)."""

from dataclasses import dataclass

from helpers.protocols.errors import ProtocolError
from helpers.protocols.http1 import Response, header, header_list, parse_response_head
from helpers.protocols.websocket.handshake import accept_key

__all__ = ["Wanted", "problem", "shown"]

_REASONS = {
    101: "Switching Protocols",
    400: "Bad Request",
    405: "Method Not Allowed",
    426: "Upgrade Required",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The statuses that are right; with ``key`` an acceptance, with ``header`` one that the reply must carry."""

    statuses: frozenset[int]
    key: str = ""
    header: str = ""
    value: str = ""
    offered: tuple[str, ...] = ()

    @property
    def rfc(self) -> str:
        """Where it is written."""
        if self.key:
            return "RFC 6455 §4.2.2"
        return "RFC 9110 §15.5.6" if self.header == "Allow" else "RFC 6455 §4.2.1"

    @property
    def shown(self) -> str:
        """What is expected, in the reply's own form."""
        statuses = " or ".join(
            f"{status} {_REASONS.get(status, '')}".strip() for status in sorted(self.statuses)[:2]
        )
        lines = [statuses]
        if self.key:
            lines += [
                "Upgrade: websocket",
                "Connection: Upgrade",
                f"Sec-WebSocket-Accept: {accept_key(self.key)}",
            ]
        if self.header:
            lines.append(f"{self.header}: {self.value}")
        return "\n".join([*lines, "(a blank line)"])


def problem(reply: bytes, wanted: Wanted) -> str:
    """The first thing a client would stumble over, or nothing."""
    if sentence := _about_lines(reply):
        return sentence
    head, _, body = reply.partition(b"\r\n\r\n")
    try:
        response = parse_response_head(head + b"\r\n\r\n")
    except ProtocolError as error:
        return f"This is no head of a reply: {error}."
    if response.status == 101 and body:
        return f"{len(body)} bytes follow the blank line of the 101: the client would read them as frames."
    return _about_status(response, wanted) or _about_headers(response, wanted)


def shown(reply: bytes) -> str:
    """A reply as lines to read."""
    head, blank, body = reply.decode("latin-1").partition("\r\n\r\n")
    return head.replace("\r\n", "\n") + ("\n(a blank line)\n" if blank else "") + body or "nothing"


def _about_lines(reply: bytes) -> str:
    if not reply:
        return "The server closed without a word: a refusal is a reply too."
    if b"\r\n" not in reply and b"\n" in reply:
        return "Lines end with CR LF, \\r\\n; yours end with \\n alone."
    if b"\r\n\r\n" not in reply:
        return "The blank line is missing, so the client still waits: a head ends with \\r\\n\\r\\n."
    return ""


def _about_status(response: Response, wanted: Wanted) -> str:
    status = response.status
    if status in wanted.statuses:
        return ""
    if status == 101:
        return f"This client was let in; it must be refused with {min(wanted.statuses)}."
    if wanted.key:
        return f"This client is right, and was refused with {status}."
    asked = " or ".join(map(str, sorted(wanted.statuses)))
    return f"It was refused, but with {status}; this refusal is {asked}."


def _about_headers(response: Response, wanted: Wanted) -> str:
    headers = response.headers
    if wanted.header and wanted.value not in header_list(headers, wanted.header):
        return f"{response.status} says too what would be right: the header {wanted.header}: {wanted.value}."
    upgrade = [protocol.lower() for protocol in header_list(headers, "Upgrade")]
    if response.status == 426 and "websocket" not in upgrade:  # RFC 9110 §15.5.22
        return "A 426 must name the protocol to upgrade to: Upgrade: websocket."
    if not wanted.key:
        return ""
    if upgrade != ["websocket"]:
        return "The 101 must say what it switches to: Upgrade: websocket."
    if "upgrade" not in (token.lower() for token in header_list(headers, "Connection")):
        return "The 101 needs Connection: Upgrade, because Upgrade speaks about this connection only."
    if (given := header(headers, "Sec-WebSocket-Accept")) != (expected := accept_key(wanted.key)):
        return f"Sec-WebSocket-Accept is {given}; this client's key asks for {expected}."
    return _about_unasked(response, wanted.offered)


def _about_unasked(response: Response, offered: tuple[str, ...]) -> str:
    if (name := header(response.headers, "Sec-WebSocket-Extensions")) is not None:
        return (
            f"The 101 grants the extension {name[:40]}, and every frame would have to follow it: grant none."
        )
    name = header(response.headers, "Sec-WebSocket-Protocol")
    if name is not None and name not in offered:
        return (
            f"The 101 chooses the subprotocol {name[:40]}, which this client did not offer: it must give up."
        )
    return ""
