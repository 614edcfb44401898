"""A hub's client: what both sides send, in order, on the connection that negotiates and on the one that speaks."""

from random import Random

from helpers.vocabulary import Side
from tests.dissectors.engineio_samples import CLIENT, SERVER, text
from tests.dissectors.hostile import mutated

BODY = b'{"connectionToken":"t","connectionId":"i","negotiateVersion":1,"availableTransports":[]}'
CALL = b'{"type":1,"invocationId":"1","target":"Add","arguments":[1,2]}\x1e'


def negotiated(body: bytes) -> list[tuple[Side, bytes]]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    asked = b"POST /hub/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
    return [(CLIENT, asked), (SERVER, head % len(body) + body)]


# side, bytes
NEGOTIATED = negotiated(BODY)
OPENED = [
    (CLIENT, b"GET /hub?id=t HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n"),
    (SERVER, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
]
SPOKEN = [
    *OPENED,
    (CLIENT, text(CLIENT, b'{"protocol":"json","version":1}\x1e')),
    (SERVER, text(SERVER, b"{}\x1e")),
    (CLIENT, text(CLIENT, CALL[:20]) + text(CLIENT, CALL[20:] + CALL)),
    (SERVER, text(SERVER, b'{"type":3,"invocationId":"1","result":3}\x1e{"type":6}\x1e')),
]


def signalr_script(random: Random) -> list[tuple[Side, bytes]]:
    """Some of it, with a body or records that somebody changed."""
    if random.random() < 0.5:
        return negotiated(mutated(BODY, random))
    said = mutated(random.choice((CALL, b"{}\x1e", b'{"type":6}\x1e')), random)[:100]
    return [*OPENED, (random.choice((CLIENT, SERVER)), text(CLIENT, said))]
