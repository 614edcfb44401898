"""2B: which bodies are posts, and a reason for each that is not.

Raw clients post bodies over real connections. What the answer returns is stored (201), a ``ValueError`` is the reason
of a 400, anything else that it raises would be a 500. At the end only the right posts may have been stored.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, same, shorten, type_name
from helpers.checks.judges.http_text import json_reply, post, status_and_json
from helpers.checks.judges.wire import HEAD_END, Wire, replying

__all__ = ["READ_POST"]

NAME, TEXT = 40, 2000  # characters
RFC = "RFC 9110 §15.5.1"
ADA: dict[str, object] = {"name": "Ada", "text": "Hello"}
UTF_8 = "JSON travels in UTF-8 alone (RFC 8259 §8.1): decode it as that first."


@dataclass(frozen=True, slots=True)
class Client:
    """One client: what it posts; what is stored of that, or why it must be refused."""

    about: str
    body: bytes
    stored: dict[str, str] | None
    why: str = ""


def _taken(about: str, name: str, text: str, **more: object) -> Client:
    body = json.dumps({"name": name, "text": text, **more}, ensure_ascii=False).encode()
    return Client(about, body, {"name": name.strip(), "text": text.strip()})


def _refused(about: str, value: object, why: str) -> Client:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Client(about, body, None, why)


def _clients() -> Iterator[Client]:
    """In the order in which one writes the answer: JSON, the right kinds, the lengths, the encoding."""
    yield _taken("a name and a text", "Ada", "Hello")
    yield _taken("letters beyond ASCII", "Zoë", "Grüße, 世界 👋")
    yield _refused("an empty body", b"", "Nothing was sent, and nothing is no JSON.")
    yield _refused("plain text", b"Hello", "This is no JSON.")
    yield _refused("a JSON array", [ADA], "JSON, but an array: a post is an object.")
    yield _refused("the JSON text null", None, "JSON, but null: a post is an object.")
    yield _refused("no text", {"name": "Ada"}, "The text is missing.")
    yield _refused("no name", {"text": "Hello"}, "The name is missing.")
    yield _refused(
        "a number as text", ADA | {"text": 42}, "The text is a number; stored, it breaks every page."
    )
    yield _refused("a list as name", ADA | {"name": ["Ada"]}, "The name is a list; a name is a string.")
    yield from _lengths()
    yield _refused(
        "bytes that are not UTF-8", b'{"name": "Ada", "text": "\xff"}', "A byte here is not UTF-8."
    )
    yield _refused("JSON in UTF-16", json.dumps(ADA).encode("utf-16"), UTF_8)
    yield _taken("a member nobody asked for", "Ada", "Hello", admin=True)


def _lengths() -> Iterator[Client]:
    yield _taken("blanks around both", "  Ada ", "\n Hello  \n")
    yield _refused("an empty text", ADA | {"text": ""}, "The text is empty.")
    yield _refused("a text of blanks", ADA | {"text": " \n "}, "The text is nothing but blanks.")
    yield _refused("a name of blanks", ADA | {"name": "  "}, "The name is nothing but blanks.")
    yield _taken("one letter each", "A", "B")
    yield _taken("the longest name and text", "n" * NAME, "t" * TEXT)
    yield _taken("the longest text in letters of 4 bytes", "Ada", "👋" * TEXT)
    long = {"name": "n" * (NAME + 1)}, {"text": "t" * (TEXT + 1)}
    yield _refused("a name of 41 letters", ADA | long[0], "The name is longer than 40.")
    yield _refused("a text of 2,001 letters", ADA | long[1], "The text is longer than 2,000.")


def _said(value: object) -> Said:
    if type(value) is not dict:
        return Said(describe(value))
    return Said("\n".join(f"{describe(key)}: {describe(text, limit=60)}" for key, text in value.items()))


def _reply(trial: Trial, client: Client, outcome: Outcome) -> bytes:
    """What the server answers, for what came of the learner's function."""
    if isinstance(outcome.error, ValueError):
        reason = shorten(str(outcome.error), 200)
        if not reason and client.stored is None:
            trial.fail("Refused, but without a reason: ValueError says in words what is wrong.", rfc=RFC)
        return json_reply(400, {"error": reason})
    if outcome.error is not None:
        return json_reply(500, {"error": outcome.reason})
    value = outcome.value
    if client.stored is not None and not same(value, client.stored):
        sentence = "What would be stored is not what was meant."
        if type(value) is not dict:
            sentence = f"Your function returned {type_name(value)}, expected a dict with name and text."
        trial.fail(sentence, pair=(_said(value), _said(client.stored)))
    return json_reply(201, {})


def _judge_reply(trial: Trial, client: Client, reply: bytes) -> None:
    status, said = status_and_json(reply)
    wanted = 201 if client.stored is not None else 400
    if status == wanted:
        return
    reason = said.get("error", "")
    sentence = client.why or "This post is right."
    if status == 201:
        sentence += " It was stored; refuse it: raise ValueError with the reason."
    elif status == 500:
        sentence += (
            f" Your code raised {reason}, which is a 500: the client would try again. Raise ValueError."
        )
    else:
        sentence += f" It was refused: {reason}"
    pair = (Said(f"{status}"), Said(f"{wanted}"))
    trial.fail(sentence, pair=pair, rfc=RFC)


async def _judge(trial: Trial) -> None:
    clients = list(_clients())
    trial.total, trial.unit = len(clients), "clients"
    now = clients[0]

    async def respond(request: bytes) -> bytes:
        body = request.partition(HEAD_END)[2]
        outcome = await trial.attempt(body, case=f"a client posts {now.about}: {describe(body, limit=60)}")
        return _reply(trial, now, outcome)

    async with Wire(replying(respond)) as wire:
        for now in clients:
            reply = await wire.say(post("/poll", now.body))
            wire.look()
            _judge_reply(trial, now, reply)
            trial.done += 1


READ_POST = Exercise(
    name="read_post",
    lesson="2B",
    title="Take a post, or say why not",
    task="Nothing is written yet. Begin with the body that is right: decode it, json.loads it, return name and text.",
    hints=(
        'body.decode("utf-8") and json.loads(…) raise UnicodeDecodeError and JSONDecodeError. Both are ValueErrors '
        "already, and both say what is wrong.",
        "JSON can be anything: isinstance(value, dict) first. Then value.get(…) is None where a member is missing.",
        "isinstance(text, str), then strip(), then the length: from 1 to 40, from 1 to 2,000 characters.",
        "Build a new dict of the two. What else the client sent was not asked for.",
    ),
    rfc=RFC,
    judge=_judge,
    praise="Twenty-two clients: the posts are stored, and everybody else knows why not.",
)
