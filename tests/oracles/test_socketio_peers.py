"""Our codecs of Engine.IO and Socket.IO beside python-engineio, python-socketio and the JavaScript reference."""

import base64
import json
import subprocess
from pathlib import Path
from random import Random

import pytest
from engineio.packet import Packet as TheirEnginePacket
from engineio.payload import Payload as TheirPayload
from socketio.packet import Packet as TheirPacket

from helpers.protocols.engineio.packets import Packet as EnginePacket
from helpers.protocols.engineio.packets import PacketType as EngineType
from helpers.protocols.engineio.payloads import parse_payload, serialize_payload
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.socketio.decoder import Decoder
from helpers.protocols.socketio.packets import Packet, PacketType

ROOT = Path(__file__).parents[2]
LETTERS = 'abc/-_,"\\{}[]0123 \n\x1e\x00é€😀'
MANY = 10_000  # packets


# ---- what is generated ----


def some_text(random, most=6, letters=LETTERS):
    return "".join(random.choices(letters, k=random.randint(0, most)))


def some_payload(random, depth=0):
    kind = random.randrange(9 if depth < 3 else 7)
    match kind:
        case 0:
            return random.choice((None, True, False))
        case 1:
            return random.randint(-(2**53), 2**53)
        case 2:
            return random.uniform(-1e6, 1e6)
        case 3 | 4:
            return some_text(random)
        case 5 | 6:
            return random.randbytes(random.randrange(4)) if random.random() < 0.3 else random.randrange(100)
        case 7:
            return [some_payload(random, depth + 1) for _ in range(random.randrange(4))]
    return {f"k{some_text(random, 3)}": some_payload(random, depth + 1) for _ in range(random.randrange(4))}


def some_packet(random):
    namespace = random.choice(("/", "/", "/admin", f"/{some_text(random, 5, 'abc-_0é/')}"))
    match random.choice(list(PacketType)):
        case PacketType.CONNECT:
            return Packet(PacketType.CONNECT, namespace, random.choice((None, {"token": some_text(random)})))
        case PacketType.DISCONNECT:
            return Packet(PacketType.DISCONNECT, namespace)
        case PacketType.CONNECT_ERROR:
            return Packet(PacketType.CONNECT_ERROR, namespace, {"message": some_text(random)})
        case PacketType.ACK | PacketType.BINARY_ACK:
            payload = [some_payload(random) for _ in range(random.randrange(3))]
            return Packet(PacketType.ACK, namespace, payload, random.randrange(10 ** random.randrange(1, 15)))
    payload = [f"e{some_text(random)}", *(some_payload(random) for _ in range(random.randrange(4)))]
    number = random.choice((None, random.randrange(10 ** random.randrange(1, 15))))
    return Packet(PacketType.EVENT, namespace, payload, number)


def sendable(random):
    """A packet with no more attachments than a receiver takes."""
    while True:
        packet = some_packet(random)
        if len(packet.serialize()) <= 11:
            return packet


def some_packets(random):
    """A body's packets, at most 16: python-engineio reads no more."""
    packets = []
    for _ in range(random.randint(1, 16)):
        kind = random.choice(list(EngineType))
        data = f"a{some_text(random, 9)}".replace("\x1e", "") if random.random() < 0.7 else ""
        if kind is EngineType.MESSAGE and random.random() < 0.3:
            data = random.randbytes(random.randrange(9))
        packets.append(EnginePacket(kind, data))
    return packets


def received(messages):
    decoder = Decoder()
    *_, last = [decoder.receive(message) for message in messages]
    return last


# ---- Python's ----


def test_python_engineio():
    random = Random(1)
    for _ in range(MANY // 8):
        ours = some_packets(random)
        theirs = TheirPayload(encoded_payload=serialize_payload(ours).decode()).packets
        assert [(one.packet_type, one.data) for one in theirs] == [(one.type, one.data) for one in ours]
        again = TheirPayload([TheirEnginePacket(int(one.type), one.data) for one in ours])
        assert parse_payload(again.encode().encode()) == ours
        for one in ours:
            assert EnginePacket.parse(TheirEnginePacket(int(one.type), one.data).encode()) == one


def test_python_socketio():
    random = Random(2)
    for _ in range(MANY):
        packet = sendable(random)
        text, *attachments = packet.serialize()
        theirs = TheirPacket(encoded_packet=text)
        for attachment in attachments:
            theirs.add_attachment(attachment)
        assert (theirs.namespace or "/", theirs.data, theirs.id) == (
            packet.namespace,
            packet.payload,
            packet.id,
        )
        sent = TheirPacket(int(packet.type), packet.payload, packet.namespace, packet.id).encode()
        assert received(sent if isinstance(sent, list) else [sent]) == packet


# ---- JavaScript's ----


def plain(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {name: plain(one) for name, one in value.items()} if isinstance(value, dict) else value


def made(value):
    if isinstance(value, dict) and "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if isinstance(value, list):
        return [made(one) for one in value]
    return {name: made(one) for name, one in value.items()} if isinstance(value, dict) else value


def node(asked):
    """What the JavaScript parsers answer to many questions, in one process."""
    script = ROOT / "tests/oracles/parsers.mjs"
    given = json.dumps(plain(asked)).encode()
    done = subprocess.run(["node", script], input=given, capture_output=True, cwd=ROOT, check=True)
    return made(json.loads(done.stdout))


def in_javascript(packet):
    found = {"type": int(packet.type), "nsp": packet.namespace}
    if packet.payload is not None:
        found["data"] = packet.payload
    return found if packet.id is None else {**found, "id": packet.id}


def test_engine_io_parser():
    random = Random(3)
    bodies = [some_packets(random) for _ in range(MANY // 8)]
    theirs = [
        [{"type": one.type.name.lower()} | ({"data": one.data} if one.data != "" else {}) for one in packets]
        for packets in bodies
    ]
    read = node([["decodeEngine", serialize_payload(packets).decode()] for packets in bodies])
    assert read == theirs
    written = node([["encodeEngine", packets] for packets in theirs])
    assert [parse_payload(body.encode()) for body in written] == bodies


def test_socket_io_parser():
    random = Random(4)
    packets = [sendable(random) for _ in range(MANY)]
    read = node([["decode", packet.serialize()] for packet in packets])
    for packet, theirs in zip(packets, read, strict=True):
        assert {key: value for key, value in theirs.items() if key != "attachments"} == in_javascript(packet)
    written = node([["encode", in_javascript(packet)] for packet in packets])
    assert [received(messages) for messages in written] == packets


# What the reference refuses, so do we.
REFUSED = [
    ["abc"],
    ["7"],
    ["2{}"],
    ['2"a"'],
    ["2[null]"],
    ['2["connect"]'],
    ["2["],
    ['2abc["a"]'],
    ["3{}"],
    ["0[]"],
    ["1{}"],
    ["4[]"],
    ['5["a"]'],
    ['50-["a"]'],
    ['511-["a"]'],
    [b"\x01"],
    ['51-["a",{"_placeholder":true,"num":0}]', '2["a"]'],
    ['51-["a",{"_placeholder":true,"num":1}]', b"\x01"],
]


def test_what_the_reference_refuses_we_refuse():
    assert [set(answer) for answer in node([["decode", messages] for messages in REFUSED])] == [
        {"error"}
    ] * len(REFUSED)
    for messages in REFUSED:
        with pytest.raises(RemoteProtocolError):
            received(messages)
