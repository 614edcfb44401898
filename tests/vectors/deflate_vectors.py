"""permessage-deflate: the payloads of messages in the order of one connection, and the messages they stand for."""

HELLO = bytes.fromhex("f248cdc9c90700")

# name, payloads of consecutive messages, messages
DEFLATED = [
    # RFC 7692 §7.2.3.1 to §7.2.3.6
    ("one compressed block", [HELLO], [b"Hello"]),
    ("sharing the window", [HELLO, bytes.fromhex("f200110000")], [b"Hello", b"Hello"]),
    ("no compression", [bytes.fromhex("000500faff48656c6c6f00")], [b"Hello"]),
    ("BFINAL set", [bytes.fromhex("f348cdc9c9070000")], [b"Hello"]),
    ("two blocks in one message", [bytes.fromhex("f24805000000ffffcac9c90700")], [b"Hello"]),
    ("an empty message", [b"\x00"], [b""]),
    # our own
    (
        "BFINAL set, the window goes on",
        [bytes.fromhex("f348cdc9c9070000"), b"\xf2\x00\x11\x00\x00"],
        [b"Hello"] * 2,
    ),
]

# RFC 7692 §7.2.3.1: the same message in two fragments, as frames of a server
FRAGMENTS = [bytes.fromhex("4103f248cd"), bytes.fromhex("8004c9c90700")]
