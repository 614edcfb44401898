"""4C: which code a strict server closes with, for one frame of a client (RFC 6455 §5, §7.4)."""

from collections.abc import Iterator

from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Closed, Failed
from helpers.protocols.websocket.frames import Header, serialize_header
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side

__all__ = ["judge"]

MOST, KEY = 1000, bytes.fromhex("37fa213d")
_Frame = tuple[bool, int, int, bool, bytes]
_ON = "Nothing is wrong, and nobody said goodbye: None."
_PONG = "A ping is answered, a pong is taken note of: the connection goes on."
_MASK = "A client's frame without a mask breaks the protocol, whatever else is in it: 1002."
_RSV = "A reserved bit without an extension breaks the protocol: 1002."
_UNKNOWN = "Nobody defined this opcode: 1002."
_CONTROL = "Control frames are whole, and have at most 125 bytes: 1002."
_OWN = "A close is answered with its own code."
_NEVER = "This code must not stand in a close frame: 1002."
# FIN, RSV, opcode, masked, payload
_CASES: tuple[tuple[str, _Frame], ...] = (
    (_ON, (True, 0, 1, True, b"Hello")),
    ("A message may be empty.", (True, 0, 1, True, b"")),
    ("The message may go on in the next frame.", (False, 0, 1, True, b"Hel")),
    ("A character may go on in the next frame too.", (False, 0, 1, True, b"caf\xc3")),
    ("A ping carries bytes, no text.", (True, 0, 9, True, b"\xff")),
    *((_PONG, (True, 0, opcode, True, b"?" * size)) for opcode in (9, 10) for size in (0, 125)),
    (_MASK, (True, 0, 1, False, b"Hello")),
    (_MASK, (True, 0, 8, False, b"\x03\xe8")),
    (_MASK, (True, 0, 2, False, b"\x00")),
    *((_RSV, (True, rsv, opcode, True, b"")) for rsv in (1, 2, 4) for opcode in (1, 2, 9)),
    *((_UNKNOWN, (True, 0, opcode, True, b"")) for opcode in (3, 7, 11, 15)),
    ("A continuation, and nothing was begun: 1002.", (True, 0, 0, True, b"lo")),
    *((_CONTROL, (False, 0, opcode, True, b"")) for opcode in (8, 9, 10)),
    *((_CONTROL, (True, 0, opcode, True, b"\x03\xe8" + b"!" * 124)) for opcode in (8, 9)),
    ("This chat takes text, and these are bytes: 1003.", (True, 0, 2, True, b"\x00\x01")),
    (f"{MOST} bytes are allowed.", (True, 0, 1, True, b"x" * MOST)),
    (f"More than {MOST} bytes are too big: 1009.", (True, 0, 1, True, b"x" * (MOST + 1))),
    (f"More than {MOST} bytes are too big: 1009. FIN changes nothing.", (False, 0, 1, True, b"x" * (MOST + 1))),
    ("UTF-8 beyond ASCII is text.", (True, 0, 1, True, "Grüße 🙂".encode())),
    ("This text is not UTF-8: 1007.", (True, 0, 1, True, b"caf\xe9")),
    ("The text ends inside a character: 1007.", (True, 0, 1, True, b"caf\xc3")),
    ("An empty close: 1000, normal closure.", (True, 0, 8, True, b"")),
    *((_OWN, (True, 0, 8, True, code.to_bytes(2, "big"))) for code in (1000, 1001, 1003, 1007, 1011, 3000, 4999)),
    (f"{_OWN} What follows is the reason.", (True, 0, 8, True, b"\x03\xe9" + "à bientôt".encode())),
    *((_NEVER, (True, 0, 8, True, code.to_bytes(2, "big"))) for code in (0, 999, 1004, 1005, 1006, 1015, 2999, 5000)),
    ("One byte is half of a code: 1002.", (True, 0, 8, True, b"\x03")),
    ("The reason is text too, and this one is not UTF-8: 1007.", (True, 0, 8, True, b"\x03\xe8\xff")),
)  # fmt: skip


def _expected(fin: bool, rsv: int, opcode: int, masked: bool, payload: bytes) -> int | None:
    """What our own server says."""
    key = KEY if masked else None
    header = Header(fin, rsv, opcode, len(payload), key, 0)
    peer = Connection(Side.SERVER, max_message=MOST)
    peer.receive_data(serialize_header(header) + (unmask(payload, KEY) if masked else payload))
    for event in peer.events():
        match event:
            case Failed(code=code) | Closed(code=code):
                return 1000 if code == 1005 else code
            case Binary():
                return 1003
    return None


def _cases() -> Iterator[Case]:
    for why, frame in _CASES:
        yield Case(frame, _expected(*frame), why)


judge = on_cases(_cases)
