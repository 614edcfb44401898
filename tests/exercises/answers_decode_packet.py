import json

from tests.exercises.proofs import Answers

ANSWERS = Answers("decode_packet")


@ANSWERS.right
def letter_by_letter(text):
    if text[:1] not in tuple("0123456"):
        raise ValueError("no type")
    kind, at, attachments, namespace = int(text[0]), 1, 0, "/"
    digits = ""
    if kind > 4:
        while text[at : at + 1] in tuple("0123456789"):
            digits, at = digits + text[at], at + 1
        if not digits or text[at : at + 1] != "-":
            raise ValueError("no count")
        attachments, at = int(digits), at + 1
    if text[at : at + 1] == "/":
        end = text.find(",", at)
        end = len(text) if end < 0 else end
        namespace, at = text[at:end], end + 1
    digits = ""
    while text[at : at + 1] in tuple("0123456789"):
        digits, at = digits + text[at], at + 1
    payload = json.loads(text[at:]) if text[at:] else None
    return kind, attachments, namespace, int(digits) if digits else None, payload


@ANSWERS.right
def by_partition(text):
    if not text or text[0] not in "0123456":
        raise ValueError("no type")
    kind, rest, attachments, namespace = int(text[0]), text[1:], "0", "/"
    if kind in (5, 6):
        attachments, dash, rest = rest.partition("-")
        if not dash or not attachments.isdecimal() or not attachments.isascii():
            raise ValueError("no count")
    if rest.startswith("/"):
        namespace, _, rest = rest.partition(",")
    payload = rest.lstrip("0123456789")
    number = rest[: len(rest) - len(payload)]
    return (
        kind,
        int(attachments),
        namespace,
        int(number) if number else None,
        json.loads(payload) if payload else None,
    )


BINARY = "if (kind in (5, 6)) != bool(count):"
PATTERN = r'"([0-6])(?:([0-9]*)-)?(?:(/[^,]*),?)?([0-9]*)"'
ANSWERS.edits(
    (PATTERN, r'"([0-6])(?:([0-9]*)-)?(?:(/[^,]*),)?([0-9]*)"', "where the text ends"),
    (PATTERN, r'"([0-6])(?:([0-9]*)-)?(?:(/.*),)?([0-9]*)"', "where the text ends"),
    (PATTERN, r'"([0-6])(?:([0-9]*)-)?(?:(/[^,]*),?)?([0-9]?)"', "Digits before the payload are the id"),
    (PATTERN, r'"([0-6])(?:([0-9])-)?(?:(/[^,]*),?)?([0-9]*)"', "A count may have more than one digit"),
    (PATTERN, r'"(\d)(?:([0-9]*)-)?(?:(/[^,]*),?)?([0-9]*)"', "There is no type 7"),
    (PATTERN, r'"([0-6])(?:([0-9]*)-)?(?:(/[^,]*),?)?(\d*)"', "an id has 0 to 9"),
    (BINARY, "if False:", "Here is no count"),
    (BINARY, "if kind in (5, 6) and not count:", "here the dash belongs to something else"),
    ('int(count or "0")', "0", "Types 5 and 6 say how many"),
    ('namespace or "/"', "namespace", "An event in the main namespace"),
    ('namespace or "/"', '"/"', "The namespace stands before the id"),
    ("int(number) if number else None", "int(number or 0)", "Without digits there is no id"),
    ("int(number) if number else None", "number or None", "The id is a number"),
    ("int(number) if number else None", "int(number or 0) or None", "0 is an id like any other"),
    ("int(digit)", "digit", "The type is a number"),
    ("json.loads(rest) if rest else None", "json.loads(rest)", "raised JSONDecodeError"),
    ("json.loads(rest) if rest else None", "rest or None", "An event in the main namespace"),
    ("if found is None:", "if False:", "Refuse it with a ValueError"),
)  # fmt: skip
