"""The chat by long polling: the server holds the request until there is news, then we ask again at once.

The same loop as short polling, with the waiting moved to the server. The hold must be shorter than any proxy's
timeout on the way; 30 s is safe (RFC 6202 §5.5), and our own timeout is longer than the hold.
"""

from random import Random

from helpers.chat.clients.polling import ATTEMPTS, Polling
from helpers.loops.clock import Clock
from helpers.loops.gate import Gate
from helpers.loops.lane import NOWHERE, Lane

__all__ = ["long_polling"]


def long_polling(
    url: str,
    *,
    wait: float = 30.0,
    clock: Clock | None = None,
    random: Random | None = None,
    gate: Gate | None = None,
    lane: Lane = NOWHERE,
    base: float = 1.0,
    cap: float = 30.0,
    attempts: int = ATTEMPTS,
) -> Polling:
    """A transport that keeps one request waiting at the server, for at most ``wait`` seconds each."""
    return Polling(
        url,
        seconds=0.0,
        wait=wait,
        clock=clock,
        random=random,
        gate=gate,
        lane=lane,
        base=base,
        cap=cap,
        attempts=attempts,
    )
