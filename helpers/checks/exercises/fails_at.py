"""4E: the first byte that no text can have there (RFC 6455 §8.1, RFC 3629 §4)."""

import random
from collections.abc import Iterator

from helpers.checks.judges.cases import Case, mistakes, on_cases
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.utf8 import Utf8Validator

__all__ = ["judge"]

_BEGINNING = "A character has begun, and its end may still come: nothing is wrong yet."
_TABLE = (
    Case((b"",), "Nothing has come: nothing is wrong."),
    Case((b"Hello",), "ASCII is UTF-8 as it is."),
    Case(("é€🙂".encode(),), "Characters of two, three and four bytes."),
    Case((b"\xff",), "0xff never appears in UTF-8."),
    Case((b"caf\xe9!",),
         "0xe9 begins a character of three bytes, and '!' does not continue it: '!' cannot be there."),
    Case((b"\x80",), "0x80 continues a character, and none has begun."),
    Case((b"caf\xc3",), _BEGINNING),
    Case((b"\xf0\x9f\x99",), _BEGINNING),
    Case((b"\xc3\x28",), "0xc3 wants one byte from 0x80 to 0xbf behind it."),
    Case((b"\xe2\x82\x28",), "0xe2 wants two bytes from 0x80 to 0xbf behind it: the second is none."),
    Case((b"\xc0\xaf",),
         "0xc0 and 0xc1 would write ASCII in two bytes. Overlong forms are wrong from their first byte."),
    Case((b"\xe0\x9f",), "0xe0 with less than 0xa0 behind it is overlong: two bytes would do."),
    Case((b"\xed\xa0",),
         "0xed and 0xa0 or more begin half of a UTF-16 pair. The second byte shows it: wait for no third."),
    Case((b"\xf0\x8f",), "0xf0 with less than 0x90 behind it is overlong: three bytes would do."),
    Case((b"\xf4\x90",), "0xf4 with 0x90 or more behind it is above U+10FFFF, the last character."),
    Case((b"\xf5",), "0xf5 and more would be above U+10FFFF: wrong from their first byte."),
    Case((b"ab\xed\xa0\x80cd",), "The place is counted from the beginning of the text, 0 for its first byte."),
)  # fmt: skip


def _fails_at(data: bytes) -> int | None:
    validator = Utf8Validator()
    for at, byte in enumerate(data):
        try:
            validator.receive_data(bytes([byte]))
        except RemoteProtocolError:
            return at
    return None


def _edges() -> Iterator[bytes]:
    """All that may and may not stand second, third and last."""
    for first in range(0x7F, 0x100):
        yield from (bytes((first, second)) for second in (0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0))
    for first in range(0xC2, 0xF5):
        yield from (bytes((first, second, 0x80, 0x80, 0x80)) for second in (0x80, 0x90, 0xA0))
    for start in (b"\xe1\x80", b"\xee\xbf", b"\xf1\x80", b"\xf0\x90\x80", b"\xf4\x8f\xbf"):
        for last in (0x7F, 0x80, 0xBF, 0xC0):
            yield from (start + bytes([last]) + rest for rest in (b"", b"\x80", b"a"))


def _by_chance(source: random.Random) -> Case:
    data = bytearray("".join(source.choices("aé€🙂", k=source.randrange(1, 9))).encode())
    data[source.randrange(len(data))] = source.choice((0x41, 0x80, 0xC3, 0xE2, 0xF0, 0xFE))
    return Case((bytes(data),))


def _place(case: Case, given: object) -> str:
    (data,), at = case.args, case.expected
    return case.why or (_BEGINNING if at is None else f"Byte {at}, 0x{data[at]:02x}, cannot stand there.")


def _start(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if _fails_at(data) is not None:
            return error.start
    raise ValueError("nothing is wrong")


_MISTAKES = mistakes(
    (_start, "That is where the character begins. Asked is the first byte that cannot stand where it stands."),
)  # fmt: skip
_CASES = (*_TABLE, *(Case((data,)) for data in _edges()))
judge = on_cases(_fails_at, _CASES, _MISTAKES, _place, by_chance=_by_chance, runs=60)
