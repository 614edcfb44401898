"""4B: frames become messages, with control frames between the fragments (RFC 6455 §5.4, §5.5)."""

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import plain
from helpers.checks.judges.cases import REFUSED, Case, on_cases

__all__ = ["REASSEMBLE"]

_Frame = tuple[bool, int, bytes]
_Message = tuple[int, bytes]


def reassembled(frames: Sequence[_Frame]) -> list[_Message]:
    """The reference: what completes, in the order in which it completes."""
    messages: list[_Message] = []
    kind, parts = 0, b""
    for fin, opcode, payload in frames:
        if opcode >= 8:
            messages.append((opcode, payload))
            continue
        kind, parts = opcode or kind, parts + payload
        if fin:
            messages.append((kind, parts))
            kind, parts = 0, b""
    return messages


def _case(frames: list[_Frame], why: str = "", rfc: str = "") -> Case:
    return Case((frames,), reassembled(frames), why, rfc)


def _refused(frames: list[_Frame], why: str, rfc: str = "RFC 6455 §5.4") -> Case:
    return Case((frames,), REFUSED, why, rfc)


_NORMAL = b"\x03\xe8"  # the code of a close frame: 1000
_HEL, _LO = (False, 1, b"Hel"), (True, 0, b"lo")


def _cases() -> Iterator[Case]:
    yield from _whole()
    yield from _broken()
    source = random.Random("reassemble")
    yield from (_case(_random_frames(source)) for _ in range(60))


def _whole() -> Iterator[Case]:
    ping, at_once = (
        (True, 9, b"still there?"),
        "The ping comes out at once, before the message around it is complete.",
    )
    yield _case([])
    yield _case([(True, 1, b"Hello")])
    yield _case(
        [_HEL, _LO], "A frame with FIN off is not a message yet; the continuation (opcode 0) ends it."
    )
    yield _case([_HEL, ping, _LO], at_once, "RFC 6455 §5.5")
    yield _case([_HEL, ping, (False, 0, b"l"), (True, 10, b""), (True, 0, b"o"), (True, 1, b"again")])
    yield _case([(True, 2, b""), (False, 2, b""), (True, 0, b"")], "A message may be empty.")
    yield _case([_HEL], "A message whose last frame is still to come is not given out.")
    yield _case(
        [_HEL, _LO, (False, 2, b"\x00"), (True, 0, b"\x01"), (True, 1, b"x")], "Each message begins anew."
    )


def _broken() -> Iterator[Case]:
    inside = "A new message begins while the last one is unfinished."
    fragmented = "A control frame must not be fragmented."
    yield _refused([_LO], "A continuation, and no message was begun.")
    yield _refused([_HEL, _LO, _LO], "A continuation after the message was already complete.")
    yield _refused([_HEL, (True, 1, b"new")], inside)
    yield _refused([(False, 2, b""), (True, 2, b"new")], f"{inside} That it is still empty changes nothing.")
    yield _refused([(False, 9, b"half a ping")], fragmented, "RFC 6455 §5.5")
    yield _refused([_HEL, (False, 8, b""), _LO], fragmented, "RFC 6455 §5.5")


def _random_frames(source: random.Random) -> list[_Frame]:
    frames: list[_Frame] = []
    for _ in range(source.randrange(1, 5)):
        pieces = source.randrange(1, 5)
        kind = source.choice((1, 2))
        for piece, payload in enumerate(_random_parts(source, kind, pieces)):
            if source.random() < 0.4:
                control = source.choice((8, 9, 10))
                frames.append((True, control, _NORMAL if control == 8 else source.randbytes(2)))
            frames.append((piece == pieces - 1, 0 if piece else kind, payload))
    return frames


def _random_parts(source: random.Random, kind: int, pieces: int) -> list[bytes]:
    """A payload in pieces: a text is UTF-8 as a whole (§8.1), and may be cut inside a character."""
    size = source.randrange(pieces * 3)
    payload = "".join(source.choices("aé€🙂", k=size)).encode() if kind == 1 else source.randbytes(size)
    cuts = sorted(source.randrange(len(payload) + 1) for _ in range(pieces - 1))
    return [payload[start:end] for start, end in pairwise((0, *cuts, len(payload)))]


def _explain(case: Case, value: object) -> str:
    given, expected = plain(value), case.expected
    assert isinstance(given, list)
    assert isinstance(expected, list)
    if case.why:
        return case.why
    if len(given) != len(expected):
        return f"{len(expected)} messages complete here; you gave {len(given)}."
    at = next(i for i, pair in enumerate(zip(given, expected, strict=True)) if pair[0] != pair[1])
    return _about(at, given[at], expected[at], sorted(map(repr, given)) == sorted(map(repr, expected)))


def _about(at: int, given: object, expected: _Message, only_order: bool) -> str:
    if only_order:
        return "All messages are there, in another order: each comes out when its last frame has come."
    if not isinstance(given, tuple) or len(given) != 2:
        return f"Message {at} is to be a pair, (opcode, payload)."
    if given[0] != expected[0]:
        return f"Message {at} has opcode {expected[0]}: that of its first frame, not that of a continuation."
    return f"Message {at} has other bytes: the payloads of its frames, in order, and nothing of the message before."


REASSEMBLE = Exercise(
    name="reassemble",
    lesson="4B",
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
