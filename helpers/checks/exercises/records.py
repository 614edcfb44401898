"""6C: records out of pieces: each ends with 0x1E, however a WebSocket has cut them."""

import random

from helpers.checks.judges.cases import Case, cut, on_cases, slips
from helpers.protocols.signalr.records import Records, record

__all__ = ["judge"]

_ENDS = "0x1E ends a record: what stands before it is whole."
_REST = "No 0x1E has come after it: keep it as the rest, for the next piece."
_JOIN = "The rest from before belongs in front of the first record that ends now."
_MANY = "Several records may come in one piece, in their order."
_LINES = "Only 0x1E ends a record. splitlines() knows more ends, and 0x1D is one of them."
_EMPTY = "Nothing before its 0x1E is a record, too, an empty one: somebody else may refuse it."
_SPACES = "Spaces belong to the record: JSON may have them, and so may a text in it."
_CASES = (
    Case(("", "{}\x1e"), _ENDS),
    Case(("", '{"type":6}\x1e{}\x1e'), _MANY),
    Case(("", '{"type"'), _REST),
    Case(('{"type"', ":6}\x1e"), _JOIN),
    Case(('{"type"', ":6"), "Still no 0x1E: the rest grows."),
    Case(('{"type"', ':6}\x1e{}\x1e{"ty'), f"{_JOIN} What follows the last 0x1E is the new rest."),
    Case(("{}", "\x1e"), "The 0x1E alone may come in a piece of its own."),
    Case(("", "{}\x1e"), "Nothing is left: the rest is an empty text."),
    Case(("", ""), "Nothing came: no records, and no rest."),
    Case(("{", ""), "Nothing came, and the rest from before is still the rest."),
    Case(("", "\x1e"), _EMPTY),
    Case(("", "{}\x1e\x1e{}\x1e"), _EMPTY),
    Case(("", "a\nb\x1dc\x1fd\x1e"), _LINES),
    Case(("", " {} \x1e "), _SPACES),
    Case(("", "grüß € 😀\x1e"), "Text is text."),
)  # fmt: skip


def _right(rest: str, text: str) -> tuple[list[str], str]:
    records = Records()
    records.receive(rest)
    return records.receive(text), records.rest


def _by_chance(source: random.Random) -> Case:
    texts = ["{ab\n }"[: source.randrange(7)] for _ in range(source.randrange(1, 5))]
    said = "".join(map(record, texts)) + "{}"[: source.randrange(3)]
    rest, text = (piece.decode() for piece in cut(said.encode(), source, 2))
    return Case((rest.rpartition("\x1e")[2], text), "Cut anywhere, the same records come out.")


_explain = slips(
    (
        lambda right: (right[0], right[1] or None),
        "The second is the rest, a text: empty where nothing is left.",
    ),
    (lambda right: ([record(one) for one in right[0]], right[1]), "0x1E ends a record and is no part of it."),
    (lambda right: (right[0], ""), _REST),
    (lambda right: ([one for one in right[0] if one], right[1]), _EMPTY),
    (lambda right: ([one.strip() for one in right[0]], right[1].strip()), _SPACES),
)
judge = on_cases(_right, _CASES, _explain, by_chance=_by_chance)
