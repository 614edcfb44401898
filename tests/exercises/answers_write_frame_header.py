import struct

from tests.exercises.proofs import Answers

ANSWERS = Answers("write_frame_header")


@ANSWERS.right
def packs_with_struct(length, type, flags, stream):
    if length > 0xFF_FFFF or stream & 1 << 31 or stream > 0xFFFF_FFFF:
        raise ValueError("no room")
    return struct.pack("!IBBI", length, type, flags, stream)[1:]


@ANSWERS.right
def as_one_number(length, type, flags, stream):
    number = (length << 48 | type << 40 | flags << 32) + stream
    if number >= 1 << 72 or stream >= 1 << 31:
        raise ValueError(f"{length} or {stream} is too large")
    return bytearray(number.to_bytes(9, "big"))


BOTH = "length >= 2**24 or stream >= 2**31"
ANSWERS.right_edits((BOTH, "length >> 24 or stream >> 31"))
ANSWERS.edits(
    ('(3, "big")', '(3, "little")', "The length stands backwards: network byte order is big-endian"),
    ('(4, "big")', '(4, "little")', "The stream stands backwards"),
    ('(3, "big")', '(4, "big")', "You gave 10 bytes: a header has nine"),
    ("length.to_bytes", "(length + 9).to_bytes", "The length counts the payload only"),
    ("bytes([type, flags])", "bytes([flags, type])", "Byte 3 belongs to the type, 4"),
    ("bytes([type, flags])", "bytes([type, 0])", "Byte 4 belongs to the flags, 1"),
    (BOTH, "length >= 2**24", "2³¹ and more have no room"),
    (BOTH, "stream >= 2**31", "Refuse it with a ValueError; your code raised OverflowError"),
    (BOTH, "length >= 2**14 or stream >= 2**31", "Your code raised ValueError"),
    ("stream.to_bytes", "(stream | 1 << 31).to_bytes", "Byte 5 belongs to the stream"),
    ("return length", "length", "Your function returned None. Is a `return` missing?"),
)
