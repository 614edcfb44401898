from itertools import cycle, islice

from tests.exercises.proofs import Answers

ANSWERS = Answers("unmask")


@ANSWERS.right
def as_one_little_number(payload: bytes, key: bytes, start: int = 0) -> bytes:
    size, turn = len(payload), start % 4
    pad = (key * (size // 4 + 2))[turn : turn + size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(pad, "little")).to_bytes(size, "little")


@ANSWERS.right
def with_cycle(payload, key, start=0):
    return bytes(a ^ b for a, b in zip(payload, islice(cycle(key), start % 4, None), strict=False))


@ANSWERS.right
def in_place_on_a_bytearray(payload, key, start=0):
    data = bytearray(payload)
    for first in range(4):
        for at in range(first, len(data), 4):
            data[at] ^= key[(start + first) % 4]
    return data


WHOLE = "bytes(byte ^ key[i % 4] for i, byte in enumerate(payload, start))"
FOUR = "bytes(a ^ b for a, b in zip(payload, key))"
ANSWERS.edits(
    (WHOLE, FOUR, "the key has four bytes, and is used over and over"),
    (WHOLE, f"{FOUR} + payload[4:]", "Byte 4 was left masked"),
    (WHOLE, "payload", "nothing was unmasked"),
    (WHOLE, f"[*{WHOLE}]", "returned a list, expected bytes"),
    (WHOLE, f"{WHOLE}.decode('latin-1')", "returned text (str), expected bytes"),
    ("[i % 4]", "[0]", "Byte 1 met key byte 0; it belongs to key byte 1 % 4 = 1"),
    ("i % 4", "i % 3", "Byte 3 met key byte 0"),
    ("(payload, start)", "(payload, 1)", "Byte 0 met key byte 1"),
    ("i % 4", "3 - i % 4", "Byte 0 met key byte 3"),
    ("i % 4", "i", "raised IndexError: index out of range"),
    ("^", "&", "but not by XOR"),
    ("^", "|", "but not by XOR"),
    (", start)", ")", "The key began anew with this piece, which begins at byte 3"),
    (", start)", ", -start)", "Byte 3 met key byte 1"),
    ("payload, start)", "payload[start:])", "masking keeps the length"),
)


@ANSWERS.wrong("raised TypeError: 'bytes' object does not support item assignment")
def changes_bytes_in_place(payload, key, start=0):
    for i in range(len(payload)):
        payload[i] ^= key[i % 4]
    return payload
