import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("reply_to")


@ANSWERS.right
def with_an_expression(line: bytes) -> bytes:
    found = re.fullmatch(rb"\s*(.*?)\s*", line, re.DOTALL)
    return b"you said: %b\n" % found[1] if found[1] else b"say something\n"


@ANSWERS.right
def with_a_bytearray(line):
    reply = bytearray(b"you said: ")
    reply += line.strip(b" \r\n\t")
    reply += b"\n"
    return reply if len(reply) > 11 else b"say something\n"


LAST = 'b"you said: " + words + b"\\n"'
ANSWERS.right_edits(
    ("words = line.strip()", "words = line.lstrip().rstrip()"),
    (LAST, 'b" ".join([b"you said:", words]) + b"\\n"'),
    ("def", "async def"),
)
ANSWERS.edits(
    (LAST, "line", "That is an echo"),
    (LAST, '"you said: " + line.decode() + "\\n"', "returned text (str); what goes over a wire is bytes"),
    (LAST, '"you said: " + line', "Your code raised TypeError"),
    (LAST, 'b"you said: " + words', "The line end is missing"),
    (LAST, 'b"you said: " + line', "too many or too few blanks or line ends"),
    ("if not words", "if False", "Nothing was said, so ask for it"),
    (LAST, 'f"you said: {words.decode()}\\n".encode()', "Your code raised UnicodeDecodeError"),
    (LAST, 'b""', "The client got nothing at all"),
    (f"return {LAST}", LAST, "returned None"),
    ("line.strip()", 'b" ".join(line.split())', "those between them are part of what was said"),
)
