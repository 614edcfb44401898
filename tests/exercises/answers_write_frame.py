import struct

from tests.exercises.proofs import Answers

ANSWERS = Answers("write_frame")


def masked(payload, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


@ANSWERS.right
def packs_with_struct(opcode: int, payload: bytes, fin: bool = True, mask_key: bytes | None = None) -> bytes:
    length = len(payload)
    form, seven = ("!BB", ()) if length <= 125 else ("!BBH", (126,)) if length <= 0xFFFF else ("!BBQ", (127,))
    numbers = [*seven, length]
    numbers[0] += (mask_key is not None) * 128
    head = struct.pack(form, fin * 128 + opcode, *numbers)
    return head + payload if mask_key is None else b"".join([head, mask_key, masked(payload, mask_key)])


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


ANSWERS.right_edits(("bytes([first, masked | form]) +", "bytearray([first, masked + form]) +"))
LENGTHS = '    if len(payload) <= 125:\n        form, length = len(payload), b""\n    elif'
ANSWERS.edits(
    ("(0b1000_0000 if fin else 0)", "0", "FIN, its first bit, must be set: this is the last frame"),
    ("(0b1000_0000 if fin else 0)", "0b1000_0000", "must be not set: more will follow"),
    ("0 if mask_key is None else 0b1000_0000", "0", "The mask bit, its first, must be set: a key follows"),
    ("header + mask_key", "header", "The masking key itself stands in the frame"),
    ("unmask(payload, mask_key)", "payload", "Byte 0 of the payload is not masked with this key"),
    ("len(payload) <= 125", "len(payload) < 256", "Byte 1 says that 2 bytes of length follow"),
    ("<= 125", "<= 126", "Byte 1 says that 2 bytes of length follow"),
    (LENGTHS, "    if", "Lengths up to 125 stand in its seven bits: the shortest form must be used"),
    ("65_535", "125", "takes 126 and two bytes"),
    ("65_535", "1_000_000_000", "raised OverflowError: int too big to convert"),
    ('2, "big"', '2, "little"', "network byte order is big-endian"),
    ('8, "big"', '8, "little"', "network byte order is big-endian"),
    ("        return header + payload", "        return header", "Your frame ends after 2 bytes; it has 7"),
    ("opcode | ", "2 | ", "the opcode in the last four make 0x81"),
    ("        return header + payload", '        return header + payload + b"\\n"', "1 byte too many"),
)  # fmt: skip
