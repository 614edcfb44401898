"""aiohttp's client, made patient: a wire that is stepped by hand may hold a reply for as long as its reader thinks.

By itself a ``ClientSession`` gives up 300 s after it has asked, hold or no hold.
"""

from typing import Any

from aiohttp import ClientSession, ClientTimeout

__all__ = ["patient_session"]


def patient_session(**options: Any) -> ClientSession:
    """A session that waits for each reply however long it takes; ``options`` go to aiohttp's ``ClientSession``."""
    return ClientSession(**{"timeout": ClientTimeout(total=None)} | options)
