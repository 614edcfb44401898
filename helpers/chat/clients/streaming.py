"""The chat over a reply that stays open: read it as it comes; where it breaks, ask again from where we are.

A reply that ends, breaks or says nothing for too long is a failure that may pass, as is any other: it is waited out
with backoff. Nothing is lost or doubled, since every page says where the chat stands after it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from random import Random

from helpers.chat.clients.asking import PATIENCE, Asking
from helpers.chat.clients.asking_http2 import AskingHttp2
from helpers.chat.clients.client import Inbox, Presence
from helpers.chat.clients.polling import ATTEMPTS
from helpers.chat.domain import Message, Page, Post
from helpers.loops.backoff import Backoff
from helpers.loops.clock import Clock, WallClock
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.retry import TryAgain, retry
from helpers.net.tls import Authority

__all__ = ["Streaming"]

Parse = Callable[[bytes], list[Page]]  # a piece of the reply; the pages that are whole with it


class Streaming(ABC):
    """Listens to the chat at ``url``. Over ``https`` it speaks HTTP/2, and believes in ``authority``.

    A reply is overdue after ``patience`` seconds of real time, and a line that says nothing for six times as long is
    dead; where a learner holds them at a tap, that is ``None``.
    """

    path: str
    accepts: str

    def __init__(
        self,
        url: str,
        *,
        authority: Authority | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
        lane: Lane = NOWHERE,
        base: float = 1.0,
        cap: float = 30.0,
        attempts: int = ATTEMPTS,
        patience: float | None = PATIENCE,
    ) -> None:
        self.clock, self.lane = clock or WallClock(), lane
        self.asking: Asking | AskingHttp2 = (
            AskingHttp2(url, self.path, authority=authority, patience=patience)
            if url.startswith("https:")
            else Asking(url, self.path, patience=patience)
        )
        self._attempts = attempts
        self._random, self._base, self._cap = random or Random(), base, cap

    @abstractmethod
    def reader(self) -> Parse:
        """What makes pages of the pieces of one reply."""

    async def receive(self, inbox: Inbox) -> None:
        """Listen until cancelled."""
        backoff = self._backoff()
        while True:
            try:
                with self.lane.span("listen"):
                    await self._listen(inbox, backoff)
                failure = TryAgain("the reply has ended")
            except TryAgain as broken:
                failure = broken
            inbox.show(Presence.RETRYING)
            wait = backoff.next(after=failure.after)
            with self.lane.span(f"retry {backoff.failures} in {wait:.3g} s"):
                await self.clock.sleep(wait)

    async def send(self, post: Post) -> Message:
        """Post until it is stored; the same key each time, so that it is stored once."""
        return await retry(
            lambda: self.asking.post(post), backoff=self._backoff(), clock=self.clock, attempts=self._attempts
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self.asking.aclose()

    async def _listen(self, inbox: Inbox, backoff: Backoff) -> None:
        async with self.asking.stream(inbox.cursor, accepts=self.accepts) as pieces:
            read = self.reader()
            async for piece in pieces:
                for page in read(piece):
                    backoff.reset()
                    inbox.show(Presence.LIVE)
                    inbox.deliver(page)

    def _backoff(self) -> Backoff:
        return Backoff("full jitter", random=self._random, base=self._base, cap=self._cap)
