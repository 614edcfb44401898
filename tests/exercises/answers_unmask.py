from itertools import cycle

from tests.exercises.proofs import Answers

ANSWERS = Answers("unmask")


@ANSWERS.right
def as_one_little_number(payload: bytes, key: bytes) -> bytes:
    size = len(payload)
    pad = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(pad, "little")).to_bytes(size, "little")


@ANSWERS.right
def with_cycle(payload, key):
    return bytes(a ^ b for a, b in zip(payload, cycle(key)))


@ANSWERS.right
def in_place_on_a_bytearray(payload, key):
    data = bytearray(payload)
    for start in range(4):
        for at in range(start, len(data), 4):
            data[at] ^= key[start]
    return data


WHOLE = "bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))"
ANSWERS.edits(
    (
        WHOLE,
        "bytes(a ^ b for a, b in zip(payload, key))",
        "the key has four bytes, and is used over and over",
    ),
    (WHOLE, "bytes(a ^ b for a, b in zip(payload, key)) + payload[4:]", "Byte 4 was left masked"),
    (WHOLE, "payload", "nothing was unmasked"),
    (WHOLE, "[byte ^ key[i % 4] for i, byte in enumerate(payload)]", "returned a list, expected bytes"),
    (
        WHOLE,
        "''.join(chr(b ^ key[i % 4]) for i, b in enumerate(payload))",
        "returned text (str), expected bytes",
    ),
    ("[i % 4]", "[0]", "Byte 1 met key byte 0; it belongs to key byte 1 % 4 = 1"),
    ("i % 4", "i % 3", "Byte 3 met key byte 0"),
    ("(payload)", "(payload, 1)", "Byte 0 met key byte 1"),
    ("i % 4", "3 - i % 4", "Byte 0 met key byte 3"),
    ("i % 4", "i", "raised IndexError: index out of range"),
    ("^", "&", "but not by XOR"),
    ("^", "|", "but not by XOR"),
)


@ANSWERS.wrong("raised TypeError: 'bytes' object does not support item assignment")
def changes_bytes_in_place(payload, key):
    for i in range(len(payload)):
        payload[i] ^= key[i % 4]
    return payload
