"""What connections of one server need while something is under way, for whoever needs it next.

A ``Connection`` between two messages is as good as a new one, unless it compresses. So an idle connection has none:
it takes an ``Outgoing`` with its ``Connection`` from here when something comes or goes, and puts it back.
"""

import asyncio
from collections.abc import Callable

from helpers.net.websocket.limits import Limits
from helpers.net.websocket.outgoing import Outgoing
from helpers.net.websocket.watch import Watch
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.messages import Codec

__all__ = ["Shelf"]

MOST = 16  # that are kept for the next one


class Shelf:
    """``make`` makes a new ``Connection``, all within ``limits``, which ``watch`` looks after.

    ``masks`` says that they mask what they send, so that no two of them say a message alike.
    """

    def __init__(
        self, make: Callable[[Codec | None], Connection], limits: Limits, watch: Watch, *, masks: bool = False
    ) -> None:
        self._make, self.limits, self.watch, self.masks = make, limits, watch, masks
        self._spare: list[Outgoing] = []

    def take(self, transport: asyncio.Transport, rest: Callable[[Outgoing], None]) -> Outgoing:
        """One for a connection that has none; ``rest`` is called when it needs it no more."""
        out = self._spare.pop() if self._spare else self.new(None)
        out.transport, out.rest = transport, rest
        return out

    def new(self, codec: Codec | None) -> Outgoing:
        """A new one; with a ``codec`` nobody else can use it, and it is never put back."""
        return Outgoing(self._make(codec), most=self.limits.outbox, turn=self.watch.turn)

    def put(self, out: Outgoing) -> None:
        """It is not needed any more."""
        del out.transport
        if len(self._spare) < MOST:
            self._spare.append(out)
