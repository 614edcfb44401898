import base64
import binascii

from tests.exercises.proofs import Answers

ANSWERS = Answers("read_payload")


@ANSWERS.right
def one_by_one(body, limit):
    if len(body) > limit:
        raise ValueError("too long")
    found = []
    for part in body.split(b"\x1e"):
        if part[:1] == b"b":
            found.append(base64.b64decode(part[1:], validate=True))
        elif part[:1] and part[:1] in b"0123456":
            found.append(part.decode())
        else:
            raise ValueError(part)
    return found


@ANSWERS.right
def with_a_table(body, limit):
    readers = dict.fromkeys("0123456", str) | {
        "b": lambda text: binascii.a2b_base64(text[1:].encode(), strict_mode=True)
    }
    if len(body) > limit or not body:
        raise ValueError("empty, or too long")
    packets = body.decode("utf-8").split(chr(30))
    try:
        return [readers[packet[0]](packet) for packet in packets]
    except (KeyError, IndexError) as error:
        raise ValueError("no packet") from error


TYPE = 'if not packet or packet[0] not in "0123456b":'
SPLIT = 'text.split("\\x1e")'
ANSWERS.edits(
    ("if len(body) > limit:", "if False:", "More than 60 bytes"),
    ("if len(body) > limit:", "if len(body) >= limit:", "60 bytes may come"),
    ("if len(body) > limit:", "if len(body.decode()) > limit:", "The limit is in bytes"),
    (SPLIT, "text.splitlines()", "splitlines() knows more ends"),
    (SPLIT, "[text]", "0x1E stands between packets"),
    (TYPE, "if not packet:", "There is no type 7"),
    (TYPE, 'if packet and packet[0] not in "0123456b":', "raised IndexError"),
    (TYPE, 'if not packet or not packet[0].isdigit() and packet[0] != "b":', "There is no type 7"),
    (", validate=True", "", "passes over it"),
    ('packet[0] == "b"', 'packet[0] == "x"', "Bytes are written as b and base64"),
    ("base64.b64decode(packet[1:], validate=True)", "packet[1:]", "Bytes are written as b and base64"),
    ("else packet", "else packet[1:]", "Keep the type"),
    ('body.decode("utf-8")', 'body.decode("utf-8", "replace")', "This is no UTF-8"),
)  # fmt: skip
