"""2B: what came after an id. Clients ask ``GET /poll?after=…``; the answer gets what the query said, or ``None``."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from helpers.checks.engine.values import describe, type_name
from helpers.checks.judges.cases import REFUSED, mistakes
from helpers.checks.judges.over_http import Asker, Visit, over_http
from helpers.checks.judges.wire import get
from helpers.protocols.http1 import parse_request_head

__all__ = ["judge"]

NONE = range(0)
TEXT = "The query is text, and as text '9' is greater than '10': make a number of it."
CAPPED = "The history is capped: its first message has the id 101, and stands at place 0."
PLACE = "An id is no place in the list: the oldest messages have fallen out, and the first is not number 1."


def _visits() -> Iterator[Visit]:
    few, capped = range(1, 4), range(101, 151)
    for query, ids, expected, why in (
        ("", few, few, "Who has nothing yet gets all of it: without ?after= the whole history."),
        ("?after=1", few, range(2, 4), "The client has message 1, and wants those behind it."),
        ("?after=3", few, NONE, "The client has the newest: nothing new is an empty list."),
        ("?after=0", few, few, "0 is before the first: all of it."),
        ("?after=9", range(2, 13), range(10, 13), TEXT),
        ("?after=148", capped, range(149, 151), CAPPED),
        ("?after=150", capped, NONE, CAPPED),
        ("?after=100", capped, capped, CAPPED),
        ("?after=7", capped, capped, "Message 8 fell out long ago: all that is still kept comes after 7."),
        ("?after=999", capped, NONE, "Nothing came after an id that was not given yet."),
        ("?after=5", NONE, NONE, "The history is empty."),
        ("", NONE, NONE, "The history is empty."),
        ("?after=yesterday", few, None, "This is no number."),
        ("?after=2.5", few, None, "Ids are whole numbers."),
        ("?after=", few, None, "after is there, and says nothing: that is not the same as leaving it out."),
        ("?after=yesterday", NONE, None, "Even where nobody has said anything yet, this is no number."),
    ):
        kept = f"{len(ids)} messages" + (f", ids {ids[0]} to {ids[-1]}" if ids else "")
        gets = REFUSED if expected is None else _messages(expected)
        client = Asker(get(f"/poll{query}"), gets)
        yield Visit(f"GET /poll{query} with {kept}", [[client]], why, (_messages(ids),))


def _messages(ids: range) -> list[dict[str, Any]]:
    return [{"id": number, "name": "Ada", "text": f"message {number}"} for number in ids]


def _after(request: bytes) -> str | None:
    query = urlsplit(parse_request_head(request).target).query
    return parse_qs(query, keep_blank_values=True).get("after", [None])[0]


def _shown(value: object) -> str:
    """The ids of messages, in a line."""
    if not isinstance(value, list):
        return describe(value)
    ids = [describe(one["id"]) if type(one) is dict and "id" in one else type_name(one) for one in value]
    listed = ids if len(ids) <= 8 else [*ids[:4], "…", *ids[-2:]]
    return f"{len(ids)} messages: {', '.join(listed)}" if ids else "an empty list"


_EXPLAIN = mistakes(
    (lambda messages, after: messages[int(after) :], PLACE),
    (lambda messages, after: [one for one in messages if str(one["id"]) > after], TEXT),
)


judge = over_http(_visits, _after, _EXPLAIN, shown=_shown)
