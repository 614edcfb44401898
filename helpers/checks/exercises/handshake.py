"""4A: a handshake that accepts what it should and refuses what it must (RFC 6455 §4.2).

Raw clients send requests over real connections; the answer turns each request into the bytes of a reply. Where good
libraries differ (400 or 426 for a version or an upgrade they do not speak) both are right. The version that is
spoken must be named to a client that sent another one (§4.2.2, §4.4), not to one that sent none (§4.2.1).
"""

from collections.abc import Iterator
from typing import Any

from helpers.checks.exercises.handshake_reply import judged
from helpers.checks.judges.over_wire import Caller, over_wire
from helpers.protocols.http1 import parse_request_head

__all__ = ["judge"]

_HEADERS = {
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


def _client(
    about: str, *statuses: int, says: str = "", start: str = "GET /chat HTTP/1.1", **changed: str | None
) -> Caller:
    """The RFC's own request with some headers changed, or left out where ``None``; ``says`` stands in the reply."""
    headers = _HEADERS | {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [start, *(f"{name}: {value}" for name, value in headers.items() if value is not None)]
    return Caller(about, "\r\n".join([*lines, "", ""]).encode(), (statuses, says))


def _clients() -> Iterator[Caller]:
    yield _client("the RFC's own request", 101)
    yield _client("another key", 101, Sec_WebSocket_Key="AQIDBAUGBwgJCgsMDQ4PEA==")
    yield _client("a POST", 405, says="Allow: GET", start="POST /chat HTTP/1.1", Content_Length="0")
    yield _client("version 8", 400, 426, says="Sec-WebSocket-Version: 13", Sec_WebSocket_Version="8")
    yield _client("no version", 400, 426, Sec_WebSocket_Version=None)
    yield _client("no key", 400, Sec_WebSocket_Key=None)
    yield _client("a key of 15 bytes", 400, Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25j")
    yield _client("a key that is no base64", 400, Sec_WebSocket_Key="this is not a base64 key")
    yield _client("no Upgrade: a browser opened the address as a page", 400, 426, Upgrade=None)
    yield _client("an upgrade to h2c", 400, 426, Upgrade="h2c")
    yield _client("Connection: keep-alive", 400, 426, Connection="keep-alive")
    yield _client("no Connection", 400, 426, Connection=None)
    yield _client("no Host", 400, Host=None)
    yield _client("HTTP/1.0", 400, 426, 505, start="GET /chat HTTP/1.0")
    as_firefox = "Connection: keep-alive, Upgrade, as Firefox sends it"
    yield _client(as_firefox, 101, Connection="keep-alive, Upgrade")
    other: dict[str, Any] = dict.fromkeys(_HEADERS) | {name.lower(): _HEADERS[name] for name in _HEADERS}
    yield _client("upgrade: WebSocket, in other letters", 101, **other | {"upgrade": "WebSocket"})
    yield _client("an offer of two subprotocols", 101, Sec_WebSocket_Protocol="chat, superchat")
    yield _client("an offer of compression", 101, Sec_WebSocket_Extensions="permessage-deflate")


judge = over_wire(_clients, judged, given=parse_request_head)
