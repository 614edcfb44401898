"""The chat by short polling: ask, take what came, *then* sleep. Failures are waited out; a gate may pause it."""

from random import Random

from helpers.chat.clients.asking import Asking
from helpers.chat.clients.client import Inbox, Presence
from helpers.chat.domain import Message, Post
from helpers.loops.backoff import Backoff
from helpers.loops.clock import Clock, WallClock
from helpers.loops.gate import Gate
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.nap import nap
from helpers.loops.retry import TryAgain, retry

__all__ = ["ATTEMPTS", "Polling"]

ATTEMPTS = 12  # of one post
AT_ONCE, UNHELD = (
    1.0,
    3.0,
)  # s: who has nothing to tell and says so at once does not hold requests: ask less often


class Polling:
    """Asks the chat at ``url`` every ``seconds``; ``wait`` lets the server hold a request (see ``long_polling``)."""

    def __init__(
        self,
        url: str,
        *,
        seconds: float = 3.0,
        wait: float = 0.0,
        clock: Clock | None = None,
        random: Random | None = None,
        gate: Gate | None = None,
        lane: Lane = NOWHERE,
        base: float = 1.0,
        cap: float = 30.0,
        attempts: int = ATTEMPTS,
        patience: float | None = 10.0,
    ) -> None:
        self.seconds, self.wait = seconds, wait
        self.gate = gate or Gate()
        self._attempts, self._sure = attempts, False
        self._asking = Asking(url, wait=wait, patience=patience)
        self._clock, self._lane = clock or WallClock(), lane
        self._random, self._base, self._cap = random or Random(), base, cap

    async def receive(self, inbox: Inbox) -> None:
        """Poll until cancelled."""
        backoff = self._backoff()
        while True:
            if self.gate.paused:
                inbox.show(Presence.PAUSED)
                with self._lane.span("pause"):
                    await self.gate.watched()
            self.gate.asked()
            seconds = await self._poll(inbox, backoff)
            with self._lane.span(
                "sleep" if not backoff.failures else f"retry {backoff.failures} in {seconds:.3g} s"
            ):
                await nap(self._clock, seconds, woken=self.gate.changed)

    async def send(self, post: Post) -> Message:
        """Post until it is stored; the same key each time, so that it is stored once."""
        return await retry(
            lambda: self._asking.post(post),
            backoff=self._backoff(),
            clock=self._clock,
            attempts=self._attempts,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._asking.aclose()

    async def _poll(self, inbox: Inbox, backoff: Backoff) -> float:
        """One request; how long to sleep then. After a failure it asks for a quick reply: that switches the light."""
        started, wait = self._clock(), self.wait if self._sure else 0.0
        try:
            with self._lane.span("request"):
                page = await self._asking.poll(inbox.cursor, wait=wait)
        except TryAgain as failure:
            self._sure = False
            inbox.show(Presence.RETRYING)
            return backoff.next(after=failure.after)
        self._sure = True
        backoff.reset()
        inbox.show(Presence.LIVE)
        if page is not None:
            inbox.deliver(page)
            if page.more:
                return 0.0
        if wait and not (page and page.messages) and self._clock() - started < AT_ONCE:
            return UNHELD
        return self.seconds

    def _backoff(self) -> Backoff:
        return Backoff("full jitter", random=self._random, base=self._base, cap=self._cap)
