"""How a connection ends that its peer has ended: after the answers to what came before, and not deaf at once.

Enters: that a message came, that the handler is done with all of them, how the peer ended. Leaves: when we end.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from helpers.net.websocket.ended import Ended

__all__ = ["Parting"]

ANSWER = 1.0  # s that the handler has to answer what came before
LINGER = 2.0  # s that we listen on: hanging up on bytes not read would wipe out our last words


class Parting:
    """``end`` is called once, with the reason."""

    def __init__(self, end: Callable[[Ended], None]) -> None:
        self._end = end
        self._ended: Ended | None = None  # how, while we wait
        self._timer: asyncio.TimerHandle | None = None
        self._lingers = False

    def begin(self, ended: Ended, *, owed: bool) -> None:
        """The peer has ended: so do we; where the handler has messages in hand, it may answer them first."""
        self._ended = ended
        if not owed:
            return self.now()
        self._timer = asyncio.get_running_loop().call_later(ANSWER, self.now)

    def now(self) -> None:
        """Wait no longer, if we wait."""
        ended, self._ended = self._ended, None
        if ended is not None:
            self.over()
            self._end(ended)

    def linger(self, transport: asyncio.Transport) -> None:
        """Our last word is said: send no more, and hang up a little later, whatever comes."""
        if self._lingers:
            return
        self._lingers = True
        with suppress(OSError):
            transport.write_eof()
        transport.resume_reading()
        self._timer = asyncio.get_running_loop().call_later(LINGER, transport.close)

    def over(self) -> None:
        """There is nothing to wait for."""
        if self._timer is not None:
            self._timer.cancel()
