import struct

from helpers.protocols.websocket.mask import unmask
from tests.exercises.proofs import Answers

ANSWERS = Answers("write_frame")


@ANSWERS.right
def grows_a_head(opcode: int, payload: bytes, fin: bool = True, mask_key: bytes | None = None) -> bytes:
    head = bytearray([opcode | (0b1000_0000 if fin else 0)])
    mask = 0 if mask_key is None else 0b1000_0000
    size = len(payload)
    if size < 126:
        head.append(mask | size)
    elif size < 65536:
        head.append(mask | 126)
        head += size.to_bytes(2, "big")
    else:
        head.append(mask | 127)
        head += size.to_bytes(8, "big")
    if mask_key is None:
        return bytes(head) + payload
    return bytes(head) + mask_key + unmask(payload, mask_key)


@ANSWERS.right
def packs_with_struct(opcode: int, payload: bytes, fin: bool = True, mask_key: bytes | None = None) -> bytes:
    masked = mask_key is not None
    length = len(payload)
    form, seven = ("!BB", ()) if length <= 125 else ("!BBH", (126,)) if length <= 0xFFFF else ("!BBQ", (127,))
    numbers = [*seven, length]
    numbers[0] += masked * 128
    parts = [struct.pack(form, fin * 128 + opcode, *numbers)]
    if masked:
        parts.append(mask_key)
        payload = bytes(byte ^ mask_key[i & 3] for i, byte in enumerate(payload))
    return b"".join([*parts, payload])


def masked(payload, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


@ANSWERS.right
def with_struct(opcode, payload, fin=True, mask_key=None):
    first, bit, size = fin * 128 + opcode, 128 * (mask_key is not None), len(payload)
    if size > 0xFFFF:
        head = struct.pack("!BBQ", first, bit + 127, size)
    elif size > 125:
        head = struct.pack("!BBH", first, bit + 126, size)
    else:
        head = struct.pack("!BB", first, bit + size)
    return head + payload if mask_key is None else head + mask_key + masked(payload, mask_key)


@ANSWERS.right
def piece_by_piece(opcode, payload, fin=True, mask_key=None):
    frame = bytearray([opcode])
    if fin:
        frame[0] |= 0x80
    form, width = next(
        (f, w)
        for limit, f, w in ((126, len(payload), 0), (1 << 16, 126, 2), (1 << 64, 127, 8))
        if len(payload) < limit
    )
    frame.append(form)
    if width:
        frame += len(payload).to_bytes(width, "big")
    if mask_key:
        frame[1] |= 0x80
        frame += mask_key
        payload = masked(payload, mask_key)
    frame += payload
    return frame


def frame(
    opcode, payload, fin, mask_key, *, bit=128, fins=128, edges=(125, 65535), order="big", key=True, mask=True
):
    """A right answer with places to go wrong."""
    first, second, size = opcode | (fins if fin else 0), bit if mask_key else 0, len(payload)
    if size <= edges[0]:
        head = bytes([first, second | size])
    elif size <= edges[1]:
        head = bytes([first, second | 126]) + size.to_bytes(2, order)
    else:
        head = bytes([first, second | 127]) + size.to_bytes(8, order)
    if not mask_key:
        return head + payload
    return head + (mask_key if key else b"") + (masked(payload, mask_key) if mask else payload)


@ANSWERS.wrong("FIN, its first bit, must be set: this is the last frame")
def no_fin(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, fins=0)


@ANSWERS.wrong("must be not set: more will follow")
def always_fin(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, True, mask_key)


@ANSWERS.wrong("The mask bit, its first, must be set: a key follows")
def no_mask_bit(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, bit=0)


@ANSWERS.wrong("The masking key itself stands in the frame")
def key_not_sent(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, key=False)


@ANSWERS.wrong("Byte 0 of the payload is not masked with this key")
def payload_not_masked(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, mask=False)


@ANSWERS.wrong("Byte 1 says that 2 bytes of length follow")
def one_byte_of_length(opcode, payload, fin=True, mask_key=None):
    bit = 128 if mask_key else 0
    return (
        bytes([128 * fin | opcode, bit + len(payload)])
        + (mask_key or b"")
        + (masked(payload, mask_key) if mask_key else payload)
    )


@ANSWERS.wrong("Lengths up to 125 stand in its seven bits: the shortest form must be used")
def always_sixteen_bits(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, edges=(-1, 65535))


@ANSWERS.wrong("Byte 1 says that 2 bytes of length follow")
def seven_bits_up_to_126(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, edges=(126, 65535))


@ANSWERS.wrong("takes 126 and two bytes")
def jumps_to_64_bits(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, edges=(125, 125))


@ANSWERS.wrong("raised OverflowError: int too big to convert")
def no_64_bits(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, edges=(125, 10**9))


@ANSWERS.wrong("network byte order is big-endian")
def little_endian(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key, order="little")


@ANSWERS.wrong("Your frame ends after 2 bytes; it has 7")
def header_only(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key)[:2]


@ANSWERS.wrong("the opcode in the last four make 0x81")
def ignores_the_opcode(opcode, payload, fin=True, mask_key=None):
    return frame(2, payload, fin, mask_key)


@ANSWERS.wrong("1 bytes too many")
def a_line_end_behind(opcode, payload, fin=True, mask_key=None):
    return frame(opcode, payload, fin, mask_key) + b"\n"
