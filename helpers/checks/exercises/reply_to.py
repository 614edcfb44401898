"""1B: the first answer to a check. A server reads a line, the learner's function says what to send back."""

from collections.abc import Iterator

from helpers.checks.engine.verdict import Finding
from helpers.checks.judges.over_wire import Caller, over_wire
from helpers.checks.judges.wire import read_line

__all__ = ["judge"]


def _clients() -> Iterator[Caller]:
    said, nothing = b"you said: ", b"say something\n"
    for about, line, hears in (
        ("a word", b"Hello\n", said + b"Hello\n"),
        ("two words", b"Hello there\n", said + b"Hello there\n"),
        ("a line with blanks around it", b"  Hello \n", said + b"Hello\n"),
        ("a line that ends with CR LF", b"Hello\r\n", said + b"Hello\n"),
        ("an empty line", b"\n", nothing),
        ("a line of blanks", b"   \r\n", nothing),
        ("letters beyond ASCII", "Grüße, 世界\n".encode(), said + "Grüße, 世界\n".encode()),
        ("bytes that are no text", b"\xff\xfe\x00\x01\n", said + b"\xff\xfe\x00\x01\n"),
        ("words with more than a blank between them", b"one  two\t three\n", said + b"one  two\t three\n"),
    ):
        yield Caller(f"{about}: {line!r}", line, hears)


def _wrong(client: Caller, reply: bytes) -> Finding | None:
    if reply == client.hears:
        return None
    return Finding(_why(reply, client), pair=(reply, client.hears))


def _why(reply: bytes, client: Caller) -> str:
    if not reply:
        return "The client got nothing at all."
    if not reply.endswith(b"\n"):
        return "The line end is missing, so the client still waits: a line ends with \\n."
    if client.hears.startswith(b"say"):
        return "Nothing was said, so ask for it: say something, and a line end."
    if reply.strip() == client.sends.strip():
        return "That is an echo; put you said, a colon and a blank in front."
    if reply == b"you said: %b\n" % b" ".join(client.sends.split()):
        return "Blanks around the words do not matter; those between them are part of what was said."
    if reply.split() == client.hears.split():
        return "The words are right; too many or too few blanks or line ends are around them."
    return "The client expected something else."


judge = over_wire(_clients, _wrong, read=read_line, no_bytes="; what goes over a wire is bytes.")
