"""5B: one Socket.IO packet, from its text: type, attachments, namespace, id, payload."""

import json
import random
from collections.abc import Callable
from typing import Any

from helpers.checks.judges.cases import Case, on_cases, slips
from helpers.protocols.socketio.packets import parse_head, parse_payload

__all__ = ["judge"]

MANY = 10**9
_COMMA = "The namespace ends at the first comma, or where the text ends."
_ID = "Digits before the payload are the id: somebody waits for an acknowledgement."
_COUNT = "Types 5 and 6 say how many attachments follow: digits, then a dash."
_DASH = "Only types 5 and 6 have a count: here the dash belongs to something else."
_CASES = (
    Case(('2["foo"]',), "An event in the main namespace: no attachments, namespace /, no id."),
    Case(("0",), "A type alone: everything else has its default, and there is no payload: None."),
    Case(("0/admin,",), _COMMA),
    Case(("0/admin",), _COMMA),
    Case(("1/admin,",), _COMMA),
    Case(('2/admin,["bar"]',), _COMMA),
    Case(('2/a/b-c?d=1,["x"]',), f"{_COMMA} Whatever stands before belongs to it."),
    Case(('212["foo"]',), _ID),
    Case(('20["foo"]',), "0 is an id like any other: it is not None."),
    Case(('3/admin,13["bar"]',), _ID),
    Case(("31[]",), _ID),
    Case(('2["a",1,{"b":"c,d/e-f"}]',), "Commas, slashes and dashes inside the payload mean nothing here."),
    Case(('2/x,["a,b"]',), _COMMA),
    Case(('4{"message":"Not authorized"}',), "A refusal has its reason in the payload."),
    Case(('51-["baz",{"_placeholder":true,"num":0}]',), _COUNT),
    Case(('52-/admin,["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',), _COUNT),
    Case(('61-15["bar",{"_placeholder":true,"num":0}]',), f"{_COUNT} {_ID}"),
    Case(('510-/n,7["b"]',), "A count may have more than one digit, and so may an id."),
    Case(('2["€ 🙂"]',), "The payload is JSON, and any text may stand in it."),
    Case(('2/grüße,["a"]',), "A namespace may have any letters but a comma."),
    Case(("",), "Nothing: not even a type."),
    Case(("7",), "There is no type 7: they go from 0 to 6."),
    Case(("abc",), "A packet begins with a digit from 0 to 6."),
    Case(('٢["a"]',), "This is a two, and a digit to Python, but it is not the character 2."),
    Case(('2٣["a"]',), "This is a three, and a digit to Python, but it is not the character 3: an id has 0 to 9."),
    Case(('5["a"]',), f"{_COUNT} Here is no count."),
    Case(('5-["a"]',), f"{_COUNT} Here is no digit."),
    Case(('51["a"]',), f"{_COUNT} Here is no dash, so 1 is no count."),
    Case(('51/a-b,["a"]',), f"{_COUNT} The dash of the namespace is not that of the count."),
    Case(('21-["a"]',), _DASH),
    Case(("2[",), "A payload that is not JSON."),
    Case(('2abc["a"]',), "A payload that is not JSON."),
    Case(("0/admin,{",), "A payload that is not JSON."),
)  # fmt: skip


def _right(text: str) -> tuple[object, ...]:
    head = parse_head(text, most=MANY)
    return int(head.type), head.attachments, head.namespace, head.id, parse_payload(text[head.size :])


def _by_chance(source: random.Random) -> Case:
    count, number = source.randrange(1, 30), source.choice(("", "0", str(source.randrange(10**6))))
    start = source.choice(("2", "3", f"5{count}-", f"6{count}-"))
    namespace = source.choice(("", "/a-1,", "/b/2?c,"))
    text = f"{start}{namespace}{number}{json.dumps(['x', source.randrange(9), {'a,/-': [None]}])}"
    return Case((text,), "Type, attachments, namespace, id, payload: in this order.")


def _instead(place: int, wrong: Callable[[Any], object]) -> Callable[[Any], object]:
    """The right answer with another value at one place."""
    return lambda right: (*right[:place], wrong(right[place]), *right[place + 1 :])


_explain = slips(
    (_instead(1, lambda count: 0), _COUNT),
    (_instead(2, lambda name: "/"), "The namespace stands before the id, and begins with a slash."),
    (_instead(2, lambda name: f"{name},"), "The comma ends the namespace, and does not belong to it."),
    (_instead(3, str), "The id is a number."),
    (_instead(3, lambda number: None), "0 is an id like any other: it is not None."),
    (_instead(3, lambda number: 0), "Without digits there is no id: None."),
    (_instead(0, str), "The type is a number."),
)
judge = on_cases(_right, _CASES, _explain, by_chance=_by_chance, runs=60)
