from itertools import cycle

from tests.exercises.proofs import Answers

ANSWERS = Answers("unmask")


@ANSWERS.right
def byte_by_byte_again(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


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


@ANSWERS.wrong("the key has four bytes, and is used over and over")
def zip_stops_at_the_key(payload, key):
    return bytes(a ^ b for a, b in zip(payload, key))  # noqa: B905


@ANSWERS.wrong("Byte 4 was left masked")
def only_the_first_four(payload, key):
    return bytes(a ^ b for a, b in zip(payload, key)) + payload[4:]  # noqa: B905


@ANSWERS.wrong("Byte 1 met key byte 0; it belongs to key byte 1 % 4 = 1")
def always_the_first_key_byte(payload, key):
    return bytes(byte ^ key[0] for byte in payload)


@ANSWERS.wrong("Byte 3 met key byte 0")
def modulo_three(payload, key):
    return bytes(byte ^ key[i % 3] for i, byte in enumerate(payload))


@ANSWERS.wrong("Byte 0 met key byte 1")
def counts_from_one(payload, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload, 1))


@ANSWERS.wrong("but not by XOR")
def with_and(payload, key):
    return bytes(byte & key[i % 4] for i, byte in enumerate(payload))


@ANSWERS.wrong("but not by XOR")
def with_or(payload, key):
    return bytes(byte | key[i % 4] for i, byte in enumerate(payload))


@ANSWERS.wrong("nothing was unmasked")
def does_nothing(payload, key):
    return payload


@ANSWERS.wrong("raised IndexError: index out of range")
def runs_over_the_key(payload, key):
    return bytes(byte ^ key[i] for i, byte in enumerate(payload))


@ANSWERS.wrong("returned text (str), expected bytes")
def returns_text(payload, key):
    return "".join(chr(byte ^ key[i % 4]) for i, byte in enumerate(payload))


@ANSWERS.wrong("returned a list, expected bytes")
def returns_numbers(payload, key):
    return [byte ^ key[i % 4] for i, byte in enumerate(payload)]


@ANSWERS.wrong("raised TypeError: 'bytes' object does not support item assignment")
def changes_bytes_in_place(payload, key):
    for i in range(len(payload)):
        payload[i] ^= key[i % 4]
    return payload


@ANSWERS.wrong("Byte 0 met key byte 3")
def key_reversed(payload, key):
    return bytes(byte ^ key[3 - i % 4] for i, byte in enumerate(payload))
