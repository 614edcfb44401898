"""The opening handshake, both sides, with every refusal (RFC 6455 §4).

Heads come in and go out as ``Request`` and ``Response``. The key is an argument: nothing here is random. A refusal is
a ``RemoteProtocolError`` that carries the status to answer with; ``refuse`` turns it into the response.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.http1 import Headers, Request, Response, header_list, header_values, serialize
from helpers.protocols.http1.heads import TOKEN
from helpers.protocols.websocket.extensions import Extension, parse_extensions, serialize_extensions

__all__ = ["GUID", "Agreement", "Offer", "accept", "accept_key", "check_request", "check_response"]
__all__ += ["client_request", "is_key", "refuse"]

# §1.3: "the Globally Unique Identifier (GUID) ... which is unlikely to be used by network endpoints that do not
# understand the WebSocket Protocol"
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

# RFC 3986 §3.2: a host name, an IPv4 address, or an IPv6 address in brackets, and perhaps a port; no user
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z\-._~%!$&'()*+,;=]+)(:[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a client asks for, checked."""

    host: str
    target: str
    key: str
    origin: str | None = None
    subprotocols: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a server granted, checked."""

    subprotocol: str | None = None
    extensions: tuple[Extension, ...] = ()


# ---- the proof ----


def accept_key(key: str) -> str:
    """Turn the client's key into the server's answer."""
    # §1.3: "concatenate this with the Globally Unique Identifier ... A SHA-1 hash (160 bits), base64-encoded, of this
    # concatenation is then returned in the server's handshake."
    digest = hashlib.sha1((key + GUID).encode("ascii")).digest()
    return base64.b64encode(digest).decode("ascii")


def is_key(value: str) -> bool:
    """Whether this is "a base64-encoded value that, when decoded, is 16 bytes in length" (§4.2.1)."""
    try:
        return len(base64.b64decode(value, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


# ---- the client's request ----


def client_request(
    host: str,
    target: str,
    *,
    key: str,
    origin: str | None = None,
    subprotocols: Sequence[str] = (),
    extensions: Sequence[Extension] = (),
    more: Headers = (),
) -> bytes:
    """Write the request (§4.1); ``key`` is 16 random bytes in base64, chosen anew for each connection."""
    headers = [("Host", host), ("Upgrade", "websocket"), ("Connection", "Upgrade")]
    headers += [("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", "13"), *more]
    if origin is not None:
        headers.append(("Origin", origin))
    if subprotocols:
        headers.append(("Sec-WebSocket-Protocol", ", ".join(subprotocols)))
    if extensions:
        headers.append(("Sec-WebSocket-Extensions", serialize_extensions(extensions)))
    request = Request("GET", target, "HTTP/1.1", tuple(headers))
    try:
        check_request(request)
    except RemoteProtocolError as error:
        raise LocalProtocolError(f"a server would refuse this request: {error}") from error
    return serialize(request)


# ---- the server's side ----


def check_request(request: Request) -> Offer:
    """Read the client's handshake as §4.2.1 demands; anything else is refused."""
    # "An HTTP/1.1 or higher GET request, including a 'Request-URI'"
    if request.method != "GET":
        raise RemoteProtocolError(f"the method is {request.method}, only GET can upgrade", status=405)
    if request.version == "HTTP/1.0":
        raise RemoteProtocolError("HTTP/1.0 has no Upgrade, at least HTTP/1.1 is needed", status=400)
    if not request.target.startswith(("/", "http://", "https://")) or "#" in request.target:
        raise RemoteProtocolError(f"the target {request.target!r} is no path and no http URL", status=400)
    # "A |Host| header field containing the server's authority."
    host = _single(request, "Host")
    if not _HOST.fullmatch(host):
        raise RemoteProtocolError(f"Host {host!r} is no host name", status=400)
    _check_upgrade(request)
    origin, extensions = _optional(request, "Origin"), _extensions(request)
    return Offer(host, request.target, _key(request), origin, _subprotocols(request), extensions)


def _check_upgrade(request: Request) -> None:
    # "An |Upgrade| header field containing the value "websocket", treated as an ASCII case-insensitive value."
    if not _lists(request, "Upgrade", "websocket"):
        raise RemoteProtocolError("no Upgrade: websocket", status=400)
    # "A |Connection| header field that includes the token "Upgrade", treated as an ASCII case-insensitive value."
    if not _lists(request, "Connection", "upgrade"):
        raise RemoteProtocolError("no Connection: Upgrade", status=400)
    # "A |Sec-WebSocket-Version| header field, with a value of 13."
    versions = header_values(request.headers, "Sec-WebSocket-Version")
    if versions != ("13",):
        raise RemoteProtocolError(
            f"version {', '.join(versions) or 'missing'}, only 13 is spoken here", status=426
        )
    # What follows the head belongs to the new protocol, so there is no room for a body.
    if set(header_list(request.headers, "Content-Length")) - {"0"} or _lists(request, "Transfer-Encoding"):
        raise RemoteProtocolError("a handshake has no body", status=400)


