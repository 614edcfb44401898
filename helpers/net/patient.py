"""aiohttp's client, made patient: a wire that is stepped by hand may hold a reply for as long as its reader thinks.

By itself a ``ClientSession`` gives up 300 s after it has asked, hold or no hold. And it offers the compressions that
its machine can undo, one more here and one less there: then no two machines would count the same bytes of a request.
"""

from typing import Any

from aiohttp import ClientSession, ClientTimeout

__all__ = ["patient_session"]

SAID = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate"}  # what any Python can undo


def patient_session(**options: Any) -> ClientSession:
    """A session that waits for each reply however long it takes; ``options`` go to aiohttp's ``ClientSession``."""
    own: dict[str, Any] = {"timeout": ClientTimeout(total=None), "headers": SAID}
    return ClientSession(**own | options)
