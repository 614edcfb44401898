"""6B: inflate a message that may be a bomb: what comes out is judged, and the memory that it took."""

import random
import tracemalloc
import zlib
from collections.abc import Iterator

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import as_bytes, counted, type_name

__all__ = ["judge"]

ROOM = 2**19  # bytes that an answer may need besides; the bombs are sixteen times as large
LATE = (
    "It was refused, but not before much of it had come out: tell decompress how much may come at most, "
    "and look after each piece."
)
SUM = "Each piece is small, and the message is not: count what came out of all of them."
BACK = "A message may refer to what stood up to 32 KiB before: a window of 15 bits."

Message = tuple[str, bytes, list[bytes], int, str]  # its name, content, pieces, limit, and what to say


def _message(about: str, holds: bytes, size: int, why: str, limit: int = 1000) -> Message:
    press = zlib.compressobj(9, wbits=-15)
    whole = press.compress(holds) + press.flush(zlib.Z_SYNC_FLUSH)
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    return (
        f"inflate_within(…, {limit}): {about} in {counted(len(pieces), 'piece')}",
        holds,
        pieces,
        limit,
        why,
    )


def _messages() -> Iterator[Message]:
    noise = random.Random("noise").randbytes(20_000)
    yield _message("a short text", b"Hello", 99, "This is no bomb: give back what was pressed.")
    yield _message("a short text", b"Hello, all", 5, "The pieces are one message.")
    yield _message("an empty message", b"", 99, "A message may be empty.")
    for size in (2**20, 100, 7):
        for kind, data in {"zeros": bytes(1001), "bytes": noise[:1001]}.items():
            yield _message(f"1,000 {kind}", data[1:], size, "The limit itself is allowed.")
            yield _message(f"1,001 {kind}", data, size, "1,001 bytes are more than 1,000.")
    yield _message("1,700 bytes", noise[:800] + bytes(900), 300, SUM)
    for size in (2**20, 500, 40, 7):
        yield _message("8 MiB of zeros", bytes(2**23), size, "That is far more than 1,000 bytes.")
    yield _message("what stood 20,000 bytes before", noise * 2, 500, BACK, limit=50_000)
    yield "inflate_within(…, 1): no DEFLATE", b"\xff\xff", [b"\xff\xff"], 1, "zlib.error is no ValueError."


async def judge(trial: Trial) -> None:
    """Each message in one call, with an eye on the memory."""
    for about, holds, pieces, limit, why in trial.each(_messages(), "messages"):
        tracemalloc.start()
        try:
            outcome = await trial.attempt(pieces, limit, case=about)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        fits, value = len(holds) <= limit, as_bytes(outcome.value)
        refused = isinstance(outcome.error, ValueError) and not fits
        if outcome.error is not None and not refused:
            trial.fail(f"Your code raised {outcome.reason}. {why}{'' if fits else ' Raise ValueError.'}")
        if not refused and value is None:
            trial.fail(f"Your function returned {type_name(outcome.value)}, expected bytes.")
        if not refused and (not fits or value != holds):
            due = counted(len(holds), "byte") if fits else "ValueError"
            trial.fail(why, pair=(Said(counted(len(value or b""), "byte")), Said(due)))
        if peak > ROOM:
            trial.fail(LATE, pair=(Said(f"{peak:,} bytes of memory"), Said(f"at most {ROOM:,}")))
