"""4C: frames become messages, with control frames between the fragments (RFC 6455 §5.4, §5.5)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.judges.cases import Case, cut, first, on_cases

__all__ = ["judge"]

_CONTROL = "RFC 6455 §5.5"
_Frame = tuple[bool, int, bytes]
_HEL, _LO, _PING = (False, 1, b"Hel"), (True, 0, b"lo"), (True, 9, b"still there?")
_CASES = (
    Case(([],), ""),
    Case(([(True, 1, b"Hello")],), ""),
    Case(([_HEL, _LO],), "A frame with FIN off is not a message yet; the continuation (opcode 0) ends it."),
    Case(([_HEL, _PING, _LO],), "The ping comes out at once, before the message around it is complete.", _CONTROL),
    Case(([_HEL, _PING, (False, 0, b"l"), (True, 10, b""), (True, 0, b"o"), (True, 1, b"again")],), ""),
    Case(([(True, 2, b""), (False, 2, b""), (True, 0, b"")],), "A message may be empty."),
    Case(([_HEL],), "A message whose last frame is still to come is not given out."),
    Case(([_HEL, _LO, (False, 2, b"\0"), (True, 0, b"\1"), (True, 1, b"x")],), "Each message begins anew."),
    Case(([_LO],), "A continuation, and no message was begun."),
    Case(([_HEL, _LO, _LO],), "A continuation after the message was already complete."),
    Case(([_HEL, (True, 1, b"new")],), "A new message begins while the last one is unfinished."),
    Case(([(False, 2, b""), (True, 2, b"new")],),
         "A new message begins while the last one is unfinished. That it is still empty changes nothing."),
    Case(([(False, 9, b"half a ping")],), "A control frame must not be fragmented.", _CONTROL),
    Case(([_HEL, (False, 8, b""), _LO],), "A control frame must not be fragmented.", _CONTROL),
)  # fmt: skip


def _right(frames: list[_Frame]) -> object:
    """What completes, in the order in which it completes."""
    messages, kind, parts = list[tuple[int, bytes]](), 0, b""
    for fin, opcode, payload in frames:
        if opcode >= 8 and fin:
            messages.append((opcode, payload))
            continue
        if opcode >= 8 or bool(opcode) == bool(kind):
            raise ValueError("no message can be made of this")
        kind, parts = opcode or kind, parts + payload
        if fin:
            messages.append((kind, parts))
            kind, parts = 0, b""
    return messages


def _frames(source: random.Random) -> Iterator[_Frame]:
    for _ in range(source.randrange(1, 5)):
        pieces, kind = source.randrange(1, 5), source.choice((1, 2))
        size = source.randrange(pieces * 3)
        # §8.1: a text is UTF-8 as a whole, and may be cut inside a character
        payload = "".join(source.choices("aé€🙂", k=size)).encode() if kind == 1 else source.randbytes(size)
        for piece, part in enumerate(cut(payload, source, pieces)):
            if source.random() < 0.4:
                control = source.choice((8, 9, 10))
                yield True, control, source.randbytes(2) if control > 8 else b"\x03\xe8"  # 1000 closes
            yield piece == pieces - 1, 0 if piece else kind, part


_BYTES = "the payloads of its frames, in order, and nothing of the message before."


def _explain(case: Case, given: Any) -> str:
    at, expected = first_difference(given, case.expected), case.expected
    one, right = (*given[at : at + 1], ())[0], (*expected[at : at + 1], (0,))[0]
    only_order = sorted(map(repr, given)) == sorted(map(repr, expected))
    return case.why or first(
        (len(given) != len(expected), f"The messages that complete here are {len(expected)}; you gave {len(given)}."),
        (only_order, "All messages are there, in another order: each comes out when its last frame has come."),
        (not isinstance(one, tuple) or len(one) != 2, f"Message {at} is to be a pair, (opcode, payload)."),
        (one[:1] != right[:1], f"Message {at} has opcode {right[0]}: its first frame's, not a continuation's."),
        (True, f"Message {at} has other bytes: {_BYTES}"),
    )  # fmt: skip


judge = on_cases(_right, _CASES, _explain, by_chance=lambda source: Case(([*_frames(source)],)), runs=60)
