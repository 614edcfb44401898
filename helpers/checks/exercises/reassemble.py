"""4C: frames become messages, with control frames between the fragments (RFC 6455 §5.4, §5.5)."""

import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.engine.compare import first_difference
from helpers.checks.engine.exercise import Exercise
from helpers.checks.judges.cases import REFUSED, Case, cut, on_cases

__all__ = ["REASSEMBLE"]

_Frame = tuple[bool, int, bytes]
_HEL, _LO, _PING = (False, 1, b"Hel"), (True, 0, b"lo"), (True, 9, b"still there?")
_AT_ONCE = "The ping comes out at once, before the message around it is complete."
_INSIDE = "A new message begins while the last one is unfinished."
_FRAGMENTED = "A control frame must not be fragmented."
_CONTROL = "RFC 6455 §5.5"


def _case(frames: list[_Frame], why: str = "", rfc: str = "") -> Case:
    """What completes, in the order in which it completes."""
    messages, kind, parts = list[tuple[int, bytes]](), 0, b""
    for fin, opcode, payload in frames:
        if opcode >= 8:
            messages.append((opcode, payload))
            continue
        kind, parts = opcode or kind, parts + payload
        if fin:
            messages.append((kind, parts))
            kind, parts = 0, b""
    return Case((frames,), messages, why, rfc)


def _cases() -> Iterator[Case]:
    yield from (_case([]), _case([(True, 1, b"Hello")]))
    yield _case(
        [_HEL, _LO], "A frame with FIN off is not a message yet; the continuation (opcode 0) ends it."
    )
    yield _case([_HEL, _PING, _LO], _AT_ONCE, _CONTROL)
    yield _case([_HEL, _PING, (False, 0, b"l"), (True, 10, b""), (True, 0, b"o"), (True, 1, b"again")])
    yield _case([(True, 2, b""), (False, 2, b""), (True, 0, b"")], "A message may be empty.")
    yield _case([_HEL], "A message whose last frame is still to come is not given out.")
    anew = [_HEL, _LO, (False, 2, b"\x00"), (True, 0, b"\x01"), (True, 1, b"x")]
    yield _case(anew, "Each message begins anew.")
    for why, rfc, *frames in (
        ("A continuation, and no message was begun.", "", _LO),
        ("A continuation after the message was already complete.", "", _HEL, _LO, _LO),
        (_INSIDE, "", _HEL, (True, 1, b"new")),
        (f"{_INSIDE} That it is still empty changes nothing.", "", (False, 2, b""), (True, 2, b"new")),
        (_FRAGMENTED, _CONTROL, (False, 9, b"half a ping")),
        (_FRAGMENTED, _CONTROL, _HEL, (False, 8, b""), _LO),
    ):
        yield Case((frames,), REFUSED, why, rfc)
    source = random.Random("reassemble")
    yield from (_case([*_random_frames(source)]) for _ in range(60))


def _random_frames(source: random.Random) -> Iterator[_Frame]:
    for _ in range(source.randrange(1, 5)):
        pieces, kind = source.randrange(1, 5), source.choice((1, 2))
        size = source.randrange(pieces * 3)
        # §8.1: a text is UTF-8 as a whole, and may be cut inside a character
        payload = "".join(source.choices("aé€🙂", k=size)).encode() if kind == 1 else source.randbytes(size)
        for piece, part in enumerate(cut(payload, source, pieces)):
            if source.random() < 0.4:
                control = source.choice((8, 9, 10))
                yield (
                    True,
                    control,
                    b"\x03\xe8" if control == 8 else source.randbytes(2),
                )  # 1000, a close code
            yield piece == pieces - 1, 0 if piece else kind, part


def _explain(case: Case, given: Any) -> str:
    at, expected = first_difference(given, case.expected), case.expected
    if case.why:
        return case.why
    if len(given) != len(expected):
        return f"{len(expected)} messages complete here; you gave {len(given)}."
    if sorted(map(repr, given)) == sorted(map(repr, expected)):
        return "All messages are there, in another order: each comes out when its last frame has come."
    if not isinstance(given[at], tuple) or len(given[at]) != 2:
        return f"Message {at} is to be a pair, (opcode, payload)."
    if given[at][0] != expected[at][0]:
        return (
            f"Message {at} has opcode {expected[at][0]}: that of its first frame, not that of a continuation."
        )
    return f"Message {at} has other bytes: the payloads of its frames, in order, and nothing of the message before."


REASSEMBLE = Exercise(
    name="reassemble",
    lesson="4C",
    title="Fragments, and a ping between them",
    task="Nothing is written yet. Begin with frames that are whole messages: FIN set, opcode 1 or 2.",
    hints=(
        "Keep two things from frame to frame: the opcode the message began with, and the payload so far.",
        "Control frames have opcodes from 8 on. They go straight into the result, and touch nothing that you keep.",
        "Opcode 0 needs a message that was begun; opcodes 1 and 2 need that none is. Otherwise raise ValueError. "
        "An empty first fragment has begun a message too: do not ask whether the payload is empty.",
    ),
    rfc="RFC 6455 §5.4",
    judge=on_cases(_cases, _explain),
    praise="Messages whole, pings through at once, and what breaks the order is refused.",
)
