"""One bit of a frame's first two bytes is flipped; three servers end in the same state (RFC 6455 §5, §7).

Ours is ``Connection`` behind ``helpers.net.serve``, the others are the ``websockets`` library and wsproto. The peer
shakes hands, sends a masked text frame with one bit flipped, and half-closes. A final state is what the application
got, what came back, and the close code. All 16 agree; ``DIFFERENCES`` lists other bytes where they do not, and why.
"""

import asyncio
from dataclasses import dataclass, field

import pytest
from websockets.exceptions import ConnectionClosed
from wsproto.connection import Connection as WsprotoConnection
from wsproto.connection import ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, TextMessage
from wsproto.events import Ping as WsprotoPing

from helpers.net import serve, stop_all
from helpers.net.peers import serve_websockets
from helpers.protocols.http1.heads import parse_request_head, parse_response_head, serialize
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Text
from helpers.protocols.websocket.frames import Frame
from helpers.protocols.websocket.handshake import accept, check_response, client_request
from helpers.vocabulary import Side

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
HELLO = Frame(True, 1, b"Hello", mask_key=bytes.fromhex("37fa213d")).serialize()
BITS = range(16)


@dataclass
class State:
    """How a connection stood when it was over."""

    got: list = field(default_factory=list)  # by the application
    sent: list = field(default_factory=list)  # by the server: opcode and payload, a close without its reason

    @property
    def code(self):
        return next((int.from_bytes(payload, "big") for opcode, payload in self.sent if opcode == 8), 1006)


async def shake(reader, writer):
    writer.write(serialize(accept(parse_request_head(await reader.readuntil(b"\r\n\r\n")))))


def ours(got):
    async def handle(reader, writer):
        await shake(reader, writer)
        peer = Connection(Side.SERVER)
        while not peer.hang_up:
            data = await reader.read(65536)
            peer.receive_data(data) if data else peer.receive_eof()
            for event in peer.events():
                if isinstance(event, Text | Binary):
                    got.append(event.data)
                writer.write(peer.bytes_to_send())

    return serve("ours", handler=handle)


def websockets(got):
    async def handle(socket):
        try:
            while True:
                got.append(await socket.recv())
        except ConnectionClosed:
            pass

    return serve_websockets("websockets", handle, compression=None)


def wsproto(got):
    async def handle(reader, writer):
        await shake(reader, writer)
        peer, parts = WsprotoConnection(ConnectionType.SERVER), []
        while peer.state is ConnectionState.OPEN and (data := await reader.read(65536)):
            peer.receive_data(data)
            for event in peer.events():
                writer.write(wsproto_answer(peer, event, parts, got))

    return serve("wsproto", handler=handle)


def wsproto_answer(peer, event, parts, got):
    """What wsproto leaves to its caller: joining fragments, sending the answers that it made."""
    match event:
        case TextMessage() | BytesMessage():
            parts.append(event.data)
            if event.message_finished:
                got.append(type(event.data)().join(parts))
                parts.clear()
        case WsprotoPing() | CloseConnection():
            return peer.send(event.response())
    return b""


async def final_state(make, frame):
    """What becomes of a connection on which ``frame`` comes and then nothing more."""
    state = State()
    server = await make(state.got)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(client_request("127.0.0.1", "/", key=KEY))
    check_response(parse_response_head(await reader.readuntil(b"\r\n\r\n")), KEY)
    writer.write(frame)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    while answer:
        parsed, size = Frame.parse(answer)
        answer = answer[size:]
        state.sent.append((parsed.opcode, parsed.payload[:2] if parsed.opcode == 8 else parsed.payload))
    await stop_all()
    return state


def flipped(bit):
    return bytes(byte ^ (0b1000_0000 >> bit % 8) * (place == bit // 8) for place, byte in enumerate(HELLO))


def states(data):
    async def scene():
        return [await final_state(make, data) for make in (ours, websockets, wsproto)]

    return asyncio.run(scene())


REFUSED = State(sent=[(8, (1002).to_bytes(2, "big"))])
WAITED = State()  # for bytes that never came, until the peer's FIN ended it: 1006 for the application

# bit → what all three end with
EXPECTED = {
    0: WAITED,  # FIN off: the message has not ended
    **dict.fromkeys((1, 2, 3), REFUSED),  # reserved bits
    4: State(sent=[(10, b"Hello")]),  # opcode 9: a ping, and its pong
    **dict.fromkeys((5, 6), REFUSED),  # opcodes 5 and 3 are reserved
    7: REFUSED,  # opcode 0: a continuation of nothing
    8: REFUSED,  # not masked
    **dict.fromkeys((9, 10, 11, 12, 14), WAITED),  # a length of 69, 37, 21, 13, 7: more than there is
    13: State(got=["H"], sent=REFUSED.sent),  # a length of 1: the rest is read as a frame with reserved bits
    15: State(got=["Hell"]),  # a length of 4: one byte is left, which begins a frame that never ends
}


@pytest.mark.parametrize("bit", BITS)
def test_three_servers_end_in_the_same_state(bit):
    assert states(flipped(bit)) == [EXPECTED[bit]] * 3


def test_all_bits_are_expected():
    assert sorted(EXPECTED) == list(BITS)
    assert [EXPECTED[bit].code for bit in (0, 1)] == [1006, 1002]


# Where the libraries differ is not in the first two bytes. name → bytes, then what ours, websockets and wsproto do.
LAZY = REFUSED, WAITED, REFUSED
LENIENT = REFUSED, State(got=["Hello"]), REFUSED
DIFFERENCES = {
    # websockets does not ask for the shortest form of a length (§5.2: "the minimal number of bytes MUST be used")
    "5 bytes, the length as 16 bits": (b"\x81\xfe\x00\x05" + HELLO[2:], LENIENT),
    "5 bytes, the length as 64 bits": (b"\x81\xff" + bytes(7) + b"\x05" + HELLO[2:], LENIENT),
    # websockets compares the length with its limit and nothing else, so that an impossible one is too big
    "a length whose first bit is set": (
        b"\x81\xff\x80" + bytes(7) + HELLO[2:],
        (REFUSED, State(sent=[(8, (1009).to_bytes(2, "big"))]), REFUSED),
    ),
    # websockets judges whole frames, the other two as soon as the bytes show what is wrong
    "a continuation of nothing, half of it": (b"\x80" + HELLO[1:-2], LAZY),
    "text that is not UTF-8, half of it": (
        Frame(True, 1, b"\xff" * 9, mask_key=HELLO[2:6]).serialize()[:-3],
        (State(sent=[(8, (1007).to_bytes(2, "big"))]), WAITED, State(sent=[(8, (1007).to_bytes(2, "big"))])),
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_libraries_differ_as_listed(name):
    data, expected = DIFFERENCES[name]
    assert states(data) == list(expected)
