"""A session of Socket.IO that begins with polling and moves to a WebSocket: what both sides send, in order."""

from random import Random

from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.vocabulary import Side
from tests.dissectors.hostile import mutated

CLIENT, SERVER = Side.CLIENT, Side.SERVER
KEY = bytes.fromhex("37fa213d")
OPEN = (
    b'0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
)
ADDRESS = b"/socket.io/?EIO=4&transport="


def get(sid=b"&sid=abc"):
    return b"GET " + ADDRESS + b"polling" + sid + b" HTTP/1.1\r\nHost: a\r\n\r\n"


def post(body):
    head = b"POST " + ADDRESS + b"polling&sid=abc HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body)
    return head + body


def reply(body):
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
    )


def text(side, data):
    return Frame(True, Opcode.TEXT, data, mask_key=KEY if side is CLIENT else None).serialize()


# connection, side, bytes
POLLED = [
    (CLIENT, get(sid=b"")),
    (SERVER, reply(OPEN)),
    (CLIENT, post(b"40")),
    (SERVER, reply(b"ok")),
    (CLIENT, get()),
    (SERVER, reply(b'40{"sid":"x"}\x1e42["hi"]')),
    (CLIENT, get()),
    (SERVER, reply(b"6")),
]
UPGRADED = [
    (
        CLIENT,
        b"GET " + ADDRESS + b"websocket&sid=abc HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
    ),
    (SERVER, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
    (CLIENT, text(CLIENT, b"2probe")),
    (SERVER, text(SERVER, b"3probe")),
    (CLIENT, text(CLIENT, b"5") + text(CLIENT, b'451-["a",{"_placeholder":true,"num":0}]')),
    (CLIENT, Frame(True, Opcode.BINARY, b"\x01\x02", mask_key=KEY).serialize()),
]


def engineio_script(random: Random) -> list[tuple[Side, bytes]]:
    """Some of a session, with bodies and messages that somebody changed."""
    if random.random() < 0.5:
        return [
            (SERVER, reply(mutated(random.choice((OPEN, b"40\x1e42[1]", b"ok")), random))),
            (CLIENT, post(mutated(random.choice((b'451-["a"]\x1ebAQI=', b"3")), random))),
        ][:: random.choice((1, -1))]
    said = mutated(random.choice((b'42/a,7["b",{}]', b"2probe", b"5")), random)[:100]
    return [*UPGRADED[:2], (random.choice((CLIENT, SERVER)), text(CLIENT, said))]
