"""5B: the server's side of an upgrade: what a message on the new WebSocket means, and what goes out where."""

import random
from typing import Any

from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

HOME = "A request waits: let it come home with a noop, or its client waits for it and never goes on."
NOBODY = "No request waits: nothing is to be answered there."
QUEUE = "What was to be fetched goes over the WebSocket now, in its order, and nothing of it is lost."
KEEP = "Only a probe so far. What waits stays where it is: the client may still give the WebSocket up."
FIRST = "A WebSocket that joins a session begins with a probe: 2probe. Anything else is refused."
THEN = "After the probe an upgrade packet is expected: 5. Anything else is refused."
PROBED = "The probe is answered on the WebSocket: 3probe."
ONCE = "The session is here already: there is nothing to be probed or upgraded any more."
_CASES = (
    Case(("polling", False, [], "2probe"), "A probe: answer 3probe on the WebSocket. Now the session is probing."),
    Case(("polling", True, [], "2probe"), HOME),
    Case(("polling", False, ["4a"], "2probe"), KEEP),
    Case(("probing", False, [], "5"), "The upgrade: the session is on the WebSocket, and 5 itself has no answer."),
    Case(("probing", False, ["4a", "4b"], "5"), QUEUE),
    Case(("probing", True, [], "5"), HOME),
    Case(("websocket", False, [], "4hi"), "A message after the upgrade is for the layer above: nothing to answer."),
    Case(("websocket", False, [], "3"), "A pong after the upgrade: nothing to answer here."),
    Case(("polling", False, [], "2"), FIRST),
    Case(("polling", False, [], "5"), FIRST),
    Case(("polling", False, [], "4hi"), FIRST),
    Case(("polling", False, [], "2probes"), FIRST),
    Case(("polling", True, [], "3probe"), FIRST),
    Case(("probing", False, [], "2probe"), THEN),
    Case(("probing", False, ["4a"], "4hi"), THEN),
    Case(("probing", False, [], "55"), THEN),
    Case(("websocket", False, [], "2probe"), ONCE),
    Case(("websocket", False, [], "5"), ONCE),
)  # fmt: skip


def _right(state: str, waits: bool, queue: list[str], message: str) -> Any:
    home = "6" if waits else None
    match state, message:
        case "polling", "2probe":
            return "probing", home, ["3probe"]
        case "probing", "5":
            return "websocket", home, queue
        case "websocket", _ if message not in ("2probe", "5"):
            return "websocket", None, []
    raise ValueError("not now")


def _by_chance(source: random.Random) -> Case:
    state, message = source.choice((("polling", "2probe"), ("probing", "5"), ("websocket", "4x")))
    waits = state != "websocket" and source.random() < 0.5
    queue = [] if waits or state == "websocket" else [f"4{one}" for one in range(source.randrange(4))]
    why = {"polling": HOME if waits else KEEP, "probing": HOME if waits else QUEUE}.get(state, ONCE)
    return Case((state, waits, queue, message), why)


_MISTAKES = mistakes(
    (lambda *args: (_right(*args)[0], "6", _right(*args)[2]), NOBODY),
    (lambda *args: (_right(*args)[0], None, _right(*args)[2]), HOME),
    (lambda *args: (*_right(*args)[:2], [*_right(*args)[2], *args[2]]), KEEP),
    (lambda *args: (*_right(*args)[:2], []), lambda *args: QUEUE if args[0] == "probing" else PROBED),
    (lambda *args: (*_right(*args)[:2], args[2][::-1]), QUEUE),
    (lambda *args: (args[0], *_right(*args)[1:]), "The first of the three is the state from now on."),
)  # fmt: skip
judge = on_cases(_right, _CASES, _MISTAKES, by_chance=_by_chance, runs=30)
