import io
import struct

from tests.exercises.proofs import Answers

ANSWERS = Answers("read_header")


@ANSWERS.right
def with_a_table_of_forms(data: bytes) -> tuple[bool, int, int, bytes | None, int] | None:
    if len(data) < 2:
        return None
    fin, opcode = bool(data[0] & 0b1000_0000), data[0] & 0b1111
    masked, length = data[1] & 0b1000_0000, data[1] & 0b0111_1111
    size = 2 + {126: 2, 127: 8}.get(length, 0)
    end = size + 4 if masked else size
    if len(data) < end:
        return None
    if size > 2:
        length = int.from_bytes(data[2:size], "big")
    return fin, opcode, length, bytes(data[size:end]) if masked else None, end


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


def header(data, *, mask=0x7F, order="big", fin=0x80, opcode=0x0F, keyed=True, wait=True, size_of_key=4):
    """A right answer with places to go wrong."""
    if len(data) < 2:
        return None
    length, size = data[1] & mask, 2
    if length in (126, 127):
        end = 4 if length == 126 else 10
        length, size = int.from_bytes(data[2:end], order), end
    key = None
    if keyed and data[1] & 0x80:
        key, size = data[size : size + 4], size + size_of_key
    if wait and len(data) < size:
        return None
    return bool(data[0] & fin), data[0] & opcode, length, key, size


@ANSWERS.wrong("only the other seven are length")
def mask_bit_in_the_length(data):
    return header(data, mask=0xFF)


@ANSWERS.wrong("1 bytes are here, and the shortest header has 2: return None and wait")
def one_byte_is_enough(data):
    if data and len(data) < 2:
        return bool(data[0] & 0x80), data[0] & 15, 0, None, 2
    return header(data)


@ANSWERS.wrong("raised IndexError")
def trusts_that_two_bytes_are_there(data):
    return bool(data[0] & 0x80), data[0] & 0x0F, data[1] & 0x7F, None, 2


@ANSWERS.wrong("byte 1 says that the header is longer")
def does_not_wait_for_the_rest(data):
    return header(data, wait=False)


@ANSWERS.wrong("The seven bits say 126, which is no length: bytes 2 and 3 hold it. Here 300")
def only_short_lengths(data):
    if len(data) < 2:
        return None
    size = 6 if data[1] & 0x80 else 2
    if len(data) < size:
        return None
    key = data[2:6] if data[1] & 0x80 else None
    return bool(data[0] & 0x80), data[0] & 15, data[1] & 127, key, size


@ANSWERS.wrong("network byte order is big-endian")
def little_endian(data):
    return header(data, order="little")


@ANSWERS.wrong("The opcode is the last four bits")
def fin_in_the_opcode(data):
    return header(data, opcode=0xFF)


@ANSWERS.wrong("fin is the first bit of byte 0, True or False")
def another_bit_for_fin(data):
    return header(data, fin=0x01)


@ANSWERS.wrong("four bytes of key end the header")
def no_key(data):
    found = header(data)
    return found and (*found[:3], None, found[4])


@ANSWERS.wrong("The header has 6 bytes")
def key_not_counted(data):
    return header(data, size_of_key=0)


@ANSWERS.wrong("Without the mask bit there is no key")
def empty_key(data):
    found = header(data)
    return found and (*found[:3], found[3] or b"", found[4])


@ANSWERS.wrong("All 2 bytes of the header are here")
def waits_for_the_payload(data):
    found = header(data)
    return None if found is None or len(data) < found[4] + found[2] else found


@ANSWERS.wrong("returned a list, expected a tuple")
def a_list(data):
    found = header(data)
    return found and list(found)


@ANSWERS.wrong("Return five values: fin, opcode, length, mask_key, size")
def size_forgotten(data):
    found = header(data)
    return found and found[:4]


@ANSWERS.wrong("bytes 2 to 9 hold it")
def sixty_four_bits_forgotten(data):
    found = header(data)
    if found and data[1] & 0x7F == 127:
        return (*found[:2], 127, *found[3:])
    return found
