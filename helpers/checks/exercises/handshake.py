"""4A: a handshake that accepts what it should and refuses what it must (RFC 6455 §4.2).

Raw clients send requests over real connections; the answer turns each request into the bytes of a reply. Where good
libraries differ (400 or 426 for a version or an upgrade they do not speak) both are right. The version that is
spoken must be named to a client that sent another one (§4.2.2, §4.4), not to one that sent none (§4.2.1).
"""

from collections.abc import Iterator

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.finding import Finding
from helpers.checks.exercises.handshake_reply import Wanted, problem, shown
from helpers.checks.judges.over_wire import Client, over_wire
from helpers.protocols.http1 import parse_request_head

__all__ = ["HANDSHAKE"]

_HEADERS = {
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


def _request(start: str = "GET /chat HTTP/1.1", **changed: str | None) -> bytes:
    """The handshake with some headers changed, or left out where ``None``."""
    headers = _HEADERS | {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [start, *(f"{name}: {value}" for name, value in headers.items() if value is not None)]
    return "\r\n".join([*lines, "", ""]).encode()


def _upgrade(
    about: str, request: bytes, *, key: str = _HEADERS["Sec-WebSocket-Key"], offer: str = ""
) -> Client:
    return Client(about, request, Wanted(frozenset({101}), key=key, offered=tuple(offer.split(", "))))


def _refuse(about: str, request: bytes, *statuses: int, header: str = "", value: str = "") -> Client:
    return Client(about, request, Wanted(frozenset(statuses), header=header, value=value))


def _clients() -> Iterator[Client]:
    yield _upgrade("the RFC's own request", _request())
    key = "AQIDBAUGBwgJCgsMDQ4PEA=="
    yield _upgrade("another key", _request(Sec_WebSocket_Key=key), key=key)
    yield _refuse(
        "a POST", _request("POST /chat HTTP/1.1", Content_Length="0"), 405, header="Allow", value="GET"
    )
    version = {"header": "Sec-WebSocket-Version", "value": "13"}
    yield _refuse("version 8", _request(Sec_WebSocket_Version="8"), 426, 400, **version)
    yield _refuse("no version", _request(Sec_WebSocket_Version=None), 426, 400)
    yield _refuse("no key", _request(Sec_WebSocket_Key=None), 400)
    yield _refuse("a key of 15 bytes", _request(Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25j"), 400)
    yield _refuse("a key that is no base64", _request(Sec_WebSocket_Key="this is not a base64 key"), 400)
    yield _refuse("no Upgrade: a browser opened the address as a page", _request(Upgrade=None), 400, 426)
    yield _refuse("an upgrade to h2c", _request(Upgrade="h2c"), 400, 426)
    yield _refuse("Connection: keep-alive", _request(Connection="keep-alive"), 400, 426)
    yield _refuse("no Connection", _request(Connection=None), 400, 426)
    yield _refuse("no Host", _request(Host=None), 400)
    yield _refuse("HTTP/1.0", _request("GET /chat HTTP/1.0"), 400, 426, 505)
    yield _upgrade(
        "Connection: keep-alive, Upgrade, as Firefox sends it", _request(Connection="keep-alive, Upgrade")
    )
    yield _upgrade("upgrade: WebSocket, in other letters", _other_case())
    offer = "chat, superchat"
    yield _upgrade("an offer of two subprotocols", _request(Sec_WebSocket_Protocol=offer), offer=offer)
    yield _upgrade("an offer of compression", _request(Sec_WebSocket_Extensions="permessage-deflate"))


def _other_case() -> bytes:
    request = _request(Upgrade="WebSocket", Connection="upgrade")
    start, _, headers = request.partition(b"\r\n")
    for name in (b"Host", b"Upgrade", b"Connection", b"Sec-WebSocket-Key", b"Sec-WebSocket-Version"):
        headers = headers.replace(name + b":", name.lower() + b":")
    return start + b"\r\n" + headers


def _wrong(client: Client, reply: bytes) -> Finding | None:
    if not (sentence := problem(reply, client.hears)):
        return None
    return Finding(sentence, pair=(Said(shown(reply)), Said(client.hears.shown)), rfc=client.hears.rfc)


HANDSHAKE = Exercise(
    name="handshake",
    lesson="4A",
    title="Refuse what must be refused",
    task="Nothing is written yet. Begin with the client that is right: 101, three headers, a blank line, as bytes.",
    hints=(
        'header(request.headers, "Upgrade") finds a value however its name is written, or None. '
        "The values are compared without case too: .lower().",
        "Connection is a list: header_list gives its elements. Upgrade may stand in it beside keep-alive.",
        "A refusal is a reply too: status line, headers (Allow; Upgrade and Sec-WebSocket-Version), blank line.",
        "A key is right when base64.b64decode(key, validate=True) gives 16 bytes; it raises binascii.Error, "
        "a ValueError, when it is no base64.",
    ),
    rfc="RFC 6455 §4.2",
    judge=over_wire(_clients, _wrong, given=parse_request_head),
    praise="Eighteen clients over eighteen connections: the right ones are in, the others know why not.",
)
