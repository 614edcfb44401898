"""The chat by short polling: ask, take what came, *then* sleep. Failures are waited out; a gate may pause it."""

from random import Random

from helpers.chat.clients.asking import PATIENCE, Asking
from helpers.chat.clients.client import Inbox, Presence
from helpers.chat.domain import Message, Page, Post
from helpers.loops.backoff import Backoff
from helpers.loops.clock import Clock, WallClock
from helpers.loops.gate import Gate
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.nap import nap
from helpers.loops.retry import TryAgain, retry

__all__ = ["ATTEMPTS", "Polling"]

ATTEMPTS = 12  # of one post


class Polling:
    """Asks the chat at ``url`` every ``seconds``, counted from the reply.

    A reply is overdue after ``patience`` seconds of real time; where a learner holds it at a tap, that is ``None``.
    """

    path = "poll"

    def __init__(
        self,
        url: str,
        *,
        seconds: float = 3.0,
        clock: Clock | None = None,
        random: Random | None = None,
        gate: Gate | None = None,
        lane: Lane = NOWHERE,
        base: float = 1.0,
        cap: float = 30.0,
        attempts: int = ATTEMPTS,
        patience: float | None = PATIENCE,
    ) -> None:
        self.seconds, self.gate = seconds, gate or Gate()
        self.clock, self.lane = clock or WallClock(), lane
        self.asking = Asking(url, self.path, patience=patience)
        self._attempts = attempts
        self._random, self._base, self._cap = random or Random(), base, cap

    async def receive(self, inbox: Inbox) -> None:
        """Poll until cancelled."""
        backoff = self._backoff()
        while True:
            if self.gate.paused:
                inbox.show(Presence.PAUSED)
                with self.lane.span("pause"):
                    await self.gate.watched()
            self.gate.asked()
            seconds = await self._exchange(inbox, backoff)
            with self.lane.span(
                "sleep" if not backoff.failures else f"retry {backoff.failures} in {seconds:.3g} s"
            ):
                await nap(self.clock, seconds, woken=self.gate.changed)

    async def send(self, post: Post) -> Message:
        """Post until it is stored; the same key each time, so that it is stored once."""
        return await retry(
            lambda: self.asking.post(post), backoff=self._backoff(), clock=self.clock, attempts=self._attempts
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self.asking.aclose()

    async def ask(self, cursor: str | None) -> tuple[Page | None, float]:
        """What came after ``cursor``, and how long to sleep before the next question."""
        return await self.asking.poll(cursor), self.seconds

    async def _exchange(self, inbox: Inbox, backoff: Backoff) -> float:
        """One request; how long to sleep then."""
        cursor = inbox.cursor
        try:
            with self.lane.span("request"):
                page, seconds = await self.ask(cursor)
        except TryAgain as failure:
            inbox.show(Presence.RETRYING)
            return backoff.next(after=failure.after)
        backoff.reset()
        inbox.show(Presence.LIVE)
        if page is None:
            return seconds
        inbox.deliver(page)
        return 0.0 if page.more and page.cursor != cursor else seconds

    def _backoff(self) -> Backoff:
        return Backoff("full jitter", random=self._random, base=self._base, cap=self._cap)
