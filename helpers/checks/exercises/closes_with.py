"""4C: which code a strict server closes with, for one frame of a client (RFC 6455 §5, §7.4)."""

from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Closed, Failed
from helpers.protocols.websocket.frames import Header, serialize_header
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side

__all__ = ["judge"]

MOST, KEY = 1000, bytes.fromhex("37fa213d")
_ON = "Nothing is wrong, and nobody said goodbye: None."
_PONG = "A ping is answered, a pong is taken note of: the connection goes on."
_MASK = "A client's frame without a mask breaks the protocol, whatever else is in it: 1002."
_RSV = "A reserved bit without an extension breaks the protocol: 1002."
_UNKNOWN = "Nobody defined this opcode: 1002."
_CONTROL = "Control frames are whole, and have at most 125 bytes: 1002."
_OWN = "A close is answered with its own code."
_NEVER = "This code must not stand in a close frame: 1002."
# FIN, RSV, opcode, masked, payload
_CASES = (
    Case((True, 0, 1, True, b"Hello"), _ON),
    Case((True, 0, 1, True, b""), "A message may be empty."),
    Case((False, 0, 1, True, b"Hel"), "The message may go on in the next frame."),
    Case((False, 0, 1, True, b"caf\xc3"), "A character may go on in the next frame too."),
    Case((True, 0, 9, True, b"\xff"), "A ping carries bytes, no text."),
    *(Case((True, 0, opcode, True, b"?" * size), _PONG) for opcode in (9, 10) for size in (0, 125)),
    Case((True, 0, 1, False, b"Hello"), _MASK),
    Case((True, 0, 8, False, b"\x03\xe8"), _MASK),
    Case((True, 0, 2, False, b"\x00"), _MASK),
    *(Case((True, rsv, opcode, True, b""), _RSV) for rsv in (1, 2, 4) for opcode in (1, 2, 9)),
    *(Case((True, 0, opcode, True, b""), _UNKNOWN) for opcode in (3, 7, 11, 15)),
    Case((True, 0, 0, True, b"lo"), "A continuation, and nothing was begun: 1002."),
    *(Case((False, 0, opcode, True, b""), _CONTROL) for opcode in (8, 9, 10)),
    *(Case((True, 0, opcode, True, b"\x03\xe8" + b"!" * 124), _CONTROL) for opcode in (8, 9)),
    Case((True, 0, 2, True, b"\x00\x01"), "This chat takes text, and these are bytes: 1003."),
    Case((True, 0, 1, True, b"x" * MOST), f"{MOST} bytes are allowed."),
    Case((True, 0, 1, True, b"x" * (MOST + 1)), f"More than {MOST} bytes are too big: 1009."),
    Case((False, 0, 1, True, b"x" * (MOST + 1)), f"More than {MOST} bytes are too big: 1009. FIN changes nothing."),
    Case((True, 0, 1, True, "Grüße 🙂".encode()), "UTF-8 beyond ASCII is text."),
    Case((True, 0, 1, True, b"caf\xe9"), "This text is not UTF-8: 1007."),
    Case((True, 0, 1, True, b"caf\xc3"), "The text ends inside a character: 1007."),
    Case((True, 0, 8, True, b""), "An empty close: 1000, normal closure."),
    *(Case((True, 0, 8, True, code.to_bytes(2, "big")), _OWN) for code in (1000, 1001, 1003, 1007, 1011, 3000, 4999)),
    Case((True, 0, 8, True, b"\x03\xe9" + "à bientôt".encode()), f"{_OWN} What follows is the reason."),
    *(Case((True, 0, 8, True, code.to_bytes(2, "big")), _NEVER)
      for code in (0, 999, 1004, 1005, 1006, 1015, 2999, 5000)),
    Case((True, 0, 8, True, b"\x03"), "One byte is half of a code: 1002."),
    Case((True, 0, 8, True, b"\x03\xe8\xff"), "The reason is text too, and this one is not UTF-8: 1007."),
)  # fmt: skip


def _right(fin: bool, rsv: int, opcode: int, masked: bool, payload: bytes) -> int | None:
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


judge = on_cases(_right, _CASES)
