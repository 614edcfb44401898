"""WebSocket frames and handshakes as literal bytes: (name, bytes, object)."""

from helpers.protocols.http1.heads import Request, Response
from helpers.protocols.websocket.frames import Frame, Opcode

KEY = bytes.fromhex("37fa213d")

# name, bytes, frame
FRAMES = [
    # RFC 6455 §5.7
    ("single-frame unmasked text", bytes.fromhex("810548656c6c6f"), Frame(True, Opcode.TEXT, b"Hello")),
    (
        "single-frame masked text",
        bytes.fromhex("818537fa213d7f9f4d5158"),
        Frame(True, Opcode.TEXT, b"Hello", mask_key=KEY),
    ),
    ("first fragment", bytes.fromhex("010348656c"), Frame(False, Opcode.TEXT, b"Hel")),
    ("last fragment", bytes.fromhex("80026c6f"), Frame(True, Opcode.CONTINUATION, b"lo")),
    ("unmasked ping", bytes.fromhex("890548656c6c6f"), Frame(True, Opcode.PING, b"Hello")),
    (
        "masked pong",
        bytes.fromhex("8a8537fa213d7f9f4d5158"),
        Frame(True, Opcode.PONG, b"Hello", mask_key=KEY),
    ),
    ("256 bytes binary", bytes.fromhex("827e0100") + bytes(256), Frame(True, Opcode.BINARY, bytes(256))),
    (
        "64 KiB binary",
        bytes.fromhex("827f0000000000010000") + bytes(65536),
        Frame(True, Opcode.BINARY, bytes(65536)),
    ),
    # our own: each length's edges, empty payloads, closes
    ("empty text", b"\x81\x00", Frame(True, Opcode.TEXT, b"")),
    ("empty masked ping", b"\x89\x80" + KEY, Frame(True, Opcode.PING, b"", mask_key=KEY)),
    ("125 bytes", b"\x82\x7d" + b"x" * 125, Frame(True, Opcode.BINARY, b"x" * 125)),
    ("126 bytes", b"\x82\x7e\x00\x7e" + b"x" * 126, Frame(True, Opcode.BINARY, b"x" * 126)),
    ("65535 bytes", b"\x82\x7e\xff\xff" + b"x" * 65535, Frame(True, Opcode.BINARY, b"x" * 65535)),
    ("close", b"\x88\x02\x03\xe8", Frame(True, Opcode.CLOSE, b"\x03\xe8")),
    ("close with a reason", b"\x88\x05\x03\xe9bye", Frame(True, Opcode.CLOSE, b"\x03\xe9bye")),
    ("empty close", b"\x88\x00", Frame(True, Opcode.CLOSE, b"")),
    (
        "compressed",
        b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00",
        Frame(True, 1, b"\xf2H\xcd\xc9\xc9\x07\0", 0b100),
    ),
    ("reserved opcode", b"\x83\x01x", Frame(True, 3, b"x")),
]

# RFC 6455 §1.2 and §1.3
SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ=="
SAMPLE_ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

REQUEST = (
    "opening handshake, request",
    b"GET /chat HTTP/1.1\r\n"
    b"Host: server.example.com\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Origin: http://example.com\r\n"
    b"Sec-WebSocket-Protocol: chat, superchat\r\n"
    b"Sec-WebSocket-Version: 13\r\n"
    b"\r\n",
    Request(
        "GET",
        "/chat",
        "HTTP/1.1",
        (
            ("Host", "server.example.com"),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", SAMPLE_KEY),
            ("Origin", "http://example.com"),
            ("Sec-WebSocket-Protocol", "chat, superchat"),
            ("Sec-WebSocket-Version", "13"),
        ),
    ),
)

RESPONSE = (
    "opening handshake, response",
    b"HTTP/1.1 101 Switching Protocols\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    b"Sec-WebSocket-Protocol: chat\r\n"
    b"\r\n",
    Response(
        "HTTP/1.1",
        101,
        "Switching Protocols",
        (
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", SAMPLE_ACCEPT),
            ("Sec-WebSocket-Protocol", "chat"),
        ),
    ),
)

HEADS = [REQUEST, RESPONSE]
