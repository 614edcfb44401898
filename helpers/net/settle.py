"""Lets everybody react before a cell goes on, so that what it shows next does not depend on who was faster."""

from contextlib import suppress

from helpers.loops.quiet import Unsettled, quiet

__all__ = ["settle"]

PATIENCE = 0.5  # s; where somebody never rests, the cell goes on all the same


async def settle() -> None:
    """Return when nobody on this loop has anything to do and no bytes are on their way."""
    with suppress(Unsettled):
        await quiet(limit=PATIENCE)
