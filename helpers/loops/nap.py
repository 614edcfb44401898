"""A sleep that something may end early: a stop, a tab that comes back, news."""

import asyncio

from helpers.loops.clock import Clock

__all__ = ["nap"]


async def nap(clock: Clock, seconds: float, *, woken: asyncio.Event) -> bool:
    """Sleep until ``seconds`` have passed or ``woken`` is set; says whether it was woken. Never clears the event."""
    if woken.is_set():
        return True
    sleeping = asyncio.ensure_future(clock.sleep(seconds))
    ringing = asyncio.ensure_future(woken.wait())
    try:
        await asyncio.wait({sleeping, ringing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ringing.cancel()
        sleeping.cancel()
    if sleeping.done():
        sleeping.result()  # a clock that was closed meanwhile raises here
    return woken.is_set()
