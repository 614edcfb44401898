from hpack import Decoder, HPACKError

from helpers.protocols.http2.table import STATIC
from tests.exercises.proofs import Answers

ANSWERS = Answers("read_block")


@ANSWERS.right
def with_the_library(block: bytes) -> list[tuple[bytes, bytes]]:
    try:
        return [tuple(field) for field in Decoder().decode(block, raw=True)]
    except HPACKError as error:
        raise ValueError(str(error)) from error


@ANSWERS.right
def byte_after_byte(block):
    rest, fields, dynamic = list(block), [], []

    def integer(first, bits):
        value = first % 2**bits
        if value == 2**bits - 1:
            factor, more = 1, 128
            while more & 128:
                more = rest.pop(0)
                value += more % 128 * factor
                factor *= 128
        return value

    def string():
        size = integer(rest.pop(0), 7)
        taken = bytes(rest.pop(0) for _ in range(size))
        return taken

    def field(number):
        if number < 1:
            raise ValueError("0")
        return (list(STATIC) + dynamic[::-1])[number - 1]

    try:
        while rest:
            first = rest.pop(0)
            if first & 128:
                fields.append(field(integer(first, 7)))
                continue
            index = integer(first, 6 if first & 64 else 4)
            name = field(index)[0] if index else string()
            fields.append((name, string()))
            if first & 64:
                dynamic.append(fields[-1])
    except (IndexError, RuntimeError):
        raise ValueError("too short") from None
    return fields


ANSWERS.edits(
    ("found.append(table[index - 1])", "found.append(table[index])", "The tables begin with number 1"),
    ("found.append((name, value))", "found.append((name.decode(), value))", "01 and a number: the name is"),
    ("while at < len(block):", "while at < 1:", "Read field after field until the block ends"),
    (
        "            if first & 128:",
        "            if first & 192:",
        "01 and a number: the name is that of the table",
    ),
    (
        "index else text(block, at)",
        "True else text(block, at)",
        "01 and the number 0: the name is written out too",
    ),
    ("6 if first & 64 else 4", "6", "0001 is read as 0000 is"),
    (
        "if value < 2**bits - 1:",
        "if value <= 2**bits - 1:",
        "15 is the first number that four bits cannot hold",
    ),
    ("shift = at + 1, shift + 7", "shift = at + 1, shift + 8", "bytes of seven bits, the lowest first"),
    (
        "table.insert(61, (name, value))",
        "table.append((name, value))",
        "62 is the newest, 63 the one before it",
    ),
    ("table.insert(61, (name, value))", "pass", "A field after 01 enters the dynamic table"),
    ("            if first & 64:", "            if True:", "Of 0000 and 0001 nothing enters the table"),
    ("if at + length > len(data):", "if False:", "The block ends in the middle of a field"),
    ("if not index:", "if False:", "The number 0 is in no table"),
    ('raise ValueError("cut off, or no such number") from None', "raise", "Refuse it with a ValueError"),
    ("return found", "return dict(found)", "expected a list"),
)
