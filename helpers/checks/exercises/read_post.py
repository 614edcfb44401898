"""2B: which bodies are posts, and a reason for each that is not. What the answer gives is stored."""

import json
from collections.abc import Iterator

from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import describe
from helpers.checks.judges.cases import REFUSED
from helpers.checks.judges.http_text import post
from helpers.checks.judges.over_http import Client, Visit, over_http
from helpers.checks.judges.wire import HEAD_END

__all__ = ["READ_POST"]

NAME, TEXT = 40, 2000  # characters
ADA: dict[str, object] = {"name": "Ada", "text": "Hello"}
UNSEEN = "This is not empty, and yet nobody sees anything of it: {} shows nothing."
UTF_8 = "JSON travels in UTF-8 alone (RFC 8259 §8.1): decode it as that first."


def _visit(about: str, value: object, gets: object, why: str) -> Visit:
    body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    said = f"a client posts {about}: {describe(body, limit=60)}"
    return Visit(said, [[Client(post("/poll", body), gets)]], why)


def _taken(about: str, **members: object) -> Visit:
    stored = {member: str(members[member]).strip() for member in ("name", "text")}
    return _visit(about, members, stored, "This post is right.")


def _refused(about: str, value: object, why: str) -> Visit:
    return _visit(about, value, REFUSED, why)


def _visits() -> Iterator[Visit]:
    """In the order in which one writes the answer: JSON, the right kinds, the lengths, the encoding."""
    yield _taken("a name and a text", name="Ada", text="Hello")
    yield _taken("letters beyond ASCII", name="Zoë", text="Grüße, 世界 👋")
    yield _refused("an empty body", b"", "Nothing was sent, and nothing is no JSON.")
    yield _refused("plain text", b"Hello", "This is no JSON.")
    yield _refused("a JSON array", [ADA], "JSON, but an array: a post is an object.")
    yield _refused("the JSON text null", None, "JSON, but null: a post is an object.")
    yield _refused("no text", {"name": "Ada"}, "The text is missing.")
    yield _refused("no name", {"text": "Hello"}, "The name is missing.")
    number, a_list = ADA | {"text": 42}, ADA | {"name": ["Ada"]}
    yield _refused("a number as text", number, "The text is a number; stored, it breaks every page.")
    yield _refused("a list as name", a_list, "The name is a list; a name is a string.")
    yield from _lengths()
    not_utf_8 = b'{"name": "Ada", "text": "\xff"}'
    yield _refused("bytes that are not UTF-8", not_utf_8, "A byte here is not UTF-8.")
    yield _refused("JSON in UTF-16", json.dumps(ADA).encode("utf-16"), UTF_8)
    yield _taken("a member nobody asked for", name="Ada", text="Hello", admin=True)


def _lengths() -> Iterator[Visit]:
    yield _taken("blanks around both", name="  Ada ", text="\n Hello  \n")
    yield _refused("an empty text", ADA | {"text": ""}, "The text is empty.")
    yield _refused("a text of blanks", ADA | {"text": " \n "}, "The text is nothing but blanks.")
    yield _refused("a name of blanks", ADA | {"name": "  "}, "The name is nothing but blanks.")
    yield _taken("one letter each", name="A", text="x")
    yield _taken("the longest name and text", name="n" * NAME, text="t" * TEXT)
    yield _taken("the longest text in letters of 4 bytes", name="Ada", text="👋" * TEXT)
    long = {"name": "n" * (NAME + 1)}, {"text": "t" * (TEXT + 1)}
    yield _refused("a name of 41 letters", ADA | long[0], "The name is longer than 40.")
    yield _refused("a text of 2,001 letters", ADA | long[1], "The text is longer than 2,000.")
    for member, unseen in (("name", "\u200b"), ("name", "\u3164"), ("text", "\ufeff")):
        called = f"U+{ord(unseen):04X}"
        yield _refused(f"a {member} of {called} alone", ADA | {member: unseen}, UNSEEN.format(called))
    mixed = ADA | {"text": "\u200b \u3164"}
    yield _refused("a text of such letters and a blank", mixed, UNSEEN.format("U+200B, blank, U+3164"))
    yield _taken("such a letter among others", name="Ada", text="da\u200bheim")


def _shown(value: object) -> str:
    if type(value) is not dict:
        return describe(value)
    return "\n".join(f"{describe(key)}: {describe(text, limit=60)}" for key, text in value.items())


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
        "strip also takes the characters to strip: nothing may be left to see of blanks, U+200B, U+3164 and U+FEFF.",
        "Build a new dict of the two. What else the client sent was not asked for.",
    ),
    rfc="RFC 9110 §15.5.1",
    judge=over_http(
        _visits,
        lambda request: request.partition(HEAD_END)[2],
        lambda case, value: "What would be stored is not what was meant.",
        shown=_shown,
    ),
    praise="Twenty-seven clients: the posts are stored, and everybody else knows why not.",
)
