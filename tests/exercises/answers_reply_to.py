import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("reply_to")


@ANSWERS.right
def strips_and_adds(line: bytes) -> bytes:
    words = line.strip()
    if not words:
        return b"say something\n"
    return b"you said: " + words + b"\n"


@ANSWERS.right
def with_an_expression(line: bytes) -> bytes:
    found = re.fullmatch(rb"\s*(.*?)\s*", line, re.DOTALL)
    return b"you said: %b\n" % found[1] if found[1] else b"say something\n"


@ANSWERS.right
def with_join(line):
    words = b" ".join([b"you said:", line.strip()])
    return words + b"\n" if line.strip() else b"say something\n"


@ANSWERS.right
def with_a_bytearray(line):
    reply = bytearray(b"you said: ")
    reply += line.strip(b" \r\n\t")
    reply += b"\n"
    return reply if len(reply) > 11 else b"say something\n"


@ANSWERS.right
async def may_be_a_coroutine(line):
    words = line.strip()
    return b"you said: %b\n" % words if words else b"say something\n"


@ANSWERS.wrong("That is an echo")
def an_echo(line):
    return line


@ANSWERS.wrong("returned text (str); what goes over a wire is bytes")
def text(line):
    return "you said: " + line.decode() + "\n"


@ANSWERS.wrong("Your code raised TypeError")
def text_and_bytes(line):
    return "you said: " + line


@ANSWERS.wrong("The line end is missing")
def no_line_end(line):
    return b"you said: " + line.strip()


@ANSWERS.wrong("too many or too few blanks or line ends")
def keeps_the_blanks(line):
    return b"you said: " + line


@ANSWERS.wrong("Nothing was said, so ask for it")
def says_nothing_was_said(line):
    return b"you said: " + line.strip() + b"\n"


@ANSWERS.wrong("Your code raised UnicodeDecodeError")
def believes_it_is_text(line):
    words = line.decode().strip()
    return f"you said: {words}\n".encode() if words else b"say something\n"


@ANSWERS.wrong("The client got nothing at all")
def silence(line):
    return b""


@ANSWERS.wrong("returned None")
def no_return(line):
    b"you said: " + line
