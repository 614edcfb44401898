"""Socket.IO packets as literal messages, most from the protocol's document: (name, messages, packet)."""

from helpers.protocols.socketio.packets import Packet, PacketType

CONNECT, DISCONNECT, EVENT, ACK = (
    PacketType.CONNECT,
    PacketType.DISCONNECT,
    PacketType.EVENT,
    PacketType.ACK,
)
ERROR = PacketType.CONNECT_ERROR
ONE, TWO = '{"_placeholder":true,"num":0}', '{"_placeholder":true,"num":1}'

# name, messages, packet
PACKETS = [
    ("connect", ["0"], Packet(CONNECT)),
    (
        "connect, granted",
        ['0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}'],
        Packet(CONNECT, "/admin", {"sid": "oSO0OpakMV_3jnilAAAA"}),
    ),
    ("connect to a namespace", ["0/admin,"], Packet(CONNECT, "/admin")),
    (
        "connect, refused",
        ['4{"message":"Not authorized"}'],
        Packet(ERROR, payload={"message": "Not authorized"}),
    ),
    ("event", ['2["foo"]'], Packet(EVENT, payload=["foo"])),
    ("event in a namespace", ['2/admin,["bar"]'], Packet(EVENT, "/admin", ["bar"])),
    (
        "event with bytes",
        [f'51-["baz",{ONE}]', b"\x01\x02\x03\x04"],
        Packet(EVENT, payload=["baz", b"\x01\x02\x03\x04"]),
    ),
    (
        "two attachments",
        [f'52-/admin,["baz",{ONE},{TWO}]', b"\x01\x02", b"\x03\x04"],
        Packet(EVENT, "/admin", ["baz", b"\x01\x02", b"\x03\x04"]),
    ),
    ("event that wants an acknowledgement", ['212["foo"]'], Packet(EVENT, payload=["foo"], id=12)),
    ("acknowledgement", ['3/admin,13["bar"]'], Packet(ACK, "/admin", ["bar"], 13)),
    (
        "acknowledgement with bytes",
        [f'61-15["bar",{ONE}]', b"\x01\x02\x03\x04"],
        Packet(ACK, payload=["bar", b"\x01\x02\x03\x04"], id=15),
    ),
    ("disconnect", ["1"], Packet(DISCONNECT)),
    ("disconnect from a namespace", ["1/admin,"], Packet(DISCONNECT, "/admin")),
    # the sample session
    (
        "a placeholder alone",
        [f"61-/admin,1[{ONE}]", b"\x00"],
        Packet(ACK, "/admin", [b"\x00"], 1),
    ),
    # our own
    ("empty acknowledgement", ["30[]"], Packet(ACK, payload=[], id=0)),
    (
        "bytes deep inside",
        [f'51-["a",{{"b":[1,{ONE}]}}]', b""],
        Packet(EVENT, payload=["a", {"b": [1, b""]}]),
    ),
    ("a number as a name", ["2[7,null]"], Packet(EVENT, payload=[7, None])),
    ("more than ASCII", ['2/grüße,["€","\\u001e"]'], Packet(EVENT, "/grüße", ["€", "\x1e"])),
    (
        "half a surrogate pair",
        ['2["\\ud83d"]'],
        Packet(EVENT, payload=["\ud83d"]),
    ),
    ("an object that is no placeholder", ['2["a",{"num":0}]'], Packet(EVENT, payload=["a", {"num": 0}])),
]
