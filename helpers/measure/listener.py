"""A client of the chat that notes when each message came, by its own clock, and some of them that begin together.

A message's text is the moment (ns) at which its post began, so that all who hear it, in whichever process, can tell
how late it is: the processes of one machine share its monotonic clock.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random

from helpers.chat.clients.client import Client, Presence, Transport
from helpers.chat.domain import Page

__all__ = ["Listener", "listening", "moment"]

WIDTH = 20  # digits: all messages are of one length
AT_ONCE = 20  # connections that are opened together


def moment() -> str:
    """Now, as the text of a message."""
    return f"{time.monotonic_ns():0{WIDTH}d}"


class Listener(Client):
    """``late`` has, for each message in its order, the seconds from its post until it was here."""

    def __init__(self, name: str, transport: Transport) -> None:
        super().__init__(name, transport, random=Random(name))
        self.late: list[float] = []

    def deliver(self, page: Page) -> None:
        """Take a page, and note the time."""
        now, known = time.monotonic_ns(), len(self.messages)
        super().deliver(page)
        self.late += [(now - int(message.text)) / 1e9 for message in self.messages[known:]]

    async def live(self) -> None:
        """Wait until it has heard from the server."""
        await self._until(Presence.LIVE)

    async def tried(self) -> bool:
        """Wait until it has heard from the server, or could not and is going to try again; whether it has heard."""
        await self._until(Presence.LIVE, Presence.RETRYING)
        return self.presence is Presence.LIVE

    async def _until(self, *presences: Presence) -> None:
        while self.presence not in presences:
            if self.errors:
                raise RuntimeError(self.errors[0])
            self._changed.clear()
            await self._changed.wait()


@asynccontextmanager
async def listening(
    count: int, connect: Callable[[], Transport], *, over: float = 0.0
) -> AsyncIterator[list[Listener]]:
    """So many listeners, which all have heard from the server; they leave together.

    They come within ``over`` seconds, so that their timers do not ring together.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    everybody: list[Listener] = []
    try:
        for first in range(0, count, AT_ONCE):
            some = [Listener(f"client {n}", connect()) for n in range(first, min(count, first + AT_ONCE))]
            everybody += some
            await asyncio.sleep(begun + over * first / count - loop.time())
            for one in some:
                one.start()
            await asyncio.gather(*(one.live() for one in some))
        yield everybody
    finally:
        await asyncio.gather(*(one.aclose() for one in everybody))
