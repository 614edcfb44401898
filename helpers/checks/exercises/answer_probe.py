"""5B: the server's side of an upgrade: what a message on the new WebSocket means, and what goes out where."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.judges.cases import REFUSED, Case, mistakes, on_cases

__all__ = ["judge"]

HOME = "A request waits: let it come home with a noop, or its client waits for it and never goes on."
NOBODY = "No request waits: nothing is to be answered there."
QUEUE = "What was to be fetched goes over the WebSocket now, in its order, and nothing of it is lost."
KEEP = "Only a probe so far. What waits stays where it is: the client may still give the WebSocket up."
FIRST = "A WebSocket that joins a session begins with a probe: 2probe. Anything else is refused."
THEN = "After the probe an upgrade packet is expected: 5. Anything else is refused."
PROBED = "The probe is answered on the WebSocket: 3probe."
ONCE = "The session is here already: there is nothing to be probed or upgraded any more."
_CASES: tuple[tuple[str, bool, tuple[str, ...], str, str], ...] = (
    ("polling", False, (), "2probe", "A probe: answer 3probe on the WebSocket. Now the session is probing."),
    ("polling", True, (), "2probe", HOME),
    ("polling", False, ("4a",), "2probe", KEEP),
    ("probing", False, (), "5", "The upgrade: the session is on the WebSocket, and 5 itself has no answer."),
    ("probing", False, ("4a", "4b"), "5", QUEUE),
    ("probing", True, (), "5", HOME),
    ("websocket", False, (), "4hi", "A message after the upgrade is for the layer above: nothing to answer."),
    ("websocket", False, (), "3", "A pong after the upgrade: nothing to answer here."),
    ("polling", False, (), "2", FIRST),
    ("polling", False, (), "5", FIRST),
    ("polling", False, (), "4hi", FIRST),
    ("polling", False, (), "2probes", FIRST),
    ("polling", True, (), "3probe", FIRST),
    ("probing", False, (), "2probe", THEN),
    ("probing", False, ("4a",), "4hi", THEN),
    ("probing", False, (), "55", THEN),
    ("websocket", False, (), "2probe", ONCE),
    ("websocket", False, (), "5", ONCE),
)  # fmt: skip


def _answer(state: str, waits: bool, queue: list[str], message: str) -> Any:
    home = "6" if waits else None
    match state, message:
        case "polling", "2probe":
            return "probing", home, ["3probe"]
        case "probing", "5":
            return "websocket", home, queue
        case "websocket", _ if message not in ("2probe", "5"):
            return "websocket", None, []
    return REFUSED


def _cases() -> Iterator[Case]:
    for state, waits, queue, message, why in _CASES:
        args = (state, waits, list(queue), message)
        yield Case(args, _answer(*args), why)
    source = random.Random("answer_probe")
    for _ in range(30):
        state, message = source.choice((("polling", "2probe"), ("probing", "5"), ("websocket", "4x")))
        waits = state != "websocket" and source.random() < 0.5
        queue = (
            () if waits or state == "websocket" else tuple(f"4{one}" for one in range(source.randrange(4)))
        )
        why = {"polling": HOME if waits else KEEP, "probing": HOME if waits else QUEUE}.get(state, ONCE)
        args = (state, waits, list(queue), message)
        yield Case(args, _answer(*args), why)


_explain = mistakes(
    (lambda *args: (_answer(*args)[0], "6", _answer(*args)[2]), NOBODY),
    (lambda *args: (_answer(*args)[0], None, _answer(*args)[2]), HOME),
    (lambda *args: (*_answer(*args)[:2], [*_answer(*args)[2], *args[2]]), KEEP),
    (lambda *args: (*_answer(*args)[:2], []), lambda *args: QUEUE if args[0] == "probing" else PROBED),
    (lambda *args: (*_answer(*args)[:2], args[2][::-1]), QUEUE),
    (lambda *args: (args[0], *_answer(*args)[1:]), "The first of the three is the state from now on."),
)  # fmt: skip
judge = on_cases(_cases, _explain)