def _key(request: Request) -> str:
    # "A |Sec-WebSocket-Key| header field with a base64-encoded value that, when decoded, is 16 bytes in length."
    key = _single(request, "Sec-WebSocket-Key")
    if not is_key(key):
        raise RemoteProtocolError(f"Sec-WebSocket-Key {key!r} is not 16 bytes in base64", status=400)
    return key


def _subprotocols(head: Request) -> tuple[str, ...]:
    # §4.1: "The elements ... MUST be non-empty strings with characters in the range U+0021 to U+007E not including
    # separator characters ... and MUST all be unique strings."
    names = header_list(head.headers, "Sec-WebSocket-Protocol")
    if len(set(names)) != len(names) or not all(map(TOKEN.fullmatch, names)):
        raise RemoteProtocolError(f"subprotocols {', '.join(names)!r} are not distinct tokens", status=400)
    return names


def _extensions(head: Request | Response) -> tuple[Extension, ...]:
    return parse_extensions(", ".join(header_values(head.headers, "Sec-WebSocket-Extensions")))


def accept(
    request: Request, *, subprotocol: str | None = None, extensions: Sequence[Extension] = ()
) -> Response:
    """Answer a checked request with 101 (§4.2.2)."""
    offer = check_request(request)
    if subprotocol is not None and subprotocol not in offer.subprotocols:
        raise LocalProtocolError(f"subprotocol {subprotocol!r} was not offered")
    if unasked := _names(extensions) - _names(offer.extensions):
        raise LocalProtocolError(f"extension {min(unasked)!r} was not offered")
    headers = [("Upgrade", "websocket"), ("Connection", "Upgrade")]
    headers.append(("Sec-WebSocket-Accept", accept_key(offer.key)))
    if subprotocol is not None:
        headers.append(("Sec-WebSocket-Protocol", subprotocol))
    if extensions:
        headers.append(("Sec-WebSocket-Extensions", serialize_extensions(extensions)))
    return Response("HTTP/1.1", 101, "Switching Protocols", tuple(headers))


def refuse(error: RemoteProtocolError) -> Response:
    """Answer with the status of the error; the head says that no body follows and that the connection ends."""
    status = HTTPStatus(error.status or 400)
    headers = [("Content-Length", "0"), ("Connection", "close")]
    if status == 405:  # RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field"
        headers.insert(0, ("Allow", "GET"))
    if (
        status == 426
    ):  # §4.4: "the server MUST respond with one or more |Sec-WebSocket-Version| header fields"
        headers = [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), headers[0]]
        headers.append(("Connection", "Upgrade, close"))
    return Response("HTTP/1.1", status.value, status.phrase, tuple(headers))


# ---- the client's side ----


def check_response(
    response: Response, key: str, *, subprotocols: Sequence[str] = (), extensions: Sequence[Extension] = ()
) -> Agreement:
    """Read the server's answer as §4.1 demands; ``subprotocols`` and ``extensions`` are what was offered."""
    # "If the status code received from the server is not 101, the client handles the response per HTTP procedures"
    if response.status != 101:
        answer = f"{response.status} {response.reason}".rstrip()
        raise RemoteProtocolError(f"the server answered {answer}", status=response.status)
    if response.version == "HTTP/1.0":
        raise RemoteProtocolError("the server answered with HTTP/1.0")
    # "... or the |Upgrade| header field contains a value that is not an ASCII case-insensitive match for the value
    # "websocket", the client MUST _Fail the WebSocket Connection_."
    if _single(response, "Upgrade").lower() != "websocket":
        raise RemoteProtocolError("the server does not upgrade to websocket")
    if not _lists(response, "Connection", "upgrade"):
        raise RemoteProtocolError("no Connection: Upgrade in the response")
    # "... contains a value other than the base64-encoded SHA-1 of the concatenation of the |Sec-WebSocket-Key|"
    if (given := _single(response, "Sec-WebSocket-Accept")) != (expected := accept_key(key)):
        raise RemoteProtocolError(f"Sec-WebSocket-Accept is {given}, expected {expected}")
    subprotocol, granted = _optional(response, "Sec-WebSocket-Protocol"), _extensions(response)
    # "... indicates the use of a subprotocol that was not present in the client's handshake"
    if subprotocol is not None and subprotocol not in subprotocols:
        raise RemoteProtocolError(f"subprotocol {subprotocol!r} was not offered")
    # "... indicates the use of an extension that was not present in the client's handshake"
    if unasked := _names(granted) - _names(extensions):
        raise RemoteProtocolError(f"extension {min(unasked)!r} was not offered")
    return Agreement(subprotocol, granted)


# ---- headers ----


def _names(extensions: Sequence[Extension]) -> set[str]:
    return {extension.name for extension in extensions}


def _lists(head: Request | Response, name: str, token: str | None = None) -> bool:
    found = [element.lower() for element in header_list(head.headers, name)]
    return token in found if token else bool(found)


def _optional(head: Request | Response, name: str) -> str | None:
    values = header_values(head.headers, name)
    if len(values) > 1:
        raise RemoteProtocolError(f"{name} was sent {len(values)} times, once is allowed", status=400)
    return values[0] if values else None


def _single(head: Request | Response, name: str) -> str:
    value = _optional(head, name)
    if value is None:
        raise RemoteProtocolError(f"no {name}", status=400)
    return value
