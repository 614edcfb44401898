import struct

from tests.exercises.proofs import Answers

ANSWERS = Answers("read_frame_header")


@ANSWERS.right
def unpacks_with_struct(data: bytes) -> tuple[int, int, int, int] | None:
    try:
        high, low, kind, flags, stream = struct.unpack_from("!BHBBI", data)
    except struct.error:
        return None
    return high << 16 | low, kind, flags, stream % 2**31


@ANSWERS.right
async def number_by_number(data):
    if data[8:] == b"":
        return None
    numbers = list(data[:9])
    stream = 0
    for byte in [numbers[5] & 127, *numbers[6:]]:
        stream = stream * 256 + byte
    return numbers[0] * 65536 + numbers[1] * 256 + numbers[2], *numbers[3:5], stream


ANSWERS.right_edits(("len(data) < 9", "not len(data) >= 9"))
ANSWERS.edits(
    (" & 0x7FFF_FFFF", "", "R, the first bit of byte 5, is reserved: ignore it"),
    ("data[5:9]", "data[6:9]", "The stream stands in bytes 5 to 8"),
    ("data[5:9]", "data[5:]", "What follows the header must not change it"),
    ('data[:3], "big"', 'data[:3], "little"', "It was read backwards: network byte order is big-endian"),
    ('data[5:9], "big"', 'data[5:9], "little"', "It was read backwards"),
    ("data[:3]", "data[1:3]", "The length has three bytes, and you read the last two"),
    ('data[:3], "big")', 'data[:3], "big") + 9', "The length counts the payload only"),
    ('int.from_bytes(data[:3], "big")', "len(data)", "The length is not that of data"),
    ('int.from_bytes(data[:3], "big")', "data[2]", "The length stands in bytes 0 to 2"),
    ("len(data) < 9", "len(data) < 3", "Your code raised IndexError"),
    ("len(data) < 9", "len(data) < 8", "they are not all here: return None and wait"),
    ("len(data) < 9", "len(data) < 10", "All nine bytes are here, and your function still waits"),
    ("len(data) < 9", "len(data) < 9 + data[2]", "and your function still waits"),
    ("data[3], data[4]", "data[4], data[3]", "The type stands in byte 3"),
    ("data[3], data[4], stream", "data[3], data[4]", "Return four values: length, type, flags, stream"),
)
