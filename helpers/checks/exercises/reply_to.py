"""1B: the first answer to a check. A server reads a line, the learner's function says what to send back."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.values import as_bytes, type_name
from helpers.checks.judges.wire import Wire, read_line, replying

__all__ = ["REPLY_TO"]


@dataclass(frozen=True, slots=True)
class Client:
    """One client: what is special about its line, and what it must hear."""

    about: str
    line: bytes
    expected: bytes


def _clients() -> Iterator[Client]:
    said, nothing = b"you said: ", b"say something\n"
    yield Client("a word", b"Hello\n", said + b"Hello\n")
    yield Client("two words", b"Hello there\n", said + b"Hello there\n")
    yield Client("a line with blanks around it", b"  Hello \n", said + b"Hello\n")
    yield Client("a line that ends with CR LF", b"Hello\r\n", said + b"Hello\n")
    yield Client("an empty line", b"\n", nothing)
    yield Client("a line of blanks", b"   \r\n", nothing)
    yield Client("letters beyond ASCII", "Grüße, 世界\n".encode(), said + "Grüße, 世界\n".encode())
    yield Client("bytes that are no text", b"\xff\xfe\x00\x01\n", said + b"\xff\xfe\x00\x01\n")


def _why(reply: bytes, client: Client) -> str:
    if not reply:
        return "The client got nothing at all."
    if not reply.endswith(b"\n"):
        return "The line end is missing, so the client still waits: a line ends with \\n."
    if client.expected.startswith(b"say"):
        return "Nothing was said, so ask for it: say something, and a line end."
    if reply.strip() == client.line.strip():
        return "That is an echo; put you said, a colon and a blank in front."
    if reply.replace(b"\r", b"").replace(b" ", b"") == client.expected.replace(b" ", b""):
        return "The words are right; too many or too few blanks or line ends are around them."
    return "The client expected something else."


async def _judge(trial: Trial) -> None:
    clients = list(_clients())
    trial.total, trial.unit = len(clients), "clients"
    about = ""

    async def respond(line: bytes) -> bytes:
        value = await trial.call(line, case=f"a client sends {about}: {line!r}")
        if (reply := as_bytes(value)) is None:
            trial.fail(f"Your function returned {type_name(value)}; what goes over a wire is bytes.")
        return reply

    async with Wire(replying(respond, read=read_line)) as wire:
        for client in clients:
            about = client.about
            reply = await wire.say(client.line)
            wire.look()
            if reply != client.expected:
                trial.fail(_why(reply, client), pair=(reply, client.expected))
            trial.done += 1


REPLY_TO = Exercise(
    name="reply_to",
    lesson="1B",
    title="Your first server",
    task='Nothing is written yet. Return the bytes b"you said: ", the line that came, and a line end.',
    hints=(
        "line.strip() is the line without blanks and without its end, whichever end that was.",
        "An empty bytes object is false: if not words: …",
        "Bytes are put together with +, and all parts must be bytes: b'…', not '…'.",
    ),
    rfc="",
    judge=_judge,
    praise="Eight clients connected to your server, and each heard what it should.",
)
