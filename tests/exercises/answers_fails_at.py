import codecs

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.utf8 import Utf8Validator
from tests.exercises.proofs import Answers

ANSWERS = Answers("fails_at")


@ANSWERS.right
def byte_by_byte_with_the_courses_own(data):
    validator = Utf8Validator()
    for at in range(len(data)):
        try:
            validator.receive_data(data[at : at + 1])
        except RemoteProtocolError:
            return at
    return None


@ANSWERS.right
def asks_whether_an_end_is_possible(data: bytes) -> int | None:
    """A beginning is possible where some bytes behind it make it whole."""
    ends = [
        b"",
        b"\x80",
        b"\xa0",
        b"\x90",
        b"\x80\x80",
        b"\xa0\x80",
        b"\x90\x80\x80",
        b"\x80\x80\x80",
        b"\x90\x80",
    ]

    def possible(part):
        for end in ends:
            try:
                (part + end).decode("utf-8")
            except UnicodeDecodeError:
                continue
            return True
        return False

    return next((at for at in range(len(data)) if not possible(data[: at + 1])), None)


@ANSWERS.wrong("That is where the character begins")
def as_python_says(data):
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start if error.reason != "unexpected end of data" else None
    return None


@ANSWERS.wrong("That is where the character begins")
def at_the_end_of_it(data):
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.end - 1
    return None


@ANSWERS.wrong("half of a UTF-16 pair. The second byte shows it")
def with_pythons_incremental_decoder(data):
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(len(data)):
        try:
            decoder.decode(data[at : at + 1])
        except UnicodeDecodeError:
            return at
    return None


LAST = "allowed = NARROWER.get(byte, USUAL)"
RANGE = "if byte not in allowed:"
ANSWERS.edits(
    ("0xC2 <= byte", "0xC0 <= byte", "Overlong forms are wrong from their first byte"),
    ("<= 0xF4:", "<= 0xF7:", "0xf5 and more would be above U+10FFFF"),
    ("0xE0: range(0xA0, 0xC0), ", "", "overlong: two bytes would do"),
    ("0xED: range(0x80, 0xA0), ", "", "half of a UTF-16 pair"),
    ("0xF0: range(0x90, 0xC0), ", "", "overlong: three bytes would do"),
    (", 0xF4: range(0x80, 0x90)", "", "above U+10FFFF, the last character"),
    (RANGE, "if byte < 0x80:", "overlong: two bytes would do"),
    ("elif byte >= 0x80:", "elif byte > 0x80:", "0x80 continues a character, and none has begun"),
    ("wanted - 1, USUAL", "wanted - 1, allowed", "Characters of two, three and four bytes"),
    (LAST, f"{LAST}\n    return len(data) - wanted if wanted else None", "its end may still come"),
    (LAST, f"{LAST}\n    return len(data)", "Nothing has come: nothing is wrong"),
    (LAST, f"{LAST}\n    return False", "Nothing has come: nothing is wrong"),
)  # fmt: skip
