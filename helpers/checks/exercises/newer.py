"""2B: what came after an id. Raw clients ask ``GET /poll?after=…`` over real connections.

The answer gets what the query said, as text or ``None``; a ``ValueError`` becomes a 400.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, type_name
from helpers.checks.judges.http_text import get, json_reply, status_and_json
from helpers.checks.judges.wire import Wire, replying
from helpers.protocols.http1 import parse_request_head

__all__ = ["NEWER"]

Message = dict[str, object]


@dataclass(frozen=True, slots=True)
class Client:
    """One client: its query, what is in the history, the ids it must get, or ``None`` for a refusal."""

    query: str
    ids: range
    expected: range | None
    why: str


def _clients() -> Iterator[Client]:
    few, capped = range(1, 4), range(101, 151)
    yield Client("", few, few, "Who has nothing yet gets all of it: without ?after= the whole history.")
    yield Client("?after=1", few, range(2, 4), "The client has message 1, and wants those behind it.")
    yield Client("?after=3", few, range(0), "The client has the newest: nothing new is an empty list.")
    yield Client("?after=0", few, few, "0 is before the first: all of it.")
    why = "The query is text, and as text '9' is greater than '10': make a number of it."
    yield Client("?after=9", range(8, 13), range(10, 13), why)
    why = "The history is capped: its first message has the id 101, and stands at place 0."
    yield Client("?after=148", capped, range(149, 151), why)
    yield Client("?after=150", capped, range(0), why)
    yield Client("?after=100", capped, capped, why)
    yield Client(
        "?after=7", capped, capped, "Message 8 fell out long ago: all that is still kept comes after 7."
    )
    yield Client("?after=999", capped, range(0), "Nothing came after an id that was not given yet.")
    yield Client("?after=5", range(0), range(0), "The history is empty.")
    yield Client("", range(0), range(0), "The history is empty.")
    yield Client("?after=yesterday", few, None, "This is no number.")
    yield Client("?after=2.5", few, None, "Ids are whole numbers.")
    yield Client(
        "?after=", few, None, "after is there, and says nothing: that is not the same as leaving it out."
    )


def _messages(ids: range) -> list[Message]:
    return [{"id": number, "name": "Ada", "text": f"message {number}"} for number in ids]


def _reply(trial: Trial, client: Client, outcome: Outcome) -> bytes:
    if isinstance(outcome.error, ValueError):
        return json_reply(400, {"error": "after must be a whole number"})
    if outcome.error is not None:
        return json_reply(500, {"error": outcome.reason})
    if not isinstance(outcome.value, list):
        trial.fail(f"Your function returned {type_name(outcome.value)}, expected a list of messages.")
    ids = client.expected
    if ids is not None and outcome.value != _messages(ids):
        trial.fail(client.why, pair=(Said(_listed(outcome.value)), Said(_listed(_messages(ids)))))
    return json_reply(200, {})


def _listed(messages: list[Message]) -> str:
    """The ids of messages, in a line."""
    ids = [describe(one["id"]) if type(one) is dict and "id" in one else type_name(one) for one in messages]
    shown = ids if len(ids) <= 8 else [*ids[:4], "…", *ids[-2:]]
    return f"{len(ids)} messages: {', '.join(shown)}" if ids else "an empty list"


def _judge_reply(trial: Trial, client: Client, reply: bytes) -> None:
    (status, said), wanted = status_and_json(reply), 200 if client.expected is not None else 400
    if status == wanted:
        return
    sentence = client.why
    if wanted == 400 and status == 200:
        sentence += " It was answered; refuse it: raise ValueError."
    elif status == 400:
        sentence += " It was refused."
    else:
        sentence += f" Your code raised something that the server does not expect, a 500: {str(said)[:120]}"
    trial.fail(sentence, pair=(Said(str(status)), Said(str(wanted))))


async def _judge(trial: Trial) -> None:
    clients = list(_clients())
    trial.total, trial.unit = len(clients), "clients"
    now = clients[0]

    async def respond(request: bytes) -> bytes:
        target = parse_request_head(request).target
        after = parse_qs(urlsplit(target).query, keep_blank_values=True).get("after", [None])[0]
        kept = f"{len(now.ids)} messages" + (f", ids {now.ids[0]} to {now.ids[-1]}" if now.ids else "")
        outcome = await trial.attempt(_messages(now.ids), after, case=f"GET {target} with {kept}")
        return _reply(trial, now, outcome)

    async with Wire(replying(respond)) as wire:
        for now in clients:
            reply = await wire.say(get(f"/poll{now.query}"))
            wire.look()
            _judge_reply(trial, now, reply)
            trial.done += 1


NEWER = Exercise(
    name="newer",
    lesson="2B",
    title="Only what is new",
    task="Nothing is written yet. Begin with after = None, a client that has nothing: it gets all messages.",
    hints=(
        "after is text, because a query is text: int(after). For text that is no number, int raises ValueError, "
        "which is just what is wanted.",
        "if after is None, and not: if not after. An empty after is a mistake of the client's.",
        "Compare ids, not places in the list: the oldest messages have fallen out.",
    ),
    rfc="",
    judge=_judge,
    praise="Fifteen clients asked, and each got what it did not have yet.",
)
