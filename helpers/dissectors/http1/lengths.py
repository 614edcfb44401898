"""What the header fields that frame a body mean in the head in which they stand (RFC 9112 §6.3, RFC 9110 §8.6).

The same line is a length here, not that of a body that follows there, and a way to smuggle a request elsewhere.
"""

from helpers.dissectors.http1.headers import Meaning, meaning
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.bodies import request_framing, response_framing
from helpers.protocols.http1.heads import Request, Response, header_list, header_values
from helpers.protocols.http1.reading import Message

__all__ = ["length_meaning"]

_LENGTH, _CODING = "content-length", "transfer-encoding"


def length_meaning(name: str, message: Message | None, *, trailer: bool = False) -> Meaning | None:
    """Explain a field (in lower case) that says where the body ends; ``None``: it is not one, or means the usual."""
    if name not in (_LENGTH, _CODING):
        return None
    if trailer:
        return _TRAILER
    if message is None:
        return None
    if name == _CODING:
        return _coding(message.head)
    without = _without_body(message)
    if without is not None:
        return without
    if header_values(message.head.headers, _CODING):
        return _OVERRIDDEN
    return None if _has_end(message.head) else _NOT_A_NUMBER


_TRAILER = Meaning("Ignored: what ends a body cannot be said after it.", "RFC 9110 §6.5.1")
_OVERRIDDEN = Meaning(
    "Overridden: Transfer-Encoding stands in the same head, and says where the body ends. A sender must not send "
    "both: where one hop believes the one and the next hop the other, a second request is smuggled past the first.",
    "RFC 9112 §6.3",
)
_NOT_A_NUMBER = Meaning(
    "Illegal: it is not one number, so nobody knows where the body ends; a server must answer 400 and close.",
    "RFC 9112 §6.3",
)

# ---- responses without a body ----


def _without_body(message: Message) -> Meaning | None:
    head, request = message
    if isinstance(head, Request):
        return None
    method = request.method if request else ""
    if head.status < 200 or head.status == 204:
        return Meaning(f"Illegal: a {head.status} has no body, and must not say how long it is.", _SECTION)
    if method == "CONNECT" and head.status < 300:
        return Meaning("Ignored: after this answer the connection is a tunnel, and has no bodies.", _SECTION)
    if head.status == 304:
        return Meaning("Not of a body that follows: how many bytes a 200 would have brought.", _SECTION)
    if method == "HEAD":
        return Meaning("Not of a body that follows: how many bytes a GET would have brought.", _SECTION)
    return None


_SECTION = "RFC 9110 §8.6"


def _has_end(head: Request | Response) -> bool:
    try:
        request_framing(head) if isinstance(head, Request) else response_framing(head, "")
    except RemoteProtocolError:
        return False
    return True


# ---- codings ----


def _coding(head: Request | Response) -> Meaning | None:
    codings = [coding.lower() for coding in header_list(head.headers, _CODING)]
    what = meaning(_CODING)
    if not _has_end(head):
        note = "Illegal here: it does not say where the body ends; a server must answer 400 and close."
        return what._replace(note=note, rfc="RFC 9112 §6.3")
    if codings[-1:] != ["chunked"]:
        note = "Coded, and not in chunks: the body lasts until the connection closes."
        return what._replace(note=note, rfc="RFC 9112 §6.3")
    if codings != ["chunked"]:
        first = ", then ".join(codings[:-1])
        return what._replace(note=f"The body was coded ({first}), then cut into chunks for this hop.")
    return None
