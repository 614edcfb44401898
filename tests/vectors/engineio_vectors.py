"""Engine.IO packets and payloads as literal bytes, most from the protocol's document: (name, bytes, packets)."""

from helpers.protocols.engineio.handshake import Handshake
from helpers.protocols.engineio.packets import Packet, PacketType

MESSAGE, PING = PacketType.MESSAGE, PacketType.PING

# name, message of a WebSocket, packet
PACKETS = [
    ("message", "4hello", Packet(MESSAGE, "hello")),
    ("bytes", b"\x01\x02\x03\x04", Packet(MESSAGE, b"\x01\x02\x03\x04")),
    ("ping", "2", Packet(PING)),
    ("pong", "3", Packet(PacketType.PONG)),
    ("probe", "2probe", Packet(PING, "probe")),
    ("its answer", "3probe", Packet(PacketType.PONG, "probe")),
    ("upgrade", "5", Packet(PacketType.UPGRADE)),
    ("close", "1", Packet(PacketType.CLOSE)),
    ("noop", "6", Packet(PacketType.NOOP)),
    # our own
    ("empty message", "4", Packet(MESSAGE)),
    ("empty bytes", b"", Packet(MESSAGE, b"")),
    ("more than ASCII", "4grüß 😀", Packet(MESSAGE, "grüß 😀")),
]

# name, body, packets
PAYLOADS = [
    (
        "three packets",
        b"4hello\x1e2\x1e4world",
        [Packet(MESSAGE, "hello"), Packet(PING), Packet(MESSAGE, "world")],
    ),
    (
        "text and bytes",
        b"4hello\x1ebAQIDBA==",
        [Packet(MESSAGE, "hello"), Packet(MESSAGE, b"\x01\x02\x03\x04")],
    ),
    # our own
    ("one packet", b"6", [Packet(PacketType.NOOP)]),
    ("empty bytes", b"b", [Packet(MESSAGE, b"")]),
    ("the euro that version 3 miscounted", "4€".encode(), [Packet(MESSAGE, "€")]),
]

HANDSHAKES = [
    (
        "the document's",
        '{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,'
        '"maxPayload":1000000}',
        Handshake("lv_VI97HAXpY6yYWAAAC", ("websocket",)),
    ),
    (
        "no upgrades",
        '{"sid":"a","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":1}',
        Handshake("a", (), 300, 200, 1),
    ),
]
