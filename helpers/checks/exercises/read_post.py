"""2B: which bodies are posts, and a reason for each that is not. What the answer gives is stored."""

import json
from collections.abc import Iterator

from helpers.checks.engine.values import describe
from helpers.checks.judges.cases import REFUSED
from helpers.checks.judges.over_http import Asker, Visit, over_http
from helpers.checks.judges.wire import HEAD_END, post

__all__ = ["judge"]

ADA: dict[str, object] = {"name": "Ada", "text": "Hello"}
UNSEEN = "This is not empty, and yet nobody sees anything of it: {} shows nothing."
# In the order in which one writes the answer. A body without a reason to refuse it is stored, stripped.
BODIES: tuple[tuple[str, object, str], ...] = (
    ("a name and a text", ADA, ""),
    ("letters beyond ASCII", {"name": "Zoë", "text": "Grüße, 世界 👋"}, ""),
    ("an empty body", b"", "Nothing was sent, and nothing is no JSON."),
    ("plain text", b"Hello", "This is no JSON."),
    ("a JSON array", [ADA], "JSON, but an array: a post is an object."),
    ("the JSON text null", None, "JSON, but null: a post is an object."),
    ("no text", {"name": "Ada"}, "The text is missing."),
    ("no name", {"text": "Hello"}, "The name is missing."),
    ("a number as text", ADA | {"text": 42}, "The text is a number; stored, it breaks every page."),
    ("a list as name", ADA | {"name": ["Ada"]}, "The name is a list; a name is a string."),
    ("blanks around both", {"name": "  Ada ", "text": "\n Hello  \n"}, ""),
    ("an empty text", ADA | {"text": ""}, "The text is empty."),
    ("a text of blanks", ADA | {"text": " \n "}, "The text is nothing but blanks."),
    ("a name of blanks", ADA | {"name": "  "}, "The name is nothing but blanks."),
    ("one letter each", {"name": "A", "text": "x"}, ""),
    ("the longest name and text", {"name": "n" * 40, "text": "t" * 2000}, ""),
    ("the longest text in letters of 4 bytes", ADA | {"text": "👋" * 2000}, ""),
    ("a name of 41 letters", ADA | {"name": "n" * 41}, "The name is longer than 40."),
    ("a text of 2,001 letters", ADA | {"text": "t" * 2001}, "The text is longer than 2,000."),
    ("a name of U+200B alone", ADA | {"name": "\u200b"}, UNSEEN.format("U+200B")),
    ("a name of U+3164 alone", ADA | {"name": "\u3164"}, UNSEEN.format("U+3164")),
    ("a text of U+FEFF alone", ADA | {"text": "\ufeff"}, UNSEEN.format("U+FEFF")),
    ("a text of two such and a blank", ADA | {"text": "\u200b \u3164"}, UNSEEN.format("U+200B, blank, U+3164")),
    ("such a letter among others", ADA | {"text": "da\u200bheim"}, ""),
    ("bytes that are not UTF-8", b'{"name": "Ada", "text": "\xff"}', "A byte here is not UTF-8."),
    ("JSON in UTF-16", json.dumps(ADA).encode("utf-16"),
     "JSON travels in UTF-8 alone (RFC 8259 §8.1): decode it as that first."),
    ("a member nobody asked for", ADA | {"admin": True}, ""),
)  # fmt: skip


def _visits() -> Iterator[Visit]:
    for about, value, why in BODIES:
        body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        fields = value if isinstance(value, dict) and not why else {}
        stored = {key: text.strip() for key, text in fields.items() if key in ADA} or REFUSED
        said = f"a client posts {about}: {describe(body, limit=60)}"
        yield Visit(said, [[Asker(post("/poll", body), stored)]], why or "This post is right.")


def _shown(value: object) -> str:
    if type(value) is not dict:
        return describe(value)
    return "\n".join(f"{describe(key)}: {describe(text, limit=60)}" for key, text in value.items())


judge = over_http(
    _visits,
    lambda request: request.partition(HEAD_END)[2],
    lambda case, value: "What would be stored is not what was meant.",
    shown=_shown,
)
