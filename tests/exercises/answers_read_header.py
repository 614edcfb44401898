import io
import struct

from tests.exercises.proofs import Answers

ANSWERS = Answers("read_header")


@ANSWERS.right
def from_a_stream(data: bytes) -> tuple[bool, int, int, bytes | None, int] | None:
    stream = io.BytesIO(data)

    def take(form):
        part = stream.read(struct.calcsize(form))
        return struct.unpack(form, part)[0]

    try:
        first, second = take("!B"), take("!B")
        length = second % 128
        if length == 126:
            length = take("!H")
        elif length == 127:
            length = take("!Q")
        key = take("!4s") if second >= 128 else None
    except struct.error:
        return None
    return first >= 128, first % 16, length, key, stream.tell()


@ANSWERS.right
def size_first(data):
    if len(data) < 2:
        return None
    short, masked = data[1] % 128, data[1] >> 7
    extra = {126: 2, 127: 8}.get(short, 0)
    size = 2 + extra + 4 * masked
    if size > len(data):
        return None
    length = int.from_bytes(data[2 : 2 + extra], "big") if extra else short
    return data[0] >= 128, data[0] % 16, length, (data[size - 4 : size] if masked else None), size


@ANSWERS.right
def with_struct_and_exceptions(data):
    try:
        first, second = struct.unpack_from("!BB", data)
        at, length = 2, second & 0x7F
        if length == 126:
            (length,), at = struct.unpack_from("!H", data, at), at + 2
        elif length == 127:
            (length,), at = struct.unpack_from("!Q", data, at), at + 8
        key = None
        if second & 0x80:
            (key,), at = struct.unpack_from("4s", data, at), at + 4
    except struct.error:
        return None
    return bool(first & 0x80), first & 0x0F, length, key, at


WAITS = "    if len(data) < size:\n        return None\n"
LENGTH = "length, size = "
FIELDS = "data[0] & 0b0000_1111, length, mask_key, size"
RETURNED = f"return bool(data[0] & 0b1000_0000), {FIELDS}"
FORM_OF_8 = f'{LENGTH}int.from_bytes(data[2:10], "big"), 10'
ANSWERS.edits(
    ("data[1] & 0b0111_1111", "data[1]", "only the other seven are length"),
    (
        "        return None\n    length",
        "        return (data[0] > 127, data[0] & 15, 0, None, 2) if data else None\n    length",
        "One byte at most is here, and the shortest header has 2: return None and wait",
    ),
    ("    if len(data) < 2:\n        return None\n", "", "raised IndexError"),
    (WAITS, "", "byte 1 says that the header is longer"),
    (
        f'{LENGTH}int.from_bytes(data[2:4], "big"), 4', "pass", FORM_OF_8, "pass",
        "The seven bits say 126, which is no length: bytes 2 and 3 hold it. Here 300",
    ),
    (FORM_OF_8, "size = 10", "bytes 2 to 9 hold it"),
    ('data[2:4], "big"', 'data[2:4], "little"', "network byte order is big-endian"),
    ('data[2:10], "big"', 'data[2:10], "little"', "network byte order is big-endian"),
    ("data[2:10]", "data[2:6]", "127 that 8 do"),
    ("data[0] & 0b0000_1111", "data[0]", "The opcode is the last four bits"),
    ("data[0] & 0b1000_0000", "data[0] & 0b0000_0001", "fin is the first bit of byte 0, True or False"),
    ("bool(data[0] & 0b1000_0000)", "data[0] >> 7", "fin is the first bit of byte 0, True or False"),
    (FIELDS, FIELDS.replace("mask_key", "None"), "four bytes of key end the header"),
    ("[size : size + 4], size + 4", "[size : size + 4], size", "The header has 6 bytes"),
    (FIELDS, FIELDS.replace("key", 'key or b""'), "Without the mask bit there is no key"),
    (WAITS, WAITS.replace("size:", "size + length:"), "All 2 bytes of the header are here"),
    (RETURNED, RETURNED.replace("return ", "return [") + "]", "returned a list, expected a tuple"),
    (FIELDS, FIELDS.removesuffix(", size"), "Return five values: fin, opcode, length, mask_key, size"),
)  # fmt: skip
